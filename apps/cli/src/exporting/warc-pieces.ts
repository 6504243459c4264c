import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Capture, warcInfoRecord, warcRecord } from '@wirefold/fetch/warc';
import type { ExportedDocument } from '@wirefold/store';
import type { ExportPiece, ExportTask } from './formats.ts';

const packedBytes = promisify(gzip);

/** Documents as a WARC file: a record that says what it is, then one a document, each a gzip member of its own. */
export async function* warcPieces({
  reader,
  choice,
  asked,
  packed,
}: ExportTask): AsyncGenerator<ExportPiece> {
  const pack = async (record: Uint8Array) => (packed ? packedBytes(record) : record);
  const about = { software: 'wirefold/0.1.0', description: asked, madeAt: new Date().toISOString() };
  yield { bytes: await pack(await warcInfoRecord(about)), count: 0 };
  for (const document of reader.exportedDocuments(choice))
    yield { bytes: await pack(await warcRecord(captureOf(document))), count: 1 };
}

function captureOf({
  kind,
  kindForced,
  source,
  hints,
  reservations,
  ...document
}: ExportedDocument): Capture {
  const item = { kind, kindForced, source, ...(hints === null ? {} : { hints }) };
  const noted = reservations.length > 0 ? reservations : (hints?.reservations ?? []);
  return { ...document, item, reservations: noted };
}
