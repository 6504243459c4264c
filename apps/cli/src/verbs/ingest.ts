import { type IngestResult, type InputKind, ingest } from '@wirefold/pipeline';
import { openReader } from '@wirefold/store';
import type { Context, Verb } from '../context.ts';
import { atHome, inputsOf } from '../ingesting/at-home.ts';
import { createProgress, ingestLine } from '../ingesting/progress.ts';
import { summaryLines, summaryRecord, tellProblems } from '../ingesting/summary.ts';
import { showStories } from '../reading/stories-table.ts';

/** Stories shown at the end of a run; the rest is counted. */
const SHOWN_STORIES = 20;

/** Accepts the inputs, runs all stages here until everything accepted has ended, and shows the stories touched. */
export const run: Verb<{ as?: InputKind }> = async (inputs, options, context) => {
  const startedAt = performance.now();
  const progress = createProgress(context, ingestLine);
  const telling = {
    notice: progress.note,
    onStop: 'Stopping: what is at work ends first. Once more stops at once.',
  };
  const result = await atHome(context, telling, (home, signal) =>
    ingest(home, inputsOf(inputs, options, context), {
      signal,
      graceMs: context.settings().values.graceMs,
      onProgress: progress.show,
    }),
  ).finally(progress.end);
  show(context, result, (performance.now() - startedAt) / 1000);
  const failed = result.problems.length > 0 || (result.ended.quarantined ?? 0) > 0 || result.inFlight > 0;
  return failed ? 1 : 0;
};

function show(context: Context, result: IngestResult, seconds: number): void {
  const { out } = context;
  const reader = openReader(context.settings().values.db);
  try {
    const stories = reader.recentStories(result.storyIds);
    if (out.json) {
      out.record(summaryRecord(result, seconds));
      for (const story of stories) out.record({ type: 'story', ...story });
    } else {
      for (const line of summaryLines(result, seconds)) out.line(line);
      const shown = stories.slice(0, SHOWN_STORIES);
      if (shown.length > 0) {
        out.line();
        showStories(out, shown);
      }
      const more = stories.length - shown.length;
      if (more > 0) out.line(`… and ${more} more: wirefold stories`);
    }
  } finally {
    reader.close();
  }
  tellProblems(out, result);
}
