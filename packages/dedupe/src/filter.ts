import type { Evidence } from '@wirefold/contracts/evidence';
import { type FoldArticle, foldStories } from './fold.ts';
import { instantOf } from './instant.ts';
import { createMemoryIndex } from './memory-index.ts';
import { DEFAULT_RULE } from './rule.ts';
import { dedupe } from './stage.ts';
import { shippedWeights, type TermWeights } from './weights.ts';

/** One line that `wirefold dedupe --jsonl` reads. */
export interface DedupeRecord {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly date?: string;
  readonly source?: string;
  readonly language?: string;
}

/** One line that it writes. */
export interface DedupeLine {
  readonly id: string;
  /** Id of the story's first article: by date (undated last), then by input order. */
  readonly story: string;
  /** Id of the first article of its group of exact and near copies, itself where it has none. */
  readonly duplicate: string;
}

export interface DedupedRecords {
  /** One line a record, in input order; a repeated id counts once, by its last record, at its first place. */
  readonly lines: DedupeLine[];
  readonly pairs: Evidence[];
}

/** Runs the dedupe stage and story building over records in memory: no Redis, no database. */
export async function dedupeAll(
  records: AsyncIterable<DedupeRecord> | Iterable<DedupeRecord>,
  weights: TermWeights = shippedWeights(),
): Promise<DedupedRecords> {
  const index = createMemoryIndex(DEFAULT_RULE);
  const articles = new Map<string, FoldArticle>();
  const facts = new Map<string, Evidence>();
  for await (const { id, title, text, date, source, language } of records) {
    if (articles.has(id)) forgetFacts(facts, id);
    const input = {
      articleId: id,
      headline: title,
      text,
      ...optional({ publishedAt: date, source, language }),
    };
    const { evidence } = await dedupe(input, index, weights);
    for (const fact of evidence) facts.set(`${fact.articleId}\n${fact.otherArticleId}`, fact);
    articles.set(id, { id, wordCount: 0, source: source ?? '', ...optional({ publishedAt: date }) });
  }
  const pairs = [...facts.values()];
  const order = placesOf([...articles.values()]);
  const storyOf = firstsOf(groupsOf(articles, pairs), order);
  const copies = pairs.filter(({ kind }) => kind !== 'story');
  const duplicateOf = firstsOf(copyGroups(articles, copies, storyOf), order);
  const lines = [...articles.keys()].map((id) => ({
    id,
    story: storyOf.get(id) ?? id,
    duplicate: duplicateOf.get(id) ?? id,
  }));
  return { lines, pairs };
}

/** Leaves out what is undefined, as exact optional properties want it. */
function optional<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: string };
}

function forgetFacts(facts: Map<string, Evidence>, id: string): void {
  for (const [key, fact] of facts) if (fact.articleId === id || fact.otherArticleId === id) facts.delete(key);
}

/** Each article's place by date, undated last, then by input order. */
function placesOf(articles: readonly FoldArticle[]): Map<string, number> {
  const dated = articles.map(({ id, publishedAt }, at) => ({
    id,
    at,
    instant: instantOf(publishedAt) ?? Number.MAX_SAFE_INTEGER,
  }));
  dated.sort((a, b) => a.instant - b.instant || a.at - b.at);
  return new Map(dated.map(({ id }, place) => [id, place]));
}

function groupsOf(articles: ReadonlyMap<string, FoldArticle>, pairs: readonly Evidence[]): string[][] {
  return foldStories([...articles.values()], pairs).map(({ articleIds }) => articleIds);
}

/** Copies are folded by the same rule, so that a chain of drift does not make copies of its ends. */
function copyGroups(
  articles: ReadonlyMap<string, FoldArticle>,
  copies: readonly Evidence[],
  storyOf: ReadonlyMap<string, string>,
): string[][] {
  const within = copies.filter((fact) => storyOf.get(fact.articleId) === storyOf.get(fact.otherArticleId));
  return groupsOf(articles, within);
}

/** The id of each article's group's first article. */
function firstsOf(groups: readonly string[][], order: ReadonlyMap<string, number>): Map<string, string> {
  const place = (id: string): number => order.get(id) ?? 0;
  const firsts = new Map<string, string>();
  for (const group of groups) {
    const first = group.reduce((best, id) => (place(id) < place(best) ? id : best));
    for (const id of group) firsts.set(id, first);
  }
  return firsts;
}
