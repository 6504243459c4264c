import {
  type Home,
  type IngestResult,
  type InputKind,
  ingest,
  openHome,
  readInputs,
} from '@wirefold/pipeline';
import { openReader } from '@wirefold/store';
import type { Context, Verb } from '../context.ts';
import { createProgress } from '../ingesting/progress.ts';
import { stopOnSignals } from '../ingesting/stopping.ts';
import { summaryLines, summaryRecord, tellProblems } from '../ingesting/summary.ts';
import { showStories } from '../reading/stories-table.ts';

/** Stories shown at the end of a run; the rest is counted. */
const SHOWN_STORIES = 20;

/** Accepts the inputs, runs all stages here until everything accepted has ended, and shows the stories touched. */
export const run: Verb<{ as?: InputKind }> = async (inputs, options, context) => {
  const settings = context.settings().values;
  const startedAt = performance.now();
  const progress = createProgress(context);
  const stopping = stopOnSignals(() =>
    progress.note('Stopping: what is at work ends first. Once more stops at once.'),
  );
  const home = await openHome(settings, progress.note);
  const result = await ingest(home, named(inputs, options, context), {
    signal: stopping.signal,
    onProgress: progress.show,
  }).finally(() => closeHome(home, settings.graceMs));
  progress.end();
  stopping.release();
  show(context, result, (performance.now() - startedAt) / 1000);
  const failed = result.problems.length > 0 || (result.ended.quarantined ?? 0) > 0 || result.inFlight > 0;
  return failed ? 1 : 0;
};

function named(inputs: readonly string[], options: { as?: InputKind }, { around, settings }: Context) {
  const { as } = options;
  const { maxBodyBytes } = settings().values;
  return readInputs(inputs, {
    cwd: around.cwd,
    stdin: around.stdin,
    maxBodyBytes,
    ...(as ? { as } : {}),
  });
}

async function closeHome(home: Home, graceMs: number): Promise<void> {
  await home.close(graceMs);
}

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
