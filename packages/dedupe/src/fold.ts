import { type Constraints, NO_CONSTRAINTS } from './constraints.ts';
import { crowdingOf } from './crowding.ts';
import { foldTexts } from './fold-texts.ts';
import { instantOf } from './instant.ts';
import type { Edge } from './linkage.ts';
import { linkWeight } from './pair-weight.ts';
import { type Statement, type Texts, textsOf } from './texts.ts';

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
 * component of pairs that are more likely one story than not. Exact copies are one node of it, of the weight of one article
 * (docs/decisions/0012). Neither the order of the articles nor
 * that of the evidence matters. Evidence about articles that are not given is ignored; every article is
 * in exactly one story. Stories come sorted by the id of their earliest article. A person's decisions hold
 * against any evidence.
 */
export function foldStories(
  articles: readonly FoldArticle[],
  evidence: readonly Statement[],
  constraints: Constraints = NO_CONSTRAINTS,
): FoldedStory[] {
  const byId = new Map(articles.map((article) => [article.id, article]));
  const texts = textsOf([...byId.keys()].sort(compareIds), evidence);
  return foldTexts(texts.idsOf, edgesBetween(texts), constraints)
    .map(({ articleIds }) => storyOf(articleIds.flatMap((id) => byId.get(id) ?? [])))
    .sort((a, b) => compareIds(a.earliestArticleId, b.earliestArticleId));
}

/** Code-unit order, the same on every machine and in every locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The weights between texts, where it is as crowded around them as the links say. */
function edgesBetween({ links }: Texts): Edge[] {
  const crowding = links.map((own) => crowdingOf([...own.values()].map(({ story }) => story)));
  return links.flatMap((own, a) =>
    [...own]
      .filter(([b]) => a < b)
      .map(([b, link]) => ({
        a,
        b,
        weight: linkWeight(link, ((crowding[a] ?? 0) + (crowding[b] ?? 0)) / 2),
      })),
  );
}

/** The story of some articles: it depends on them alone. */
export function storyOf(articles: readonly FoldArticle[]): FoldedStory {
  const isComplete = completenessAmong(articles);
  const rankOf = (article: FoldArticle): number => (isComplete(article) ? 2 : 0) + (article.credit ? 1 : 0);
  let [earliest, lead]: (Placed | undefined)[] = [];
  for (const article of articles) {
    const time = instantOf(article.publishedAt) ?? Number.POSITIVE_INFINITY;
    const placed = { id: article.id, time, rank: rankOf(article) };
    if (earliest === undefined || comesBefore(placed, earliest)) earliest = placed;
    const ahead = placed.rank - (lead?.rank ?? -1);
    if (lead === undefined || ahead > 0 || (ahead === 0 && comesBefore(placed, lead))) lead = placed;
  }
  return {
    earliestArticleId: earliest?.id ?? '',
    leadArticleId: lead?.id ?? '',
    articleIds: articles.map(({ id }) => id).sort(compareIds),
  };
}

interface Placed {
  readonly id: string;
  /** Infinite where there is no date. */
  readonly time: number;
  readonly rank: number;
}

function comesBefore(a: Placed, b: Placed): boolean {
  return a.time === b.time ? a.id < b.id : a.time < b.time;
}

function completenessAmong(articles: readonly FoldArticle[]): (article: FoldArticle) => boolean {
  const counts = Float64Array.from(articles, ({ wordCount }) => wordCount).sort();
  const middle = counts[counts.length >> 1] ?? 0;
  const limit = Math.max(OVERLONG_WORDS, OVERLONG_TIMES * middle);
  const longest = counts.findLast((count) => count <= limit) ?? 0;
  return ({ wordCount }) => wordCount <= limit && wordCount >= COMPLETE_SHARE * longest;
}
