import { createHash } from 'node:crypto';
import type { Fault } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { unpackedBody } from './documents.ts';

interface BodyRow {
  readonly id: string;
  readonly sha256: string;
  readonly body_encoding: string;
  readonly body: Buffer;
}

/** Documents whose bytes are no longer those that came in. */
export function documentFaults(db: Connection): Fault[] {
  const bodies = db.prepare<[], BodyRow>('SELECT id, sha256, body_encoding, body FROM documents');
  const faults: Fault[] = [];
  for (const row of bodies.iterate()) {
    const why = faultOf(row);
    if (why !== null) faults.push({ check: 'document-body', detail: `document ${row.id}: ${why}` });
  }
  return faults;
}

function faultOf({ body, body_encoding: encoding, sha256 }: BodyRow): string | null {
  try {
    const actual = createHash('sha256').update(unpackedBody(body, encoding)).digest('hex');
    return actual === sha256 ? null : 'the SHA-256 of its body is another';
  } catch (error) {
    return `its body cannot be unpacked (${error instanceof Error ? error.message : String(error)})`;
  }
}
