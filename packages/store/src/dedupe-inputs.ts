import type { DedupeInput } from '@wirefold/contracts/evidence';
import type { Connection } from './connection.ts';

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly headline: string | null;
  readonly text: string;
  readonly published_at: string | null;
  readonly language: string | null;
  readonly source: string;
}

/** Articles read at a time: no statement stays open between two of them, so a writer's checkpoints can pass. */
const PAGE = 500;

/** Reads articles for the dedupe stage, page by page. */
export function dedupeInputReader(db: Connection): (since: string) => Generator<DedupeInput> {
  const page = db.prepare<[number, string, number], Row>(
    `SELECT a.seq, a.id, a.headline, a.text, a.published_at, a.language, a.source FROM articles a
     JOIN items i ON i.id = a.item_id
     WHERE a.seq > ? AND (i.ended_at >= ? OR i.ended_at IS NULL) ORDER BY a.seq LIMIT ?`,
  );
  return function* (since) {
    let after = 0;
    for (;;) {
      const rows = page.all(after, since, PAGE);
      for (const row of rows) yield inputOf(row);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.seq;
    }
  };
}

function inputOf({ id, headline, text, published_at, language, source }: Row): DedupeInput {
  return {
    articleId: id,
    headline: headline ?? '',
    text,
    source,
    ...(published_at !== null && { publishedAt: published_at }),
    ...(language !== null && { language }),
  };
}
