import { mulberry32 } from '../random.ts';
import { Groups } from './groups.ts';
import { hashText, spread } from './words.ts';

export const PERMUTATIONS = 128;
const SHINGLE_WORDS = 5;
const SEED = 1;

/** Multipliers (odd, so that each makes a permutation of the 32-bit numbers) and what is added. */
const COEFFICIENTS = (() => {
  const random = mulberry32(SEED);
  const draw = () => Math.floor(random() * 2 ** 32);
  return Array.from({ length: PERMUTATIONS }, () => [draw() | 1, draw() | 0] as const);
})();

/** How a signature is cut: `bands` bands of `rows` numbers; two articles that agree in a band are compared. */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/** Hashes of the distinct runs of five words; of a shorter text the whole; of nothing none. */
export function shinglesOf(words: readonly string[]): number[] {
  if (words.length === 0) return [];
  const last = Math.max(0, words.length - SHINGLE_WORDS);
  const shingles = new Set<number>();
  for (let at = 0; at <= last; at += 1) shingles.add(hashText(words.slice(at, at + SHINGLE_WORDS).join(' ')));
  return [...shingles];
}

/** The least value of the shingles under each of the permutations (Broder 1997). */
export function minHash(shingles: readonly number[]): Uint32Array {
  const least = new Uint32Array(PERMUTATIONS).fill(0xffffffff);
  for (let at = 0; at < PERMUTATIONS; at += 1) {
    const [times, plus] = COEFFICIENTS[at] ?? [1, 0];
    let lowest = 0xffffffff;
    for (const shingle of shingles) {
      const value = spread((Math.imul(shingle, times) + plus) | 0);
      if (value < lowest) lowest = value;
    }
    least[at] = lowest;
  }
  return least;
}

/** The share of the permutations under which two signatures agree: an unbiased estimate of the Jaccard similarity. */
export function estimateJaccard(one: Uint32Array, other: Uint32Array): number {
  let same = 0;
  for (let at = 0; at < PERMUTATIONS; at += 1) if (one[at] === other[at]) same += 1;
  return same / PERMUTATIONS;
}

const STEP = 0.001;

/** The banding with the least sum of false positives and false negatives around a threshold, as datasketch chooses it. */
export function bestBanding(threshold: number): Banding {
  let best: Banding & { error: number } = { bands: 1, rows: 1, error: Number.POSITIVE_INFINITY };
  for (let bands = 1; bands <= PERMUTATIONS; bands += 1) {
    for (let rows = 1; rows <= Math.floor(PERMUTATIONS / bands); rows += 1) {
      let error = 0;
      for (let at = STEP / 2; at < 1; at += STEP) {
        const missed = (1 - at ** rows) ** bands;
        error += at < threshold ? 1 - missed : missed;
      }
      if (error < best.error) best = { bands, rows, error };
    }
  }
  return { bands: best.bands, rows: best.rows };
}

/**
 * Copies by MinHash-LSH: articles that agree in a band and whose estimated Jaccard similarity is at least the
 * threshold are joined, and so is all that hangs together. Articles without words stay alone.
 */
export function groupByMinHash(texts: ReadonlyArray<readonly string[]>, threshold: number): number[] {
  const { bands, rows } = bestBanding(threshold);
  const groups = new Groups(texts.length);
  const signatures: Uint32Array[] = [];
  const buckets = new Map<string, number[]>();
  texts.forEach((words, at) => {
    const shingles = shinglesOf(words);
    const signature = minHash(shingles);
    signatures.push(signature);
    if (shingles.length === 0) return;
    const met = new Set<number>();
    for (let band = 0; band < bands; band += 1) {
      const key = `${band} ${signature.subarray(band * rows, (band + 1) * rows).join(' ')}`;
      const bucket = buckets.get(key);
      for (const other of bucket ?? []) met.add(other);
      if (bucket) bucket.push(at);
      else buckets.set(key, [at]);
    }
    for (const other of met) {
      const known = signatures[other];
      if (known && estimateJaccard(signature, known) >= threshold) groups.join(at, other);
    }
  });
  return groups.labels();
}
