import type { Joining } from './constraints.ts';
import type { Edge, Join, Linked } from './linkage.ts';

/** What may never join has this sum, and so has all that it joins. */
const NEVER = Number.NEGATIVE_INFINITY;

/** Sums of weights between all clusters, and for each the later one that it has the highest mean with. */
interface Table {
  readonly size: number;
  readonly sums: Float64Array;
  /** Nodes of each cluster; 0 for one that went up in another. */
  readonly counts: Int32Array;
  readonly best: Int32Array;
  readonly bestMeans: Float64Array;
}

/**
 * Average linkage over a full table: what `averageLinkage` does (a property test), where most pairs have an edge, or few
 * nodes. Costs the square of the nodes, mostly (Müllner 2011, generic linkage), with 8 bytes a pair.
 */
export function denseLinkage(
  size: number,
  edges: readonly Edge[],
  threshold: number,
  joining?: Joining,
): Linked[] {
  const table = tableOf(size, edges);
  const joins: Join[] = [];
  for (;;) {
    const first = bestOf(table);
    const second = table.best[first] ?? 0;
    const mean = table.bestMeans[first] ?? 0;
    if (mean <= threshold) return linkedBy(size, joins);
    if (joining?.mayJoin(first, second) === false) {
      setSum(table, first, second, NEVER);
      findBest(table, first);
      continue;
    }
    joining?.joined(first, second);
    joins.push({ first, second, mean });
    join(table, first, second);
  }
}

function tableOf(size: number, edges: readonly Edge[]): Table {
  const table: Table = {
    size,
    sums: new Float64Array(size * size),
    counts: new Int32Array(size).fill(1),
    best: new Int32Array(size),
    bestMeans: new Float64Array(size),
  };
  for (const { a, b, weight } of edges) setSum(table, a, b, weight);
  for (let one = 0; one < size; one += 1) findBest(table, one);
  return table;
}

function setSum({ sums, size }: Table, a: number, b: number, sum: number): void {
  sums[a * size + b] = sum;
  sums[b * size + a] = sum;
}

/** The cluster that is the first of the next join: of equal means the smaller wins. */
function bestOf({ size, bestMeans }: Table): number {
  let first = 0;
  let most = NEVER;
  for (let one = 0; one < size; one += 1) {
    const mean = bestMeans[one] ?? NEVER;
    if (mean > most) {
      most = mean;
      first = one;
    }
  }
  return first;
}

function findBest({ size, sums, counts, best, bestMeans }: Table, one: number): void {
  const count = counts[one] ?? 0;
  let most = NEVER;
  let found = 0;
  for (let other = one + 1; other < size; other += 1) {
    const others = counts[other] ?? 0;
    if (others === 0) continue;
    const mean = (sums[one * size + other] ?? 0) / (count * others);
    if (mean > most) {
      most = mean;
      found = other;
    }
  }
  best[one] = found;
  bestMeans[one] = most;
}

function join(table: Table, kept: number, gone: number): void {
  const { size, sums, counts, best, bestMeans } = table;
  counts[kept] = (counts[kept] ?? 0) + (counts[gone] ?? 0);
  counts[gone] = 0;
  bestMeans[gone] = NEVER;
  for (let one = 0; one < size; one += 1) {
    if (one === kept || (counts[one] ?? 0) === 0) continue;
    setSum(table, kept, one, (sums[kept * size + one] ?? 0) + (sums[gone * size + one] ?? 0));
  }
  findBest(table, kept);
  for (let one = 0; one < gone; one += 1) {
    if (one === kept || (counts[one] ?? 0) === 0) continue;
    if (best[one] === kept || best[one] === gone) findBest(table, one);
    else if (one < kept) {
      const mean = (sums[one * size + kept] ?? 0) / ((counts[one] ?? 0) * (counts[kept] ?? 0));
      const most = bestMeans[one] ?? NEVER;
      if (mean < most || (mean === most && kept > (best[one] ?? 0))) continue;
      best[one] = kept;
      bestMeans[one] = mean;
    }
  }
}

/** The clusters that joins leave, in the order of their first nodes. */
function linkedBy(size: number, joins: readonly Join[]): Linked[] {
  const above = Int32Array.from({ length: size }, (_, node) => node);
  for (const { first, second } of joins) above[second] = first;
  const clusters = new Map<number, { members: number[]; joins: Join[] }>();
  const clusterOf = (node: number): number => {
    let top = node;
    for (let up = above[top] ?? top; up !== top; up = above[top] ?? top) top = up;
    return top;
  };
  for (let node = 0; node < size; node += 1) {
    const top = clusterOf(node);
    const cluster = clusters.get(top);
    if (cluster === undefined) clusters.set(top, { members: [node], joins: [] });
    else cluster.members.push(node);
  }
  for (const join of joins) clusters.get(clusterOf(join.first))?.joins.push(join);
  return [...clusters.values()];
}
