import { type InputKind, ingest } from '@wirefold/pipeline';
import type { Verb } from '../context.ts';
import { atHome, inputsOf } from '../ingesting/at-home.ts';
import { createProgress, ingestLine } from '../ingesting/progress.ts';
import { showResult } from '../ingesting/show-result.ts';

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
  return showResult(context, result, (performance.now() - startedAt) / 1000);
};
