import type { StoryFilter } from '@wirefold/contracts/read-model';
import { normalizeSearchQuery } from './search-query.ts';

/** A statement that gives stories, with its values in order. */
export interface StorySelection {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Weights of a term in headline, lede and text for the order by relevance. */
const RANK = 'bm25(article_search, 4.0, 2.0, 1.0)';

type Condition = readonly [sql: string, value: string | number];

/** Makes the statement that gives `columns` of the stories `s` that a filter lets through; null where nothing can match. */
export function selectStories(filter: StoryFilter, columns: string): StorySelection | null {
  const match = filter.query === undefined ? undefined : normalizeSearchQuery(filter.query);
  if (match === null) return null;
  const conditions = conditionsOf(filter);
  const where = conditions.map(([sql]) => ` AND ${sql}`).join('');
  const values = conditions.map(([, value]) => value);
  if (match === undefined) {
    const sql = `SELECT ${columns} FROM stories s WHERE true${where} ORDER BY s.first_published_at DESC, s.id DESC LIMIT ?`;
    return { sql, values: [...values, filter.limit] };
  }
  const isByRank = filter.order === 'relevance';
  const order = isByRank
    ? 'f.rank, s.first_published_at DESC, s.id DESC'
    : 's.first_published_at DESC, s.id DESC';
  // MATERIALIZED: bm25 is known only while FTS5 itself walks its rows, and the grouping must not reach into it.
  const sql = `WITH hits AS MATERIALIZED (
      SELECT rowid AS seq, ${isByRank ? RANK : '0'} AS rank FROM article_search WHERE article_search MATCH ?),
    found AS (SELECT a.story_id, min(hits.rank) AS rank FROM hits JOIN articles a ON a.seq = hits.seq GROUP BY a.story_id)
    SELECT ${columns} FROM found f JOIN stories s ON s.id = f.story_id WHERE true${where} ORDER BY ${order} LIMIT ?`;
  return { sql, values: [match, ...values, filter.limit] };
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
