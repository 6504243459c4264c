import type { IngestResult } from '@wirefold/pipeline';
import { openReader } from '@wirefold/store';
import type { Context } from '../context.ts';
import { showStories } from '../reading/stories-table.ts';
import { summaryLines, summaryRecord, tellProblems } from './summary.ts';

/** Stories shown at the end of a run; the rest is counted. */
const SHOWN_STORIES = 20;

/** Shows how a run ended and the stories that it touched; status 1 where not all of it ended well. */
export function showResult(context: Context, result: IngestResult, seconds: number): 0 | 1 {
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
  const { problems, ended, inFlight } = result;
  return problems.length > 0 || (ended.quarantined ?? 0) > 0 || inFlight > 0 ? 1 : 0;
}
