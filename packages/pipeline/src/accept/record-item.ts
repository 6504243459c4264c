import { createHash } from 'node:crypto';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { NewItem } from '@wirefold/contracts/ports';
import { canonicalizeUrl, sourceOf } from '@wirefold/fetch/url';
import { type ArticleRecord, recordSchema } from '../stages/clean-input.ts';

/**
 * The item of one line of a JSONL file. Its address is the record's own `url`, else the file with the
 * record's `id`, else the file with the line's number. A line that is no record is an item all the
 * same: the clean stage rejects it by name.
 */
export function recordItem(bytes: Buffer, line: number, base: string, fallbackSource: string): NewItem {
  const record = parse(bytes);
  const own = record?.url ? canonicalizeUrl(record.url) : null;
  const url = own ?? `${base}#${record?.id === undefined ? `line-${line}` : encodeURIComponent(record.id)}`;
  return {
    id: itemIdOf(url),
    url,
    kind: 'record',
    kindForced: true,
    source: record?.source || (own ? sourceOf(own) : fallbackSource),
    provided: {
      bytes,
      mediaType: 'application/json',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  };
}

function parse(bytes: Buffer): ArticleRecord | null {
  try {
    return recordSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
}
