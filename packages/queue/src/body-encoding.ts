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
/**
 * Bytes up to which bodies are packed and unpacked on the event loop, where a page of 20 kB took 0.4 ms to pack, a fifth of
 * all that fetching it cost there; above them zlib's threads do it. Handing over costs some 0.05 ms.
 */
const MAX_SYNC_BYTES = { pack: 8 * 1024, unpack: 64 * 1024 } as const;
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
    const small = bytes.byteLength <= MAX_SYNC_BYTES.pack;
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
  return packed.byteLength <= MAX_SYNC_BYTES.unpack
    ? brotliDecompressSync(packed, LIMITS)
    : inflateAside(packed, LIMITS);
}
