import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { QuarantineError } from '@wirefold/contracts/outcome';
import { LARGE_BODY_BYTES } from './read-body.ts';
import { RejectError } from './reject-error.ts';

type Decoder = (bytes: Uint8Array, options: ZlibOptions) => Promise<Uint8Array>;

const inflateZlib: Decoder = promisify(inflate);
const inflateBare: Decoder = promisify(inflateRaw);

/** RFC 9110 section 8.4.1. `deflate` means zlib (RFC 1950), but some servers send bare RFC 1951. */
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: (bytes, options) =>
    ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateZlib(bytes, options) : inflateBare(bytes, options),
  br: promisify(brotliDecompress),
};

export interface DecodingBounds {
  /** Bytes that each layer may come to. */
  readonly maxBytes: number;
  readonly maxEncodings: number;
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
    .filter((name) => name !== '' && name !== 'identity');
  if (layers.length > bounds.maxEncodings)
    throw new QuarantineError('protocol-error', `${layers.length} nested content encodings`);
  let bytes = body;
  for (const name of layers.reverse()) bytes = await decodeLayer(bytes, name, bounds);
  return bytes;
}

async function decodeLayer(bytes: Uint8Array, name: string, bounds: DecodingBounds): Promise<Uint8Array> {
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (decode === undefined)
    throw new QuarantineError(
      'protocol-error',
      `content encoding ${JSON.stringify(name.slice(0, 40))} was not asked for`,
    );
  if (bytes.length === 0) return bytes;
  const { maxBytes } = bounds;
  try {
    return await decodeWithin(bytes, decode, bounds);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new RejectError('too-large', `the body is over ${maxBytes} bytes after ${name}`, { cause });
    throw new QuarantineError('protocol-error', `the body is no valid ${name}`, { cause });
  }
}

/** What turns out to be large is decoded again when it may be: few bodies are, and nothing says so before. */
async function decodeWithin(
  bytes: Uint8Array,
  decode: Decoder,
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
