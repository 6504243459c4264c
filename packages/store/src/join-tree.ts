import type { FoldedTexts } from '@wirefold/dedupe/fold-texts';
import { EVEN } from '@wirefold/dedupe/pair-weight';

/** Means are quotients of whole numbers: this is far above their rounding and far below their differences. */
const ROUNDING = 1e-6;

/** Texts of a story beyond which its tree is not used: `keepClear` grows with the square of its depth. */
export const LARGEST_TREE = 128;

/** A group of texts that average linkage formed on its way to a story. */
interface Group {
  readonly size: number;
  /** Mean weight of the join that made it; infinite for a single text. */
  readonly birth: number;
  /** Mean weight of the join that it went up in; `EVEN` for the story itself. */
  death: number;
  parent: Group | null;
}

/** The groups of a story that each of its texts was in, the text by itself first. */
export type JoinTree<T> = ReadonlyMap<T, readonly Group[]>;

/** A pair of texts and its weight, as `linkWeight` gives it; pairs that nobody stated weigh 0. */
export interface WeighedPair<T> {
  readonly a: T;
  readonly b: T;
  readonly weight: number;
}

/** The tree of a folded story; where decisions made one story of several clusters, each has one. */
export function joinTreeOf<T>({ texts, joins }: FoldedTexts, all: readonly T[]): JoinTree<T> {
  const leaves = new Map(
    texts.map((text): [number, Group] => [text, { size: 1, birth: Infinity, death: EVEN, parent: null }]),
  );
  // By its smallest text.
  const tops = new Map(leaves);
  for (const { first, second, mean } of joins) {
    const [one, other] = [tops.get(first), tops.get(second)];
    if (one === undefined || other === undefined) continue;
    const group: Group = { size: one.size + other.size, birth: mean, death: EVEN, parent: null };
    for (const part of [one, other]) Object.assign(part, { death: mean, parent: group });
    tops.set(first, group);
  }
  return new Map(
    [...leaves].flatMap(([text, leaf]) => {
      const own = all[text];
      return own === undefined ? [] : [[own, groupsFrom(leaf)] as const];
    }),
  );
}

function groupsFrom(leaf: Group): Group[] {
  const groups: Group[] = [];
  for (let group: Group | null = leaf; group !== null; group = group.parent) groups.push(group);
  return groups;
}

/**
 * Whether two stories that were each folded alone keep clear of each other when they are folded together:
 * whenever a group of one and a group of the other stand side by side, one of them goes up in its own
 * story at a higher mean than the two have. Average linkage never joins at a higher mean than before
 * (it is reducible: Bruynooghe 1977; Müllner 2011), so then neither story's steps change.
 */
export function keepClear<T>(
  one: JoinTree<T>,
  other: JoinTree<T>,
  across: readonly WeighedPair<T>[],
): boolean {
  const sums = new Map<Group, Map<Group, number>>();
  for (const { a, b, weight } of across) addUp(sums, one.get(a) ?? [], other.get(b) ?? [], weight);
  for (const [group, row] of sums) {
    for (const [opposite, sum] of row) {
      const end = Math.max(group.death, opposite.death);
      const areTogether = Math.min(group.birth, opposite.birth) + ROUNDING >= end;
      if (areTogether && sum / (group.size * opposite.size) + ROUNDING >= end) return false;
    }
  }
  return true;
}

/** Adds a weight to all pairs of groups that stand side by side at some time: both lists go up in ever lower means. */
function addUp(
  sums: Map<Group, Map<Group, number>>,
  groups: readonly Group[],
  opposites: readonly Group[],
  weight: number,
): void {
  let from = 0;
  for (const group of groups) {
    while ((opposites[from]?.death ?? 0) > group.birth + ROUNDING) from += 1;
    let row = sums.get(group);
    if (row === undefined) {
      row = new Map();
      sums.set(group, row);
    }
    for (let at = from; at < opposites.length; at += 1) {
      const opposite = opposites[at];
      if (opposite === undefined || opposite.birth + ROUNDING < group.death) break;
      row.set(opposite, (row.get(opposite) ?? 0) + weight);
    }
  }
}
