import type { Hints } from '@wirefold/contracts/article';
import type { ItemKind } from '@wirefold/contracts/jobs';
import type { StoryFilter } from '@wirefold/contracts/read-model';
import type { Reservation } from '@wirefold/contracts/reservations';
import type { Connection } from './connection.ts';
import { unpackedBody } from './documents.ts';
import type { StoredDocument } from './item-reader.ts';
import { selectStories } from './story-selection.ts';

/** A kept document with all that is needed to take it in again elsewhere. */
export interface ExportedDocument extends StoredDocument {
  /** What its item was accepted as, and what was said with it. */
  readonly kind: ItemKind;
  readonly kindForced: boolean;
  readonly source: string;
  readonly hints: Hints | null;
  /** Those of its article. */
  readonly reservations: readonly Reservation[];
}

/** Which documents are wanted: the articles' of some stories, or those that every item last had. */
export type DocumentChoice = { readonly stories: StoryFilter } | 'all';

interface Row extends Omit<StoredDocument, 'bytes'> {
  readonly kind: ItemKind;
  readonly kindForced: number;
  readonly source: string;
  readonly hints: string | null;
  readonly reservations: string | null;
  readonly bodyEncoding: string;
  readonly body: Buffer;
}

/**
 * Reads documents one at a time, in the order in which their articles or items came. All that is read is of one
 * moment: the first that is taken opens it, and other calls of the same reader have to wait until the last.
 */
export function exportReader(db: Connection): (choice: DocumentChoice) => Generator<ExportedDocument> {
  const document = db.prepare<[string], Row>(
    `SELECT d.id, d.url, d.final_url AS finalUrl, d.fetched_at AS fetchedAt, d.http_status AS httpStatus,
      d.media_type AS mediaType, d.charset, d.sha256, d.body_encoding AS bodyEncoding, d.body, i.kind,
      i.kind_forced AS kindForced, i.source, i.hints,
      (SELECT a.reservations FROM articles a WHERE a.item_id = i.id) AS reservations
     FROM documents d JOIN items i ON i.id = d.item_id WHERE d.id = ?`,
  );
  return function* (choice) {
    const { sql, values } = idsOf(choice) ?? { sql: 'SELECT 1 WHERE false', values: [] };
    for (const id of db
      .prepare<unknown[], string>(sql)
      .pluck()
      .iterate(...values)) {
      const row = document.get(id);
      if (row !== undefined) yield documentOf(row);
    }
  };
}

/** Ids alone are sorted: a body is read when its turn comes. */
function idsOf(choice: DocumentChoice) {
  if (choice === 'all')
    return { sql: 'SELECT document_id FROM items WHERE document_id IS NOT NULL ORDER BY rowid', values: [] };
  const chosen = selectStories(choice.stories, 's.id');
  return (
    chosen && {
      sql: `SELECT document_id FROM articles
        WHERE document_id IS NOT NULL AND story_id IN (SELECT id FROM (${chosen.sql})) ORDER BY seq`,
      values: chosen.values,
    }
  );
}

function documentOf({ body, bodyEncoding, kindForced, hints, reservations, ...row }: Row): ExportedDocument {
  return {
    ...row,
    kindForced: kindForced === 1,
    hints: hints === null ? null : JSON.parse(hints),
    reservations: reservations === null ? [] : JSON.parse(reservations),
    bytes: unpackedBody(body, bodyEncoding),
  };
}
