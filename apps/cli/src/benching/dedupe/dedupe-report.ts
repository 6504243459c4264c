import type { Output } from '../../output/output.ts';
import { counted } from '../../output/phrases.ts';
import { printable } from '../../output/printable.ts';
import { type Measure, showTable } from '../measure-table.ts';
import type { PairFigures, StoryFigures } from './bench-dedupe.ts';
import { CONTESTANTS } from './contestants.ts';
import type { PairStanding, Spread, StoryStanding } from './standings.ts';

const QUALITY: readonly Measure<StoryStanding>[] = [
  { title: 'B-cubed F1', show: ({ bCubed }) => score(bCubed.f1.mean) },
  { title: 'least..most', show: ({ bCubed }) => range(bCubed.f1) },
  { title: 'precision', show: ({ bCubed }) => score(bCubed.precision.mean) },
  { title: 'recall', show: ({ bCubed }) => score(bCubed.recall.mean) },
  { title: 'pairwise F1', show: ({ pairwise }) => score(pairwise.f1.mean) },
  { title: 'precision', show: ({ pairwise }) => score(pairwise.precision.mean) },
  { title: 'recall', show: ({ pairwise }) => score(pairwise.recall.mean) },
];

const RAND_AND_COST: readonly Measure<StoryStanding>[] = [
  { title: 'ARI of stories', show: ({ adjustedRand }) => score(adjustedRand.mean) },
  { title: 'least..most', show: ({ adjustedRand }) => range(adjustedRand) },
  { title: 'ARI of copies', show: ({ copiesAdjustedRand: copies }) => copies && score(copies.mean) },
  { title: 'articles/s', show: ({ articlesPerSecond }) => articlesPerSecond.toFixed(0) },
  { title: 'a CPU second', show: ({ articlesPerCpuSecond }) => articlesPerCpuSecond.toFixed(0) },
  { title: 'peak MB', show: ({ peakMemoryMb }) => String(peakMemoryMb) },
];

const PAIRS: readonly Measure<PairStanding>[] = [
  { title: 'F1', show: ({ f1 }) => score(f1) },
  { title: 'precision', show: ({ precision }) => score(precision) },
  { title: 'recall', show: ({ recall }) => score(recall) },
  { title: 'rightly joined', show: ({ tp }) => String(tp) },
  { title: 'wrongly joined', show: ({ fp }) => String(fp) },
  { title: 'wrongly parted', show: ({ fn }) => String(fn) },
];

/** Shows what the bench of one set came to. */
export function showDedupeFigures(figures: StoryFigures | PairFigures, out: Output): void {
  const about =
    figures.kind === 'pairs'
      ? `${counted(figures.pairs, 'pair')}, ${figures.same} of one story`
      : `${counted(figures.articles, 'article')} in ${counted(figures.clusters, 'story', 'stories')}`;
  out.line(out.paint.bold(`${printable(figures.set)}: ${about}`));
  if (figures.kind === 'pairs') showTable(PAIRS, figures.standings, out);
  else {
    showTable(QUALITY, figures.standings, out);
    showTable(RAND_AND_COST, figures.standings, out);
    const orders = counted(figures.orders, 'random order');
    out.line(
      out.paint.dim(`means over ${orders} of arrival, rates their median; each in a process of its own`),
    );
  }
  out.line();
  for (const { name } of figures.standings) {
    const terms = CONTESTANTS.find((one) => one.name === name)?.terms;
    if (terms !== undefined) out.line(out.paint.dim(`${name}: ${terms}`));
  }
  out.line();
}

const score = (value: number) => value.toFixed(4);
const range = ({ least, most }: Spread) => `${least.toFixed(4)}..${most.toFixed(4)}`;
