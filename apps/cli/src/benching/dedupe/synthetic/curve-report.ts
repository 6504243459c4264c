import type { Output } from '../../../output/output.ts';
import { type Measure, showTable } from '../../measure-table.ts';
import type { Curve, SizeFigures } from './curve.ts';

type Row = SizeFigures & { readonly name: string };

const TIME: readonly Measure<Row>[] = [
  { title: 'signature', show: ({ mean }) => micros(mean.signature) },
  { title: 'index', show: ({ mean }) => micros(mean.index) },
  { title: 'evidence', show: ({ mean, lastTenth }) => micros(mean.evidence ?? lastTenth.evidence) },
  { title: 'folding', show: ({ folding }) => micros(folding) },
  { title: 'all', show: ({ cost }) => micros(cost.mean) },
  { title: 'all, window full', show: ({ cost }) => micros(cost.lastTenth) },
  { title: 'candidates', show: ({ mean }) => mean.candidates.toFixed(1) },
  { title: 'window full', show: ({ lastTenth }) => lastTenth.candidates.toFixed(1) },
];

const SPACE: readonly Measure<Row>[] = [
  { title: 'pairs', show: ({ pairs }) => pairs.toFixed(1) },
  { title: 'index bytes', show: ({ indexBytesPerArticle }) => indexBytesPerArticle.toFixed(0) },
  { title: 'peak MB', show: ({ peakMemoryMb }) => String(peakMemoryMb) },
  { title: 'Redis bytes', show: ({ redis }) => redis?.bytesPerArticle.toFixed(0) },
  { title: 'Redis, 4 workers/s', show: ({ redis }) => redis?.articlesPerSecond.toFixed(0) },
  { title: 'alone/s', show: ({ redis }) => redis?.alonePerSecond.toFixed(0) },
  { title: 'B-cubed F1', show: ({ bCubed }) => bCubed.f1.toFixed(4) },
  { title: 'precision', show: ({ bCubed }) => bCubed.precision.toFixed(4) },
  { title: 'recall', show: ({ bCubed }) => bCubed.recall.toFixed(4) },
];

/** Shows what the sizes came to. */
export function showCurve({ seed, days, sizes, ratio }: Curve, out: Output): void {
  const rows = sizes.map((size) => ({ ...size, name: size.articles.toLocaleString('en') }));
  out.line(out.paint.bold(`Made-up articles over ${days} days, seed ${seed}`));
  showTable(TIME, rows, out);
  out.line(
    out.paint.dim(
      'microseconds of processor time an article; window full: the last tenth to arrive, or the last 20,000 of more than 200,000',
    ),
  );
  showTable(SPACE, rows, out);
  out.line(out.paint.dim('pairs of evidence and bytes are by article; peak: of the whole process'));
  if (sizes.some(({ redis }) => redis !== null)) {
    out.line(
      out.paint.dim('articles a second, signed and compared: four processes through Redis, and one without'),
    );
  }
  if (ratio === null) return;
  out.line();
  out.line(
    `with the window full an article costs ${ratio.lastTenth.toFixed(2)} times as much in the largest as in the smallest${ratio.mean === null ? '' : `; over all ${ratio.mean.toFixed(2)} times`}`,
  );
}

const micros = (value: number | null) => value?.toFixed(0);
