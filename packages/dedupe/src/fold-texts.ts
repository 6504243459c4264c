import { type Constraints, joiningUnder, NO_CONSTRAINTS, type Parted, partTexts } from './constraints.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { averageLinkage, type Edge, type Join } from './linkage.ts';
import { EVEN } from './pair-weight.ts';

/** Articles that tell one story, and how their texts came together. */
export interface FoldedTexts {
  readonly articleIds: readonly string[];
  /** Numbers of their texts: one text has articles in several where a decision parts them. */
  readonly texts: readonly number[];
  /** The joins by text, each after those that made its two parts; fewer than it takes where a decision joined the rest. */
  readonly joins: readonly Join[];
}

/**
 * Folds texts, given as the ids of their articles and in the order of their first articles, by the
 * weights between them (each pair once, by the texts' places): average linkage within each connected component of
 * pairs that are more likely one story than not.
 */
export function foldTexts(
  texts: readonly (readonly string[])[],
  edges: readonly Edge[],
  constraints: Constraints = NO_CONSTRAINTS,
): FoldedTexts[] {
  const nodes = partTexts(texts, constraints);
  const between = nodes.idsOf.length === texts.length ? edges : edgesOfParts(nodes, edges);
  return componentsOf(nodes, between).flatMap((component) => storiesIn(component, nodes));
}

/** Every part of a text has the weights of the text. */
function edgesOfParts({ textOf }: Parted, edges: readonly Edge[]): Edge[] {
  const partsOf = new Map<number, number[]>();
  textOf.forEach((text, node) => {
    partsOf.set(text, [...(partsOf.get(text) ?? []), node]);
  });
  return edges.flatMap(({ a, b, weight }) =>
    (partsOf.get(a) ?? []).flatMap((one) =>
      (partsOf.get(b) ?? []).map((other) => ({ a: one, b: other, weight })),
    ),
  );
}

interface Component {
  readonly nodes: readonly number[];
  /** By place in `nodes`. */
  readonly edges: Edge[];
}

/**
 * Connected components of the pairs above even odds and of what decisions hold together; a negative pair can
 * never join two of them.
 */
function componentsOf({ idsOf, groups }: Parted, edges: readonly Edge[]): Component[] {
  const sets = new DisjointSets(idsOf.length);
  for (const { a, b, weight } of edges) if (weight > EVEN) sets.join(a, b);
  const firstOf = new Map<number, number>();
  groups.forEach((group, node) => {
    if (group === undefined) return;
    const first = firstOf.get(group);
    if (first === undefined) firstOf.set(group, node);
    else sets.join(first, node);
  });
  const components = sets.sets().map((nodes): Component => ({ nodes, edges: [] }));
  const componentOf = new Int32Array(idsOf.length);
  const placeOf = new Int32Array(idsOf.length);
  components.forEach(({ nodes }, at) => {
    nodes.forEach((node, place) => {
      componentOf[node] = at;
      placeOf[node] = place;
    });
  });
  for (const { a, b, weight } of edges) {
    const at = componentOf[a] ?? 0;
    if (at === componentOf[b]) components[at]?.edges.push({ a: placeOf[a] ?? 0, b: placeOf[b] ?? 0, weight });
  }
  return components;
}

function storiesIn({ nodes, edges }: Component, { idsOf, textOf, groups, apart }: Parted): FoldedTexts[] {
  const own = nodes.map((node) => groups[node]);
  const joining = own.some((group) => group !== undefined) ? joiningUnder(own, apart) : undefined;
  const text = (place: number): number => textOf[nodes[place] ?? 0] ?? 0;
  const byStory = new Map<number, { articleIds: string[]; texts: number[]; joins: Join[] }>();
  for (const { members, joins } of averageLinkage(nodes.length, edges, EVEN, joining)) {
    // Clusters that a decision makes one story become one.
    const root = joining?.rootOf(members[0] ?? 0) ?? members[0] ?? 0;
    const story = byStory.get(root) ?? { articleIds: [], texts: [], joins: [] };
    byStory.set(root, story);
    for (const place of members) {
      story.texts.push(text(place));
      for (const id of idsOf[nodes[place] ?? 0] ?? []) story.articleIds.push(id);
    }
    for (const { first, second, mean } of joins)
      story.joins.push({ first: text(first), second: text(second), mean });
  }
  return [...byStory.values()];
}
