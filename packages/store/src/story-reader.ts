import type { EvidenceKind } from '@wirefold/contracts/evidence';
import type {
  StoryDetail,
  StoryExplanation,
  StoryFilter,
  StorySummary,
  Variant,
} from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { decisionReader, decisionsAbout } from './decisions.ts';
import { factReader } from './fact-reader.ts';
import { relatedReader } from './related-reader.ts';
import { normalizeSearchQuery } from './search-query.ts';
import { storyEvidenceReader } from './story-evidence.ts';
import { originReader } from './story-origin.ts';
import type { StoryRow } from './story-rows.ts';

interface VariantRow {
  readonly article_id: string;
  readonly source: string;
  readonly url: string;
  readonly headline: string | null;
  readonly published_at: string | null;
  readonly word_count: number;
  readonly credit: string | null;
  readonly matched_by: EvidenceKind | null;
  readonly matched_article_id: string | null;
  readonly score: number | null;
}

/** A change of a story; `seq` grows with every change. */
export interface StoryChange {
  readonly seq: number;
  readonly storyId: string;
  readonly change: 'changed' | 'merged';
  readonly changedAt: string;
}

/** Weights of a term in headline, lede and text for the order by relevance. */
const RANK = 'bm25(article_search, 4.0, 2.0, 1.0)';

type Condition = readonly [sql: string, value: string | number];

/** Stories that a filter lets through, by one statement made for it. */
export function storySearch(db: Connection): (filter: StoryFilter) => StorySummary[] {
  return (filter) => {
    const match = filter.query === undefined ? undefined : normalizeSearchQuery(filter.query);
    if (match === null) return [];
    const conditions = conditionsOf(filter);
    const where = conditions.map(([sql]) => ` AND ${sql}`).join('');
    const values = conditions.map(([, value]) => value);
    if (match === undefined) {
      const sql = `SELECT s.* FROM stories s WHERE true${where} ORDER BY s.first_published_at DESC, s.id DESC LIMIT ?`;
      return db
        .prepare<unknown[], StoryRow>(sql)
        .all(...values, filter.limit)
        .map(summaryOf);
    }
    const isByRank = filter.order === 'relevance';
    const order = isByRank
      ? 'f.rank, s.first_published_at DESC, s.id DESC'
      : 's.first_published_at DESC, s.id DESC';
    // MATERIALIZED: bm25 is known only while FTS5 itself walks its rows, and the grouping must not reach into it.
    const sql = `WITH hits AS MATERIALIZED (
        SELECT rowid AS seq, ${isByRank ? RANK : '0'} AS rank FROM article_search WHERE article_search MATCH ?),
      found AS (SELECT a.story_id, min(hits.rank) AS rank FROM hits JOIN articles a ON a.seq = hits.seq GROUP BY a.story_id)
      SELECT s.* FROM found f JOIN stories s ON s.id = f.story_id WHERE true${where} ORDER BY ${order} LIMIT ?`;
    return db
      .prepare<unknown[], StoryRow>(sql)
      .all(match, ...values, filter.limit)
      .map(summaryOf);
  };
}

/** A story is of a time when any of it was published then; of an outlet or agency when one of its articles is. */
function conditionsOf(filter: StoryFilter): Condition[] {
  const conditions: [string, string | number | undefined][] = [
    ['s.last_published_at >= ?', filter.since],
    ['s.first_published_at < ?', filter.until],
    ['EXISTS (SELECT 1 FROM articles a WHERE a.story_id = s.id AND a.source = ?)', filter.source],
    ["lower(s.language || '-') LIKE lower(? || '-%')", filter.language],
    [
      'EXISTS (SELECT 1 FROM articles a WHERE a.story_id = s.id AND lower(a.credit) = lower(?))',
      filter.credit,
    ],
    ['s.article_count >= ?', filter.minArticles],
  ];
  return conditions.flatMap(([sql, value]) => (value === undefined ? [] : [[sql, value] as const]));
}

/** Reads single stories; an id that was merged away leads to the story that has its lead article now. */
export function storyReader(db: Connection) {
  const byId = db.prepare<[string], StoryRow>('SELECT * FROM stories WHERE id = ?');
  const redirect = db
    .prepare<[string], string>('SELECT new_id FROM story_redirects WHERE old_id = ?')
    .pluck();
  const text = db.prepare<[string], string>('SELECT text FROM articles WHERE id = ?').pluck();
  const variants = db.prepare<[string], VariantRow>(
    `SELECT article_id, source, url, headline, published_at, word_count, credit, matched_by, matched_article_id, score
     FROM story_articles WHERE story_id = ? ORDER BY is_lead DESC, published_at IS NULL, published_at, article_id`,
  );
  const changes = db.prepare<[number, number], StoryChange>(
    `SELECT seq, story_id AS storyId, change, changed_at AS changedAt FROM story_changes
     WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const origin = originReader(db);
  const related = relatedReader(db);
  const current = (id: string): StoryRow | undefined => byId.get(id) ?? byId.get(redirect.get(id) ?? '');
  const story = (id: string): StoryDetail | null => {
    const row = current(id);
    if (row === undefined) return null;
    return {
      ...summaryOf(row),
      leadText: text.get(row.lead_article_id) ?? '',
      variants: variants.all(row.id).map(variantOf),
      origin: origin(row.id),
      related: related(row.id),
      redirectedFrom: row.id === id ? null : id,
    };
  };
  return {
    story,
    /** The stories of these ids, redirects followed, each once, in the order asked for. */
    recentStories: (ids: readonly string[]): StorySummary[] => {
      const rows = new Map(ids.flatMap((id) => current(id) ?? []).map((row) => [row.id, row]));
      return [...rows.values()].map(summaryOf);
    },
    explainStory: storyExplaining(db, story),
    changes: (after: number, limit: number): StoryChange[] => changes.all(after, limit),
  };
}

function storyExplaining(db: Connection, story: (id: string) => StoryDetail | null) {
  const evidence = storyEvidenceReader(db);
  const decided = decisionReader(db);
  const facts = factReader(db);
  return (id: string): StoryExplanation | null => {
    const detail = story(id);
    if (detail === null) return null;
    const decisions = decisionsAbout(
      decided(),
      detail.variants.map(({ articleId }) => articleId),
    );
    return { story: detail, ...evidence(detail.id), decisions, facts: facts(detail.id) };
  };
}

function summaryOf(row: StoryRow): StorySummary {
  return {
    id: row.id,
    headline: row.headline,
    lede: row.lede,
    language: row.language,
    articleCount: row.article_count,
    sourceCount: row.source_count,
    firstPublishedAt: row.first_published_at,
    lastPublishedAt: row.last_published_at,
    leadArticleId: row.lead_article_id,
    originCredit: row.origin_credit,
  };
}

function variantOf(row: VariantRow): Variant {
  return {
    articleId: row.article_id,
    source: row.source,
    url: row.url,
    headline: row.headline,
    publishedAt: row.published_at,
    wordCount: row.word_count,
    credit: row.credit,
    matchedBy: row.matched_by,
    matchedArticleId: row.matched_article_id,
    score: row.score,
  };
}
