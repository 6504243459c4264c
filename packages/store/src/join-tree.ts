import { EVEN } from '@wirefold/dedupe/pair-weight';

/** Means are quotients of whole numbers: this is far above their rounding and far below their differences. */
const ROUNDING = 1e-6;

/** Members of a story beyond which its tree is not made: the work grows with the square of the members. */
const LARGEST_TREE = 128;

/** A group of articles that average linkage formed on its way to a story. */
interface Group {
  readonly size: number;
  /** Mean weight of the join that made it; infinite for a single article. */
  readonly birth: number;
  /** Mean weight of the join that it went up in; `EVEN` for the story itself. */
  death: number;
  parent: Group | null;
}

/** The groups of a story that each of its articles was in, the article by itself first. */
export type JoinTree = ReadonlyMap<string, readonly Group[]>;

/** A pair of articles and its weight, as `weightOf` gives it; pairs that nobody stated weigh 0. */
export interface WeighedPair {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
}

interface Cluster {
  readonly group: Group;
  readonly sums: Map<number, number>;
}

/**
 * How average linkage joins the articles of one story, step by step, by the rule of `foldStories`: the
 * highest mean first, of equals the smaller ids. Null where they do not end as one story, or are too many. Where
 * decisions made one story of several clusters (`groupOf` names an article of each), each has a tree.
 */
export function joinTreeOf(
  ids: readonly string[],
  pairs: readonly WeighedPair[],
  groupOf: ReadonlyMap<string, number> = new Map(),
): JoinTree | null {
  if (ids.length > LARGEST_TREE) return null;
  const sorted = [...ids].sort();
  const leaves = sorted.map((): Group => ({ size: 1, birth: Infinity, death: EVEN, parent: null }));
  const clusters = clustersOf(sorted, leaves, pairs);
  for (let best = bestJoin(clusters); best !== null; best = bestJoin(clusters)) join(clusters, best);
  if (clusters.size > 1) {
    const named = new Set(sorted.flatMap((id, at) => (groupOf.has(id) ? topOf(leaves[at]) : [])));
    if ([...clusters.values()].some(({ group }) => !named.has(group))) return null;
  }
  return new Map(
    sorted.map((id, at) => {
      const groups: Group[] = [];
      for (let group = leaves[at] ?? null; group !== null; group = group.parent) groups.push(group);
      return [id, groups];
    }),
  );
}

function topOf(leaf: Group | undefined): Group[] {
  let top = leaf;
  while (top?.parent) top = top.parent;
  return top === undefined ? [] : [top];
}

function clustersOf(
  sorted: readonly string[],
  leaves: readonly Group[],
  pairs: readonly WeighedPair[],
): Map<number, Cluster> {
  const numbers = new Map(sorted.map((id, at) => [id, at]));
  const clusters = new Map(leaves.map((group, at): [number, Cluster] => [at, { group, sums: new Map() }]));
  for (const { a, b, weight } of pairs) {
    const [one = -1, other = -1] = [numbers.get(a), numbers.get(b)];
    const known = clusters.get(one)?.sums.get(other) ?? 0;
    clusters.get(one)?.sums.set(other, Math.max(known, weight));
    clusters.get(other)?.sums.set(one, Math.max(known, weight));
  }
  return clusters;
}

interface Join {
  readonly first: number;
  readonly second: number;
  readonly mean: number;
}

function bestJoin(clusters: ReadonlyMap<number, Cluster>): Join | null {
  let best: Join | null = null;
  for (const [first, { group, sums }] of clusters) {
    for (const [second, sum] of sums) {
      if (second < first) continue;
      const mean = sum / (group.size * (clusters.get(second)?.group.size ?? 1));
      if (mean > EVEN && (best === null || precedes({ first, second, mean }, best)))
        best = { first, second, mean };
    }
  }
  return best;
}

function precedes(a: Join, b: Join): boolean {
  if (a.mean !== b.mean) return a.mean > b.mean;
  return a.first === b.first ? a.second < b.second : a.first < b.first;
}

function join(clusters: Map<number, Cluster>, { first, second, mean }: Join): void {
  const kept = clusters.get(first);
  const gone = clusters.get(second);
  if (kept === undefined || gone === undefined) return;
  const size = kept.group.size + gone.group.size;
  const group: Group = { size, birth: mean, death: EVEN, parent: null };
  for (const part of [kept.group, gone.group]) Object.assign(part, { death: mean, parent: group });
  clusters.set(first, { group, sums: kept.sums });
  clusters.delete(second);
  kept.sums.delete(second);
  for (const [other, sum] of gone.sums) {
    if (other === first) continue;
    const total = (kept.sums.get(other) ?? 0) + sum;
    kept.sums.set(other, total);
    clusters.get(other)?.sums.delete(second);
    clusters.get(other)?.sums.set(first, total);
  }
}

/**
 * Whether two stories that were each folded alone keep clear of each other when they are folded together:
 * whenever a group of one and a group of the other stand side by side, one of them goes up in its own
 * story at a higher mean than the two have. Average linkage never joins at a higher mean than before
 * (it is reducible: Bruynooghe 1977; Müllner 2011), so then neither story's steps change.
 */
export function keepClear(one: JoinTree, other: JoinTree, across: readonly WeighedPair[]): boolean {
  const sums = new Map<Group, Map<Group, number>>();
  for (const { a, b, weight } of across) {
    for (const group of one.get(a) ?? []) {
      const row = sums.get(group) ?? new Map<Group, number>();
      sums.set(group, row);
      for (const opposite of other.get(b) ?? []) row.set(opposite, (row.get(opposite) ?? 0) + weight);
    }
  }
  for (const [group, row] of sums) {
    for (const [opposite, sum] of row) {
      const end = Math.max(group.death, opposite.death);
      const areTogether = Math.min(group.birth, opposite.birth) + ROUNDING >= end;
      if (areTogether && sum / (group.size * opposite.size) + ROUNDING >= end) return false;
    }
  }
  return true;
}
