/** Precision, recall and their harmonic mean. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** How well predicted clusters agree with true ones; both maps hold the same ids. */
export interface Agreement {
  readonly bCubed: Score;
  readonly pairwise: Score;
  readonly adjustedRand: number;
}

/** B-cubed, pairwise and adjusted Rand agreement of two clusterings of the same ids. */
export function agreementOf(
  truth: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): Agreement {
  const cells = new Map<string, { truth: string; found: string; size: number }>();
  const truths = new Map<string, number>();
  const founds = new Map<string, number>();
  for (const [id, story] of truth) {
    const cluster = found.get(id) ?? id;
    const key = `${story}\n${cluster}`;
    const cell = cells.get(key) ?? { truth: story, found: cluster, size: 0 };
    cells.set(key, { ...cell, size: cell.size + 1 });
    truths.set(story, (truths.get(story) ?? 0) + 1);
    founds.set(cluster, (founds.get(cluster) ?? 0) + 1);
  }
  let precision = 0;
  let recall = 0;
  let both = 0;
  for (const cell of cells.values()) {
    precision += cell.size ** 2 / (founds.get(cell.found) ?? 1);
    recall += cell.size ** 2 / (truths.get(cell.truth) ?? 1);
    both += pairsIn(cell.size);
  }
  const inTruth = sum(truths.values(), pairsIn);
  const inFound = sum(founds.values(), pairsIn);
  const expected = (inTruth * inFound) / Math.max(1, pairsIn(truth.size));
  const most = (inTruth + inFound) / 2;
  return {
    bCubed: scored(precision / truth.size, recall / truth.size),
    pairwise: scored(inFound === 0 ? 1 : both / inFound, inTruth === 0 ? 1 : both / inTruth),
    adjustedRand: most === expected ? 1 : (both - expected) / (most - expected),
  };
}

function pairsIn(size: number): number {
  return (size * (size - 1)) / 2;
}

function sum(values: Iterable<number>, of: (value: number) => number): number {
  let total = 0;
  for (const value of values) total += of(value);
  return total;
}

/** The score of decisions of which `tp` were rightly yes, `fp` wrongly yes, and `fn` wrongly no. */
export function scoreOfCounts({ tp, fp, fn }: { tp: number; fp: number; fn: number }): Score {
  return scored(tp + fp === 0 ? 1 : tp / (tp + fp), tp + fn === 0 ? 1 : tp / (tp + fn));
}

/** Shuffles by a seed (mulberry32 and Fisher-Yates): the same seed always gives the same order. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const copy = [...list];
  let state = seed;
  for (let at = copy.length - 1; at > 0; at -= 1) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (at + 1));
    const [a, b] = [copy[at], copy[other]];
    if (a === undefined || b === undefined) continue;
    copy[at] = b;
    copy[other] = a;
  }
  return copy;
}

function scored(precision: number, recall: number): Score {
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
