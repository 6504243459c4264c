import type { ItemRow, QuarantinedItem } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { unpackedBody } from './documents.ts';

/** An outlet, and how much of it is here. */
export interface SourceSummary {
  readonly name: string;
  readonly articleCount: number;
  readonly firstSeenAt: string;
}

/** A kept document with its bytes as they were received. */
export interface StoredDocument {
  readonly id: string;
  readonly url: string;
  readonly finalUrl: string;
  readonly fetchedAt: string;
  readonly httpStatus: number | null;
  readonly mediaType: string | null;
  readonly charset: string | null;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

type DocumentRow = Omit<StoredDocument, 'bytes'> & { readonly body: Buffer; readonly bodyEncoding: string };

/** Reads the ledger, its documents and the outlets. */
export function itemReader(db: Connection) {
  const item = db.prepare<[string], ItemRow>(
    `SELECT id, url, kind, state, stage, reason, detail, accepted_at AS acceptedAt, ended_at AS endedAt
     FROM items WHERE id = ?`,
  );
  const quarantine = db.prepare<[number], QuarantinedItem>(
    `SELECT id, url, kind, stage, reason, detail, attempts, ended_at AS endedAt FROM items
     WHERE state = 'quarantined' ORDER BY ended_at DESC, rowid DESC LIMIT ?`,
  );
  const document = db.prepare<[string], DocumentRow>(
    `SELECT d.id, d.url, d.final_url AS finalUrl, d.fetched_at AS fetchedAt, d.http_status AS httpStatus,
      d.media_type AS mediaType, d.charset, d.sha256, d.body_encoding AS bodyEncoding, d.body
     FROM items i JOIN documents d ON d.id = i.document_id WHERE i.id = ?`,
  );
  const sources = db.prepare<[], SourceSummary>(
    `SELECT s.name, count(a.seq) AS articleCount, s.first_seen_at AS firstSeenAt FROM sources s
     LEFT JOIN articles a ON a.source = s.name GROUP BY s.name ORDER BY articleCount DESC, s.name`,
  );
  const endedSince = db.prepare<[string], number>('SELECT count(*) FROM items WHERE ended_at >= ?').pluck();
  return {
    /** Items that ended at or after a time. */
    endedSince: (iso: string): number => endedSince.get(iso) ?? 0,
    item: (id: string): ItemRow | null => item.get(id) ?? null,
    /** Items in quarantine, the latest first. */
    quarantine: (limit: number): QuarantinedItem[] => quarantine.all(limit),
    /** The document that last came in for an item. */
    document: (itemId: string): StoredDocument | null => {
      const row = document.get(itemId);
      if (row === undefined) return null;
      const { body, bodyEncoding, ...rest } = row;
      return { ...rest, bytes: unpackedBody(body, bodyEncoding) };
    },
    sources: (): SourceSummary[] => sources.all(),
  };
}
