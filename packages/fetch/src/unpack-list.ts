import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { identifyForm, isFeed, isList } from './document-form.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { RejectError } from './reject-error.ts';
import { MAX_SITEMAP_BYTES } from './sitemap-entries.ts';

const unzip = promisify(gunzip);

/**
 * Unpacks a gzipped list or feed (`sitemap.xml.gz`), whose packing is the file's own and no content encoding.
 * Anything else stays as it is: broken gzip, and gzip of other things.
 * @throws RejectError `too-large` where it has more than 50 MB unpacked, the sitemap protocol's bound
 */
export async function unpackList<S extends { readonly bytes: Uint8Array; readonly type: MediaType }>(
  source: S,
): Promise<S> {
  const { bytes } = source;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 0x08) return source;
  const inner = await unzip(bytes, { maxOutputLength: MAX_SITEMAP_BYTES }).catch(asFault);
  if (inner === undefined) return source;
  const form = identifyForm(inner, undefined);
  return isFeed(form) || isList(form) ? { ...source, bytes: inner, type: parseMediaType(undefined) } : source;
}

function asFault(cause: unknown): undefined {
  if (!(cause instanceof RangeError)) return undefined;
  throw new RejectError('too-large', `over ${MAX_SITEMAP_BYTES} bytes after gzip`, { cause });
}
