import type { Fault } from '@wirefold/contracts/read-model';
import { REASONS } from '@wirefold/contracts/reasons';
import { type Connection, connectForWriting, translating } from './connection.ts';
import { DatabaseBusyError } from './errors/database-busy-error.ts';
import { DatabaseDamagedError } from './errors/database-damaged-error.ts';
import { documentFaults } from './verify-documents.ts';
import { storyFaults } from './verify-stories.ts';

/** Rows of one check that are named; the rest are counted. */
const NAMED_ROWS = 20;

/** A query that gives one row, with a `detail`, for each thing that is wrong. */
type RowCheck = readonly [check: string, sql: string];

const STATES = "'accepted', 'stored', 'revised', 'unchanged', 'rejected', 'quarantined'";
const ROW_CHECKS: readonly RowCheck[] = [
  [
    'conservation',
    `SELECT 'item ' || id || ' is in a state that does not exist: ' || state AS detail FROM items WHERE state NOT IN (${STATES})`,
  ],
  [
    'item-ended-at',
    `SELECT 'item ' || id || ' is ' || state || ' and ' || coalesce('ended at ' || ended_at, 'never ended') AS detail
     FROM items WHERE (state = 'accepted') <> (ended_at IS NULL)`,
  ],
  [
    'item-reason',
    `SELECT 'item ' || id || ' is ' || state || ' for ' || coalesce(reason, 'no reason') AS detail FROM items
     WHERE (reason IS NOT NULL AND reason NOT IN (SELECT value FROM json_each(@reasons)))
        OR (state IN ('rejected', 'quarantined') AND reason IS NULL)
        OR (state = 'accepted' AND reason IS NOT NULL)`,
  ],
  [
    'item-article',
    `SELECT 'item ' || i.id || ' is ' || i.state || ' and has no article' AS detail FROM items i
     WHERE i.state IN ('stored', 'revised', 'unchanged') AND coalesce(i.reason, '') NOT IN ('expanded', 'not-modified')
       AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.item_id = i.id)`,
  ],
  [
    'article-story',
    `SELECT 'article ' || a.id || ' is in story ' || a.story_id || ', which does not exist' AS detail FROM articles a
     WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = a.story_id)`,
  ],
  [
    'evidence-article',
    `SELECT 'evidence names ' || e.article_id || ' and ' || e.other_article_id || ', which are not both here, and nothing is in flight' AS detail
     FROM evidence e WHERE NOT EXISTS (SELECT 1 FROM items WHERE state = 'accepted')
       AND (NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = e.article_id)
         OR NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = e.other_article_id))`,
  ],
  [
    'decision',
    `SELECT 'decision ' || d.seq || ' ' || CASE WHEN d.action NOT IN ('merge', 'split') THEN 'is of no known action: ' || d.action
        ELSE 'does not name its articles as JSON lists' END AS detail
     FROM decisions d WHERE d.action NOT IN ('merge', 'split') OR NOT json_valid(d.article_ids) OR NOT json_valid(d.other_article_ids)
       OR json_type(d.article_ids) <> 'array' OR json_type(d.other_article_ids) <> 'array'`,
  ],
  [
    'feed',
    `SELECT 'feed ' || id || ' is polled, and ' || CASE WHEN next_poll_at IS NULL THEN 'never again' ELSE 'waits for ever: ' || next_poll_at END AS detail
     FROM feeds WHERE removed_at IS NULL AND (next_poll_at IS NULL OR julianday(next_poll_at) IS NULL OR julianday(next_poll_at) > julianday(coalesce(last_polled_at, added_at)) + 40)`,
  ],
  [
    'redirect',
    `SELECT 'redirect ' || old_id || ' leads to ' || new_id || CASE WHEN EXISTS (SELECT 1 FROM stories WHERE id = old_id)
        THEN ', and the story it stands for exists' ELSE ', which does not exist' END AS detail
     FROM story_redirects WHERE new_id NOT IN (SELECT id FROM stories) OR old_id IN (SELECT id FROM stories)`,
  ],
];

/**
 * Checks the conservation law, the database and the stories against the evidence, all on one snapshot
 * apart from the full-text index; empty where nothing is off. Reads the whole file, and holds the write
 * lock while SQLite compares the full-text index with the articles (it offers no reading way to ask).
 */
export function verifyDatabase(db: Connection, path: string): Fault[] {
  const structure = [...structureFaults(db)];
  // Content is read through a sound structure alone: on a damaged one the rows are not to be believed.
  if (structure.length > 0) return structure;
  const content = db.transaction(() => [
    ...ROW_CHECKS.flatMap(([check, sql]) => rowFaults(db, check, sql)),
    ...storyFaults(db),
    ...documentFaults(db),
  ])();
  return [...capped(content), ...searchFaults(path)];
}

function structureFaults(db: Connection): Fault[] {
  const found: Fault[] = [];
  try {
    const integrity = db.pragma(`integrity_check(${NAMED_ROWS})`) as { integrity_check: string }[];
    for (const row of integrity) {
      if (row.integrity_check !== 'ok') found.push({ check: 'integrity', detail: row.integrity_check });
    }
    const keys = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
    for (const { table, rowid, parent } of keys.slice(0, NAMED_ROWS)) {
      found.push({
        check: 'foreign-key',
        detail: `row ${rowid} of ${table} names a row of ${parent} that does not exist`,
      });
    }
  } catch (error) {
    found.push({ check: 'integrity', detail: error instanceof Error ? error.message : String(error) });
  }
  return found;
}

function rowFaults(db: Connection, check: string, sql: string): Fault[] {
  const reasons = JSON.stringify(Object.keys(REASONS));
  const statement = db.prepare<unknown[], { detail: string }>(sql);
  return (sql.includes('@reasons') ? statement.all({ reasons }) : statement.all()).map(({ detail }) => ({
    check,
    detail,
  }));
}

/** FTS5 compares its index with the articles only when told to by an INSERT, which writes nothing. */
function searchFaults(path: string): Fault[] {
  try {
    const db = connectForWriting(path);
    try {
      translating(path, () =>
        db.exec("INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)"),
      );
      return [];
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof DatabaseDamagedError) {
      return [{ check: 'search-index', detail: 'the full-text index does not agree with the articles' }];
    }
    if (error instanceof DatabaseBusyError)
      return [{ check: 'search-index', detail: `not checked: ${error.message}` }];
    throw error;
  }
}

/** At most so many faults of each check, and one more that counts the rest. */
function capped(faults: readonly Fault[]): Fault[] {
  return [...new Set(faults.map(({ check }) => check))].flatMap((check) => {
    const all = faults.filter((fault) => fault.check === check);
    const rest = all.length - NAMED_ROWS;
    return rest <= 0 ? all : [...all.slice(0, NAMED_ROWS), { check, detail: `and ${rest} more` }];
  });
}
