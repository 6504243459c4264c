import type { Joining } from './constraints.ts';
import { denseLinkage } from './dense-linkage.ts';
import { PairHeap } from './pair-heap.ts';

/** So few nodes, or up to so many of which at least this part of pairs has an edge, are linked over a full table. */
const FEW = 128;
const MOST_DENSE = 2_048;
const SPARSE = 32;

/** An edge between two nodes; `weight` is a whole number of at least 0, where 0 is as good as no edge. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/** A join of two clusters, each named by its smallest node, and the mean weight between them. */
export interface Join {
  readonly first: number;
  readonly second: number;
  readonly mean: number;
}

/** A cluster's nodes in order, and the joins that made it, each after those that made its two parts. */
export interface Linked {
  readonly members: readonly number[];
  readonly joins: readonly Join[];
}

interface Cluster {
  members: number[];
  joins: Join[];
  /** Sum of the weights of all edges to another cluster, by that cluster's number. */
  readonly sums: Map<number, number>;
  version: number;
}

/**
 * Average linkage over a sparse graph: joins the two clusters with the highest mean weight while it
 * is above `threshold`; pairs without an edge count 0. Nodes are 0 to `size - 1`; the smaller node
 * wins ties. Sums are whole numbers, so the result does not depend on the order of the edges. Gives the
 * clusters in the order of their first nodes. `joining` may
 * forbid joins: clusters that may not join once never may.
 */
export function averageLinkage(
  size: number,
  edges: readonly Edge[],
  threshold: number,
  joining?: Joining,
): Linked[] {
  const isDense = size <= FEW || (size <= MOST_DENSE && edges.length * SPARSE >= size * size);
  return (isDense ? denseLinkage : sparseLinkage)(size, edges, threshold, joining);
}

/** `averageLinkage` by a heap of all pairs with an edge. */
export function sparseLinkage(
  size: number,
  edges: readonly Edge[],
  threshold: number,
  joining?: Joining,
): Linked[] {
  const clusters = singletons(size, edges);
  const heap = new PairHeap();
  for (const number of clusters.keys()) offerNeighbours(clusters, number, heap, threshold, (n) => n > number);
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const first = clusters.get(best.first);
    const second = clusters.get(best.second);
    if (first?.version !== best.firstVersion || second?.version !== best.secondVersion) continue;
    if (joining?.mayJoin(best.first, best.second) === false) continue;
    joining?.joined(best.first, best.second);
    join(clusters, best);
    offerNeighbours(clusters, best.first, heap, threshold, () => true);
  }
  return [...clusters.values()].map(({ members, joins }) => ({
    members: members.sort((x, y) => x - y),
    joins,
  }));
}

function singletons(size: number, edges: readonly Edge[]): Map<number, Cluster> {
  const clusters = new Map<number, Cluster>();
  for (let node = 0; node < size; node += 1) {
    clusters.set(node, { members: [node], joins: [], sums: new Map(), version: 0 });
  }
  for (const { a, b, weight } of edges) {
    clusters.get(a)?.sums.set(b, weight);
    clusters.get(b)?.sums.set(a, weight);
  }
  return clusters;
}

function offerNeighbours(
  clusters: ReadonlyMap<number, Cluster>,
  number: number,
  heap: PairHeap,
  threshold: number,
  wanted: (neighbour: number) => boolean,
): void {
  const cluster = clusters.get(number);
  if (cluster === undefined) return;
  for (const [neighbour, sum] of cluster.sums) {
    const other = clusters.get(neighbour);
    if (other === undefined || !wanted(neighbour)) continue;
    const mean = sum / (cluster.members.length * other.members.length);
    if (mean <= threshold) continue;
    const inOrder = number < neighbour;
    heap.push({
      mean,
      first: inOrder ? number : neighbour,
      second: inOrder ? neighbour : number,
      firstVersion: inOrder ? cluster.version : other.version,
      secondVersion: inOrder ? other.version : cluster.version,
    });
  }
}

/** Moves all of the second cluster into the first, whose number stays: it is its smallest node. */
function join(clusters: Map<number, Cluster>, { first: kept, second: gone, mean }: Join): void {
  const into = clusters.get(kept);
  const from = clusters.get(gone);
  if (into === undefined || from === undefined) return;
  clusters.delete(gone);
  into.version += 1;
  into.members = joined(into.members, from.members);
  into.joins = joined(into.joins, from.joins);
  into.joins.push({ first: kept, second: gone, mean });
  into.sums.delete(gone);
  for (const [neighbour, sum] of from.sums) {
    if (neighbour === kept) continue;
    const total = (into.sums.get(neighbour) ?? 0) + sum;
    into.sums.set(neighbour, total);
    const other = clusters.get(neighbour);
    other?.sums.delete(gone);
    other?.sums.set(kept, total);
  }
}

/** One list of both, made of the longer one. */
function joined<T>(one: T[], other: T[]): T[] {
  const [longer, shorter] = one.length < other.length ? [other, one] : [one, other];
  for (const entry of shorter) longer.push(entry);
  return longer;
}
