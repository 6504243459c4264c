import {
  authorsAreRight,
  type Counts,
  countsF1,
  dateIsRight,
  segmentCounts,
  shingleCounts,
  shingleF1,
  titleIsRight,
  wordF1,
} from '@wirefold/clean/measures';
import type { Contestant, Prediction } from './contestants.ts';
import type { BenchPage, Gold } from './gold.ts';

/** How one page went, by each measure that its gold allows and that the contestant takes part in. */
export interface PageScore {
  readonly shingles?: Counts;
  readonly wordF1?: number;
  readonly segments?: Counts;
  readonly title?: boolean;
  readonly authors?: boolean;
  readonly date?: boolean;
}

/** A number of right ones out of those that could be judged. */
export interface Share {
  readonly right: number;
  readonly of: number;
}

/** How a set went; the measures are those of the data's README, 0 to 1. */
export interface SetScore {
  readonly shingleF1?: number;
  readonly precision?: number;
  readonly recall?: number;
  readonly wordF1?: number;
  readonly segmentF1?: number;
  readonly title?: Share;
  readonly authors?: Share;
  readonly date?: Share;
}

/** The measure that intervals and differences are given for: shingle F1 where a set has gold texts. */
export type MainMeasure = 'shingleF1' | 'segmentF1';

/** Scores one page of a contestant. */
export function scorePage({ gold }: BenchPage, found: Prediction, finds: Contestant['finds']): PageScore {
  return {
    ...(finds.includes('text') && scoreText(gold, found.text)),
    ...(finds.includes('metadata') && scoreMetadata(gold, found)),
  };
}

function scoreText(gold: Gold, text: string): PageScore {
  return {
    ...(gold.text !== undefined && {
      shingles: shingleCounts(text, gold.text),
      wordF1: wordF1(text, gold.text),
    }),
    ...(gold.must.length + gold.mustNot.length > 0 && {
      segments: segmentCounts(gold.must, gold.mustNot, text),
    }),
  };
}

function scoreMetadata(gold: Gold, found: Prediction): PageScore {
  const date = gold.date === undefined ? undefined : dateIsRight(gold.date, found.date);
  return {
    ...(gold.title !== undefined && { title: titleIsRight(gold.title, found.title) }),
    ...(gold.authors.length > 0 && { authors: authorsAreRight(gold.authors, found.authors) }),
    ...(date !== undefined && { date }),
  };
}

/** Scores a set out of its pages. */
export function scoreSet(pages: readonly PageScore[]): SetScore {
  const shingles = pages.flatMap((page) => page.shingles ?? []);
  const words = pages.flatMap((page) => page.wordF1 ?? []);
  const segments = pages.flatMap((page) => page.segments ?? []);
  const { f1, precision, recall } = shingleF1(shingles);
  return {
    ...(shingles.length > 0 && { shingleF1: f1, precision, recall }),
    ...(words.length > 0 && { wordF1: words.reduce((sum, one) => sum + one, 0) / words.length }),
    ...(segments.length > 0 && { segmentF1: countsF1(sumOf(segments)) }),
    ...share('title', pages),
    ...share('authors', pages),
    ...share('date', pages),
  };
}

function share(field: 'title' | 'authors' | 'date', pages: readonly PageScore[]): { title?: Share } {
  const judged = pages.flatMap((page) => page[field] ?? []);
  return judged.length === 0 ? {} : { [field]: { right: judged.filter(Boolean).length, of: judged.length } };
}

function sumOf(counts: readonly Counts[]): Counts {
  const sum = { tp: 0, fp: 0, fn: 0 };
  for (const { tp, fp, fn } of counts) {
    sum.tp += tp;
    sum.fp += fp;
    sum.fn += fn;
  }
  return sum;
}

/** The main measure of a set; undefined where its gold is metadata alone. */
export function mainMeasureOf(pages: readonly BenchPage[]): MainMeasure | undefined {
  if (pages.some(({ gold }) => gold.text !== undefined)) return 'shingleF1';
  return pages.some(({ gold }) => gold.must.length + gold.mustNot.length > 0) ? 'segmentF1' : undefined;
}

/** The main measure alone, which is all that a resample needs. */
export function mainScore(main: MainMeasure, pages: readonly PageScore[]): number {
  return main === 'shingleF1'
    ? shingleF1(pages.flatMap((page) => page.shingles ?? [])).f1
    : countsF1(sumOf(pages.flatMap((page) => page.segments ?? [])));
}

/** One page by the main measure: the F1 of its own counts; undefined where it has no gold for it. */
export function mainScoreOfPage(main: MainMeasure, page: PageScore): number | undefined {
  const counts = main === 'shingleF1' ? page.shingles : page.segments;
  return counts === undefined ? undefined : countsF1(counts);
}
