import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  inflate,
  inflateRaw,
  type ZlibOptions,
} from 'node:zlib';
import { QuarantineError } from '@wirefold/contracts/outcome';
import { LARGE_BODY_BYTES } from './read-body.ts';
import { RejectError } from './reject-error.ts';

interface Decoder {
  /** Decodes all of it; throws a RangeError where that is over `maxOutputLength`. */
  readonly whole: (bytes: Uint8Array, options: ZlibOptions) => Promise<Uint8Array>;
  /** Decodes it piece by piece. */
  readonly open: () => Transform;
}

const GZIP: Decoder = { whole: promisify(gunzip), open: createGunzip };
const ZLIB: Decoder = { whole: promisify(inflate), open: createInflate };
const BARE: Decoder = { whole: promisify(inflateRaw), open: createInflateRaw };
const BROTLI: Decoder = { whole: promisify(brotliDecompress), open: createBrotliDecompress };

/** RFC 9110 section 8.4.1. `deflate` means zlib (RFC 1950), but some servers send bare RFC 1951. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Decoder>> = {
  gzip: () => GZIP,
  'x-gzip': () => GZIP,
  deflate: (bytes) => (((bytes[0] ?? 0) & 0x0f) === 8 ? ZLIB : BARE),
  br: () => BROTLI,
};

/** No encoding here makes anything longer by more than a few bytes in a thousand. */
const LONGER_BY = 65_536;

export interface DecodingBounds {
  /** Bytes that each layer may come to. */
  readonly maxBytes: number;
  readonly maxEncodings: number;
  /** So many bytes will do, and the rest is not decoded. */
  readonly enough?: number | undefined;
  /** Asked before a layer may come to more than `LARGE_BODY_BYTES`. */
  readonly beforeLarge?: () => Promise<void>;
}

/**
 * Undoes the content encodings of a body, last first. The output of every layer is held under
 * `maxBytes` while it is made, so a bomb costs no more than that.
 * @throws RejectError `too-large`; QuarantineError `protocol-error` for a broken or unknown encoding
 */
export async function decodeContent(
  body: Uint8Array,
  encodings: string | undefined,
  bounds: DecodingBounds,
): Promise<Uint8Array> {
  const layers = (encodings ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  if (layers.length > bounds.maxEncodings)
    throw new QuarantineError('protocol-error', `${layers.length} nested content encodings`);
  let bytes = body;
  for (const [at, name] of layers.entries()) {
    const isLast = at === layers.length - 1;
    const enough = isLast ? bounds.enough : encodedEnough(bounds.enough);
    bytes = await decodeLayer(bytes, name, { ...bounds, enough });
  }
  return bytes;
}

/** Bytes of an encoded body that hold at least the first `enough` of what it stands for. */
export function encodedEnough(enough: number | undefined): number | undefined {
  return enough === undefined ? undefined : enough + LONGER_BY;
}

async function decodeLayer(bytes: Uint8Array, name: string, bounds: DecodingBounds): Promise<Uint8Array> {
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.(bytes) : undefined;
  if (decoder === undefined)
    throw new QuarantineError(
      'protocol-error',
      `content encoding ${JSON.stringify(name.slice(0, 40))} was not asked for`,
    );
  if (bytes.length === 0) return bytes;
  const { maxBytes, enough } = bounds;
  try {
    if (enough !== undefined) return await decodeFirst(bytes, decoder.open(), enough);
    return await decodeWithin(bytes, decoder.whole, bounds);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new RejectError('too-large', `the body is over ${maxBytes} bytes after ${name}`, { cause });
    throw new QuarantineError('protocol-error', `the body is no valid ${name}`, { cause });
  }
}

/** What turns out to be large is decoded again when it may be: few bodies are, and nothing says so before. */
async function decodeWithin(
  bytes: Uint8Array,
  decode: Decoder['whole'],
  { maxBytes, beforeLarge }: DecodingBounds,
): Promise<Uint8Array> {
  try {
    return await decode(bytes, { maxOutputLength: Math.min(LARGE_BODY_BYTES, maxBytes) });
  } catch (error) {
    if (!(error instanceof RangeError) || maxBytes <= LARGE_BODY_BYTES) throw error;
  }
  await beforeLarge?.();
  return decode(bytes, { maxOutputLength: maxBytes });
}

async function decodeFirst(bytes: Uint8Array, decoder: Transform, enough: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  decoder.end(bytes);
  for await (const chunk of decoder) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= enough) break;
  }
  return Buffer.concat(chunks, Math.min(length, enough));
}
