import { gunzipSync, gzipSync } from 'node:zlib';
import { documentIdOf } from '@wirefold/contracts/ids';
import type { Document } from '@wirefold/contracts/jobs';
import type { Connection } from './connection.ts';

/** What is known of a document: all of it after fetching, less where the bytes came with the input. */
export type IncomingDocument = Omit<Document, 'mediaType' | 'charset'> & {
  readonly mediaType: string | null;
  readonly charset: string | null;
};

/**
 * zlib's level for kept bodies. Measured on 138 news pages (46 MB): level 1 packs 121 MB/s to 21.6 %,
 * level 3 112 MB/s to 20.5 %, level 6 53 MB/s to 18.5 %; packing runs in the store's own thread.
 */
const GZIP_LEVEL = 3;

/** Writes documents; the same bytes for the same item are one row, whose circumstances are renewed. */
export function documentWriter(
  db: Connection,
): (itemId: string, doc: IncomingDocument, body?: Uint8Array) => string | null {
  const renew = db.prepare(
    `UPDATE documents SET url = @url, final_url = @finalUrl, fetched_at = @fetchedAt, http_status = @httpStatus,
      media_type = coalesce(@mediaType, media_type), charset = coalesce(@charset, charset),
      undecodable = @undecodable WHERE id = @id`,
  );
  const insert = db.prepare(
    `INSERT INTO documents (id, item_id, url, final_url, fetched_at, http_status, media_type, charset, sha256,
      byte_length, body_encoding, body, undecodable)
     VALUES (@id, @itemId, @url, @finalUrl, @fetchedAt, @httpStatus, @mediaType, @charset, @sha256,
      @byteLength, @bodyEncoding, @body, @undecodable)`,
  );
  return (itemId, doc, body) => {
    const row = { ...doc, undecodable: doc.undecodable ?? 0, id: documentIdOf(itemId, doc.sha256), itemId };
    if (renew.run(row).changes > 0) return row.id;
    if (body === undefined) return null;
    insert.run({ ...row, ...packed(body) });
    return row.id;
  };
}

function packed(body: Uint8Array): { bodyEncoding: 'gzip' | 'identity'; body: Uint8Array } {
  const gzipped = gzipSync(body, { level: GZIP_LEVEL });
  return gzipped.byteLength < body.byteLength
    ? { bodyEncoding: 'gzip', body: gzipped }
    : { bodyEncoding: 'identity', body: Buffer.from(body) };
}

/** A stored body as it was received; throws where its packing is damaged. */
export function unpackedBody(body: Uint8Array, bodyEncoding: string): Uint8Array {
  return bodyEncoding === 'gzip' ? gunzipSync(body) : body;
}
