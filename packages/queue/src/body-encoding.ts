import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
} from 'node:zlib';

/** First byte of a stored body: how the rest is encoded. Numbers are never used again for another meaning. */
const PLAIN = 0;
const BROTLI = 1;

/** Bytes below which compressing saves less than Redis's own overhead of a field. */
const MIN_COMPRESSED_BYTES = 512;
/** Bytes above which the work (about 3.6 µs a kB) leaves the event loop for zlib's threads. */
const MAX_SYNC_BYTES = 256 * 1024;
/** Bytes; a body that inflates to more was not written by us. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** Brotli at quality 1: docs/decisions/0002-bodies-in-redis.md has the figures. */
const SETTINGS = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const LIMITS = { maxOutputLength: MAX_BODY_BYTES };
const compressAside = promisify(brotliCompress);
const inflateAside = promisify<Uint8Array, typeof LIMITS, Buffer>(brotliDecompress);

/** Encodes a body for Redis, compressed where that makes it smaller. */
export async function encodeBody(bytes: Uint8Array): Promise<Buffer> {
  if (bytes.byteLength >= MIN_COMPRESSED_BYTES) {
    const small = bytes.byteLength <= MAX_SYNC_BYTES;
    const packed = small ? brotliCompressSync(bytes, SETTINGS) : await compressAside(bytes, SETTINGS);
    if (packed.byteLength < bytes.byteLength) return Buffer.concat([Buffer.of(BROTLI), packed]);
  }
  return Buffer.concat([Buffer.of(PLAIN), bytes]);
}

/** Decodes what `encodeBody` made; throws where the bytes are damaged or of an encoding unknown to this version. */
export async function decodeBody(stored: Buffer): Promise<Uint8Array> {
  const packed = stored.subarray(1);
  if (stored[0] === PLAIN) return packed;
  if (stored[0] !== BROTLI) {
    throw new Error(`Body has the unknown encoding ${stored[0]}: a newer version wrote it; update this one`);
  }
  return packed.byteLength <= MAX_SYNC_BYTES / 4
    ? brotliDecompressSync(packed, LIMITS)
    : inflateAside(packed, LIMITS);
}
