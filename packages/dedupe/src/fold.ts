import type { Evidence } from '@wirefold/contracts/evidence';
import { type Constraints, type Joining, joiningUnder, NO_CONSTRAINTS } from './constraints.ts';
import { crowdingOf as crowdingOfScores } from './crowding.ts';
import { instantOf } from './instant.ts';
import { averageLinkage, type Edge } from './linkage.ts';
import { EVEN, weightOf } from './pair-weight.ts';

/** What folding needs to know of an article beside the evidence. */
export interface FoldArticle {
  readonly id: string;
  /** ISO 8601; without a zone it is read as UTC. */
  readonly publishedAt?: string;
  /** News agency. */
  readonly credit?: string;
  readonly wordCount: number;
  readonly source: string;
}

/** One story: its articles' ids in code-unit order. */
export interface FoldedStory {
  /** Names the story: the first by date (undated last), then by id. */
  readonly earliestArticleId: string;
  /** The article to show: complete and credited before complete before credited before the rest, then as above. */
  readonly leadArticleId: string;
  readonly articleIds: string[];
}

/** An article is complete with at least this share of its story's longest word count. */
const COMPLETE_SHARE = 0.8;
/**
 * So many times as long as the story's middle one, and longer in words than almost any report, is a live page, a
 * round-up or a page that was not cleaned: it is neither complete nor the measure of it. In a story of
 * 242 articles (middle 517 words) the one that led by its length was a front page of 10,334.
 */
const OVERLONG_TIMES = 4;
const OVERLONG_WORDS = 2_000;

/**
 * Folds articles into stories as a pure function of the evidence: average linkage within each connected
 * component of pairs that are more likely one story than not. Neither the order of the articles nor
 * that of the evidence matters. Evidence about articles that are not given is ignored; every article is
 * in exactly one story. Stories come sorted by the id of their earliest article. A person's decisions hold
 * against any evidence. `crowdingOf` tells how crowded it is around an article where the evidence given is only a
 * part of what there is.
 */
export function foldStories(
  articles: readonly FoldArticle[],
  evidence: readonly Evidence[],
  constraints: Constraints = NO_CONSTRAINTS,
  crowdingOf: (articleId: string) => number = crowdingBy(articles, evidence),
): FoldedStory[] {
  const byId = new Map(articles.map((article) => [article.id, article]));
  const ids = [...byId.keys()].sort(compareIds);
  const edges = edgesBetween(ids, evidence, crowdingOf);
  const groups = ids.map((id) => constraints.groupOf.get(id));
  const stories: FoldedStory[] = [];
  for (const component of componentsOf(edges, groups)) {
    const joining = joiningIn(component, groups, constraints);
    for (const cluster of clustersIn(component, edges, joining)) {
      stories.push(storyOf(cluster.flatMap((node) => byId.get(ids[node] ?? '') ?? [])));
    }
  }
  return stories.sort((a, b) => compareIds(a.earliestArticleId, b.earliestArticleId));
}

/** Code-unit order, the same on every machine and in every locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each node's edges to higher nodes; where a pair was stated twice the stronger statement counts. */
type Edges = ReadonlyArray<ReadonlyMap<number, number>>;

/** How crowded it is around each article by the evidence between those given; a pair stated twice counts once. */
function crowdingBy(
  articles: readonly FoldArticle[],
  evidence: readonly Evidence[],
): (articleId: string) => number {
  const scores = new Map(articles.map(({ id }) => [id, new Map<string, number>()]));
  for (const { articleId: a, otherArticleId: b, kind, score } of evidence) {
    const [one, other] = [scores.get(a), scores.get(b)];
    if (kind !== 'story' || one === undefined || other === undefined || a === b) continue;
    one.set(b, Math.max(one.get(b) ?? 0, score));
    other.set(a, Math.max(other.get(a) ?? 0, score));
  }
  const crowding = new Map([...scores].map(([id, likest]) => [id, crowdingOfScores([...likest.values()])]));
  return (articleId) => crowding.get(articleId) ?? 0;
}

function edgesBetween(
  ids: readonly string[],
  evidence: readonly Evidence[],
  crowdingOf: (articleId: string) => number,
): Edges {
  const crowding = ids.map(crowdingOf);
  const nodes = new Map(ids.map((id, node) => [id, node]));
  const edges = ids.map(() => new Map<number, number>());
  for (const fact of evidence) {
    const one = nodes.get(fact.articleId);
    const other = nodes.get(fact.otherArticleId);
    if (one === undefined || other === undefined || one === other) continue;
    const higher = Math.max(one, other);
    const known = edges[Math.min(one, other)];
    const crowd = ((crowding[one] ?? 0) + (crowding[other] ?? 0)) / 2;
    known?.set(higher, Math.max(known.get(higher) ?? 0, weightOf(fact.kind, fact.score, crowd)));
  }
  return edges;
}

/** Each node's group, where a decision names the article. */
type Groups = readonly (number | undefined)[];

/**
 * Connected components of the pairs above even odds and of what decisions hold together; a negative pair can
 * never join two of them.
 */
function componentsOf(edges: Edges, groups: Groups): number[][] {
  const parent = edges.map((_, node) => node);
  const rootOf = (node: number): number => {
    let at = node;
    for (let up = parent[at]; up !== undefined && up !== at; up = parent[at]) {
      parent[at] = parent[up] ?? up;
      at = up;
    }
    return at;
  };
  edges.forEach((neighbours, node) => {
    for (const [other, weight] of neighbours) if (weight > EVEN) parent[rootOf(other)] = rootOf(node);
  });
  const firstOf = new Map<number, number>();
  groups.forEach((group, node) => {
    if (group === undefined) return;
    parent[rootOf(node)] = rootOf(firstOf.get(group) ?? node);
    if (!firstOf.has(group)) firstOf.set(group, node);
  });
  const components = new Map<number, number[]>();
  for (let node = 0; node < edges.length; node += 1) {
    const root = rootOf(node);
    const component = components.get(root);
    if (component === undefined) components.set(root, [node]);
    else component.push(node);
  }
  return [...components.values()];
}

/** Undefined where no decision names an article of the component. */
function joiningIn(
  component: readonly number[],
  groups: Groups,
  constraints: Constraints,
): Joining | undefined {
  const own = component.map((node) => groups[node]);
  return own.every((group) => group === undefined) ? undefined : joiningUnder(own, constraints);
}

function clustersIn(component: readonly number[], edges: Edges, joining: Joining | undefined): number[][] {
  if (component.length === 1) return [[...component]];
  const local = new Map(component.map((node, index) => [node, index]));
  const within: Edge[] = [];
  component.forEach((node, a) => {
    for (const [other, weight] of edges[node] ?? []) {
      const b = local.get(other);
      if (b !== undefined) within.push({ a, b, weight });
    }
  });
  const clusters = averageLinkage(component.length, within, EVEN, joining);
  return heldTogether(clusters, joining).map((cluster) => cluster.flatMap((index) => component[index] ?? []));
}

/** Clusters that a decision makes one story become one. */
function heldTogether(clusters: number[][], joining: Joining | undefined): number[][] {
  if (joining === undefined) return clusters;
  const byRoot = new Map<number, number[]>();
  for (const cluster of clusters) {
    const root = joining.rootOf(cluster[0] ?? 0);
    byRoot.set(root, [...(byRoot.get(root) ?? []), ...cluster]);
  }
  return [...byRoot.values()];
}

function storyOf(articles: readonly FoldArticle[]): FoldedStory {
  const byTime = [...articles].sort(compareTimes);
  const isComplete = completenessAmong(articles);
  const rank = (article: FoldArticle): number => (isComplete(article) ? 2 : 0) + (article.credit ? 1 : 0);
  const byLead = [...byTime].sort((a, b) => rank(b) - rank(a));
  return {
    earliestArticleId: byTime[0]?.id ?? '',
    leadArticleId: byLead[0]?.id ?? '',
    articleIds: articles.map(({ id }) => id).sort(compareIds),
  };
}

function completenessAmong(articles: readonly FoldArticle[]): (article: FoldArticle) => boolean {
  const counts = articles.map(({ wordCount }) => wordCount).sort((a, b) => a - b);
  const middle = counts[counts.length >> 1] ?? 0;
  const limit = Math.max(OVERLONG_WORDS, OVERLONG_TIMES * middle);
  const longest = counts.findLast((count) => count <= limit) ?? 0;
  return ({ wordCount }) => wordCount <= limit && wordCount >= COMPLETE_SHARE * longest;
}

function compareTimes(a: FoldArticle, b: FoldArticle): number {
  const first = instantOf(a.publishedAt) ?? Number.POSITIVE_INFINITY;
  const second = instantOf(b.publishedAt) ?? Number.POSITIVE_INFINITY;
  return first < second ? -1 : first > second ? 1 : compareIds(a.id, b.id);
}
