import {
  type CountProgress,
  previewReindex,
  type ReindexPreview,
  type ReindexProgress,
  type ReindexResult,
  reindexDatabase,
} from '@wirefold/pipeline';
import type { Context } from '../context.ts';
import { createProgress } from '../ingesting/progress.ts';
import { stopOnSignals } from '../ingesting/stopping.ts';
import { counted } from '../output/phrases.ts';

interface ReindexOptions {
  readonly renewWeights?: boolean;
  readonly dryRun?: boolean;
}

/**
 * `wirefold reindex [--renew-weights] [--dry-run]`: every article of the window is signed and compared again; status 1
 * where it was stopped before the end.
 */
export async function run(
  _inputs: readonly string[],
  { renewWeights = false, dryRun = false }: ReindexOptions,
  context: Context,
): Promise<0 | 1> {
  const settings = context.settings().values;
  const startedAt = performance.now();
  const progress = createProgress(context, progressLine);
  const stopping = stopOnSignals(() => progress.note('Stopping: what is done stays.'));
  const options = {
    renewWeights,
    signal: stopping.signal,
    onProgress: progress.show,
    onCount: progress.show,
  };
  const outcome = await (dryRun
    ? previewReindex(settings, options)
    : reindexDatabase(settings, progress.note, options)
  ).finally(() => {
    progress.end();
    stopping.release();
  });
  if (outcome === null) {
    context.out.note('Stopped before anything had changed.');
    return 1;
  }
  if ('after' in outcome) tellPreview(outcome, context);
  else tellResult(outcome, (performance.now() - startedAt) / 1000, context);
  return 'stopped' in outcome && outcome.stopped ? 1 : 0;
}

function progressLine(progress: ReindexProgress | CountProgress, seconds: number): string {
  const parts =
    'counted' in progress
      ? [
          `words of ${Math.floor(progress.counted).toLocaleString('en')} of ${counted(progress.total, 'article')}`,
        ]
      : [
          `${progress.articles.toLocaleString('en')} of ${counted(progress.total, 'article')}`,
          counted(progress.newPairs, 'new pair'),
          `${progress.gonePairs.toLocaleString('en')} gone`,
        ];
  return [...parts, `${seconds.toFixed(0)} s`].join(' · ');
}

function tellResult(result: ReindexResult, seconds: number, { out }: Context): void {
  if (out.json) out.record({ ...result, seconds: Number(seconds.toFixed(3)) });
  else out.line(sentence(result, seconds));
  if (!result.stopped) return;
  const rest =
    result.weights === result.weightsBefore || result.weightsBefore === null
      ? 'run it again, it does no harm'
      : `workers go on by ${result.weightsBefore}; \`wirefold reindex\` finishes the change`;
  out.note(`Stopped before the end: ${rest}.`);
}

function sentence(result: ReindexResult, seconds: number): string {
  const { articles, indexed, newPairs, gonePairs, weights, weightsBefore, stopped } = result;
  const rate = seconds > 0 ? Math.round(articles / seconds) : 0;
  const first = `${counted(articles, 'article')} registered again in ${seconds.toFixed(1)} s (${rate.toLocaleString('en')} a second); the index knows ${indexed.toLocaleString('en')}; ${counted(newPairs, 'pair')} new, ${gonePairs.toLocaleString('en')} gone.`;
  if (stopped || weights === weightsBefore) return first;
  return `${first} Weights ${weights} are in force${weightsBefore === null ? '' : ` instead of ${weightsBefore}`}.`;
}

function tellPreview(preview: ReindexPreview, { out }: Context): void {
  if (out.json) {
    out.record({ dryRun: true, ...preview });
    return;
  }
  const { before, after, articles, pairsByOthers } = preview;
  const rows = [
    ['version', before?.version ?? '-', after.version],
    ['counted over', overOf(before), overOf(after)],
    ['stems', numberOf(before?.stems), numberOf(after.stems)],
    ['template text, runs of five words', numberOf(before?.templates), numberOf(after.templates)],
    ['days: same, next, each further', daysOf(before), daysOf(after)],
  ];
  out.table([{ title: 'weights' }, { title: 'now' }, { title: 'then' }], rows);
  out.line();
  out.line(
    `Would sign ${counted(articles, 'article')} again; ${counted(pairsByOthers, 'pair')} of all articles are stated by other weights than those. Nothing was changed.`,
  );
}

type Summary = ReindexPreview['after'];

function overOf(weights: Summary | null): string {
  if (weights === null) return '-';
  return weights.countedOver === null ? 'as shipped' : counted(weights.countedOver, 'article');
}

function daysOf(weights: Summary | null): string {
  if (weights === null) return '-';
  const { sameDay, nextDay, furtherDay } = weights.days;
  return [sameDay, nextDay, furtherDay].map(String).join(', ');
}

function numberOf(count: number | undefined): string {
  return count?.toLocaleString('en') ?? '-';
}
