import { type FoldedStory, storyOf } from '@wirefold/dedupe/fold';
import { type FoldedTexts, foldTexts } from '@wirefold/dedupe/fold-texts';
import type { Edge } from '@wirefold/dedupe/linkage';
import { EVEN, type Link, linkWeight } from '@wirefold/dedupe/pair-weight';
import type { Connection } from './connection.ts';
import { type Decided, decisionReader } from './decisions.ts';
import { type JoinTree, joinTreeOf, keepClear, LARGEST_TREE, type WeighedPair } from './join-tree.ts';
import type { Member } from './members.ts';
import type { Text, TextGraph } from './text-graph.ts';

/** Articles that were folded by themselves as they fold among all others, and their stories. */
export interface Area {
  readonly members: ReadonlyMap<string, Member>;
  readonly stories: readonly FoldedStory[];
}

/**
 * Finds how far a change reaches, and folds that. It starts with the stored stories of the changed articles
 * and folds them alone; where a story so folded does not keep clear of a stored one around it, that one
 * is taken in, and all is folded again. What is left outside folds as it did before, so that the outcome
 * is that of folding everything (a property test), at the cost of the neighbourhood: news is chained into
 * components of thousands by pairs that are barely more likely than not.
 *
 * Changed articles: each that is new or was revised, one end of each pair whose evidence changed, each that it
 * has become more or less crowded around, and all that a decision names which was made or undone. What decisions
 * hold together and what has one text is taken in together.
 */
export function areaFinder(db: Connection, graph: TextGraph): (changedIds: Iterable<string>) => Area {
  const decisions = decisionReader(db);
  return (changedIds) => {
    const decided = decisions();
    const area = new Set<Text>();
    const takeIn = takingIn(graph, area);
    const partners = [...changedIds].flatMap((id) => [id, ...decided.together(id)]);
    takeIn(partners.flatMap((id) => graph.member(id)?.storyId ?? []));
    const border = borderCheck(graph, area, decided);
    for (;;) {
      const texts = [...area];
      const folded = foldAlone(texts, graph, decided);
      const entangled = new Set(folded.flatMap((story) => border(story, texts)));
      if (entangled.size === 0) return areaOf(folded, graph);
      takeIn([...entangled]);
    }
  };
}

/** Puts the texts of stored stories into the area; and where a text has articles in several stories, all of these. */
function takingIn(graph: TextGraph, area: Set<Text>): (storyIds: readonly string[]) => void {
  const taken = new Set<string>();
  return (storyIds) => {
    const queue = [...storyIds];
    for (const storyId of queue) {
      if (taken.has(storyId)) continue;
      taken.add(storyId);
      for (const id of graph.idsIn(storyId)) {
        const text = graph.textOf(id);
        if (text === null || area.has(text)) continue;
        area.add(text);
        queue.push(...storiesOf(text, graph));
      }
    }
  };
}

function storiesOf({ ids }: Text, graph: TextGraph): Set<string> {
  const stories = new Set<string>();
  for (const id of ids) stories.add(graph.member(id)?.storyId ?? '');
  return stories;
}

/** Folds texts as if there were no others; sorts them as they are numbered in the outcome. */
function foldAlone(texts: Text[], graph: TextGraph, { constraints }: Decided): FoldedTexts[] {
  texts.sort((a, b) => (a.first < b.first ? -1 : 1));
  const places = new Map(texts.map((text, at) => [text, at]));
  const edges: Edge[] = [];
  texts.forEach((text, a) => {
    for (const [other, link] of graph.linksOf(text)) {
      const b = places.get(other);
      if (b !== undefined && a < b) edges.push({ a, b, weight: weightBetween(text, other, link, graph) });
    }
  });
  return foldTexts(
    texts.map(({ ids }) => ids),
    edges,
    constraints,
  );
}

function weightBetween(text: Text, other: Text, link: Link, graph: TextGraph): number {
  return linkWeight(link, (graph.crowdingOf(text) + graph.crowdingOf(other)) / 2);
}

function areaOf(folded: readonly FoldedTexts[], graph: TextGraph): Area {
  const members = new Map<string, Member>();
  const stories = folded.map(({ articleIds }) => {
    const own = articleIds.flatMap((id) => graph.member(id) ?? []);
    for (const member of own) members.set(member.id, member);
    return storyOf(own);
  });
  return { members, stories };
}

/** Gives the stored stories outside that a folded story does not keep clear of. */
function borderCheck(
  graph: TextGraph,
  area: ReadonlySet<Text>,
  decided: Decided,
): (story: FoldedTexts, texts: readonly Text[]) => string[] {
  // A story that comes out of a later folding unchanged was held against all that is still outside.
  const checked = new Set<string>();
  const trees = new Map<string, JoinTree<Text> | null>();
  const storedTree = (storyId: string): JoinTree<Text> | null => {
    const known = trees.get(storyId);
    if (known !== undefined) return known;
    const tree = storedTreeOf(storyId, graph, decided);
    trees.set(storyId, tree);
    return tree;
  };
  return (story, texts) => {
    const own = story.texts.flatMap((place) => texts[place] ?? []);
    const name = own.map(({ first }) => first).join();
    if (checked.has(name)) return [];
    checked.add(name);
    const neighbours = [...linksAcross(own, area, graph)].flatMap(
      ([storyId, links]): [string, WeighedPair<Text>[]][] => {
        // Nothing joins at a mean of even odds or less, and no mean is above the highest weight.
        if (!links.some(({ link }) => link.story > 0.5 || link.copy > 0.5)) return [];
        const pairs = links.map(({ text, other, link }) => ({
          a: text,
          b: other,
          weight: weightBetween(text, other, link, graph),
        }));
        return pairs.some(({ weight }) => weight > EVEN) ? [[storyId, pairs]] : [];
      },
    );
    if (neighbours.length === 0) return [];
    const tree = own.length > LARGEST_TREE ? null : joinTreeOf(story, texts);
    return neighbours.flatMap(([storyId, pairs]) => {
      const stored = tree === null ? null : storedTree(storyId);
      return tree !== null && stored !== null && keepClear(tree, stored, pairs) ? [] : [storyId];
    });
  };
}

/** How the texts of a stored story join; null where they do not end as one story, or are too many. */
function storedTreeOf(storyId: string, graph: TextGraph, decided: Decided): JoinTree<Text> | null {
  const texts = [...new Set([...graph.idsIn(storyId)].flatMap((id) => graph.textOf(id) ?? []))];
  if (texts.length > LARGEST_TREE) return null;
  const [story, ...more] = foldAlone(texts, graph, decided);
  return story === undefined || more.length > 0 ? null : joinTreeOf(story, texts);
}

/** A link of a text of the area with one outside. */
interface Across {
  readonly text: Text;
  readonly other: Text;
  readonly link: Link;
}

/** Links from a story to texts outside the area, by the stored story at their other end. */
function linksAcross(own: readonly Text[], area: ReadonlySet<Text>, graph: TextGraph): Map<string, Across[]> {
  const across = new Map<string, Across[]>();
  for (const text of own) {
    for (const [other, link] of graph.linksOf(text)) {
      if (area.has(other)) continue;
      for (const storyId of storiesOf(other, graph)) {
        const known = across.get(storyId);
        if (known === undefined) across.set(storyId, [{ text, other, link }]);
        else known.push({ text, other, link });
      }
    }
  }
  return across;
}
