import { type ReindexProgress, type ReindexResult, reindexDatabase } from '@wirefold/pipeline';
import type { Context } from '../context.ts';
import { createProgress } from '../ingesting/progress.ts';
import { stopOnSignals } from '../ingesting/stopping.ts';
import { counted } from '../output/phrases.ts';

/** `wirefold reindex`: every article of the window is registered again; status 1 where it was stopped before the end. */
export async function run(_inputs: readonly string[], _options: object, context: Context): Promise<0 | 1> {
  const { out } = context;
  const startedAt = performance.now();
  const progress = createProgress(context, progressLine);
  const stopping = stopOnSignals(() => progress.note('Stopping: what is registered stays.'));
  const result = await reindexDatabase(context.settings().values, progress.note, {
    signal: stopping.signal,
    onProgress: progress.show,
  }).finally(() => {
    progress.end();
    stopping.release();
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (out.json) out.record({ ...result, seconds: Number(seconds.toFixed(3)) });
  else out.line(sentence(result, seconds));
  if (result.stopped) out.note('Stopped before the end: run it again, it does no harm.');
  return result.stopped ? 1 : 0;
}

function progressLine({ articles, total, newPairs }: ReindexProgress, seconds: number): string {
  return [
    `${articles.toLocaleString('en')} of ${counted(total, 'article')}`,
    counted(newPairs, 'new pair'),
    `${seconds.toFixed(0)} s`,
  ].join(' · ');
}

function sentence({ articles, indexed, newPairs }: ReindexResult, seconds: number): string {
  const rate = seconds > 0 ? Math.round(articles / seconds) : 0;
  return `${counted(articles, 'article')} registered again in ${seconds.toFixed(1)} s (${rate.toLocaleString('en')} a second); the index knows ${indexed.toLocaleString('en')}; ${counted(newPairs, 'pair')} new.`;
}
