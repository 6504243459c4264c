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

function scored(precision: number, recall: number): Score {
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
