import type { DedupeInput } from '@wirefold/contracts/evidence';
import type { Connection } from './connection.ts';

/** A row as `inputOf` reads it. */
export interface InputRow {
  readonly seq: number;
  readonly id: string;
  readonly headline: string | null;
  readonly text: string;
  readonly published_at: string | null;
  readonly language: string | null;
  readonly source: string;
  readonly stored_at: string;
}

/** Articles read at a time: no statement stays open between two of them, so a writer's checkpoints can pass. */
const PAGE = 500;

/** An article for the dedupe stage, with the time at which this version of it was stored. */
export interface StoredInput extends DedupeInput {
  readonly storedAt: string;
}

export const INPUT_COLUMNS =
  'a.seq, a.id, a.headline, a.text, a.published_at, a.language, a.source, a.stored_at';

const SINCE = 'JOIN items i ON i.id = a.item_id WHERE (i.ended_at >= ? OR i.ended_at IS NULL)';

/** Reads articles for the dedupe stage, page by page. */
export function dedupeInputReader(db: Connection): (since: string) => Generator<StoredInput> {
  const page = db.prepare<[string, number, number], InputRow>(
    `SELECT ${INPUT_COLUMNS} FROM articles a
     ${SINCE} AND a.seq > ? ORDER BY a.seq LIMIT ?`,
  );
  return function* (since) {
    let after = 0;
    for (;;) {
      const rows = page.all(since, after, PAGE);
      for (const row of rows) yield inputOf(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  };
}

/** Counts the articles that `dedupeInputReader` gives. */
export function dedupeInputCounter(db: Connection): (since: string) => number {
  const count = db.prepare<[string], number>(`SELECT count(*) FROM articles a ${SINCE}`).pluck();
  return (since) => count.get(since) ?? 0;
}

/** An article as the dedupe stage takes it. */
export function inputOf({
  id,
  headline,
  text,
  published_at,
  language,
  source,
  stored_at,
}: InputRow): StoredInput {
  return {
    storedAt: stored_at,
    articleId: id,
    headline: headline ?? '',
    text,
    source,
    ...(published_at !== null && { publishedAt: published_at }),
    ...(language !== null && { language }),
  };
}
