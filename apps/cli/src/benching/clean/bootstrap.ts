import { mulberry32 } from '../random.ts';

/** The middle 95 of 100 resamples, from low to high. */
export type Interval = readonly [low: number, high: number];

export const RESAMPLES = 1_000;
/** The same resamples in every run, and for every contestant, which is what makes differences paired. */
const SEED = 20_260_301;
const TAIL = 0.025;

/** Draws with return: for each resample the places of as many pages as there are. The same for the same number. */
export function resample(pages: number, resamples = RESAMPLES): Uint32Array[] {
  const random = mulberry32(SEED);
  return Array.from({ length: resamples }, () =>
    Uint32Array.from({ length: pages }, () => Math.floor(random() * pages)),
  );
}

/** The percentile interval of a value over resamples (Efron and Tibshirani, 1993, chapter 13). */
export function intervalOf(values: readonly number[]): Interval {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return [at(TAIL), at(1 - TAIL)];
}
