import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { QuarantineError } from '@wirefold/contracts/outcome';
import type { HttpLimits } from './http-limits.ts';
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

/**
 * Undoes the content encodings of a body, last first. The output of every layer is held under
 * `maxBodyBytes` while it is made, so a bomb costs no more than that.
 * @throws RejectError `too-large`; QuarantineError `protocol-error` for a broken or unknown encoding
 */
export async function decodeContent(
  body: Uint8Array,
  encodings: string | undefined,
  limits: HttpLimits,
): Promise<Uint8Array> {
  const layers = (encodings ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (layers.length > limits.maxEncodings)
    throw new QuarantineError('protocol-error', `${layers.length} nested content encodings`);
  let bytes = body;
  for (const name of layers.reverse()) bytes = await decodeLayer(bytes, name, limits.maxBodyBytes);
  return bytes;
}

async function decodeLayer(bytes: Uint8Array, name: string, maxBytes: number): Promise<Uint8Array> {
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (decode === undefined)
    throw new QuarantineError(
      'protocol-error',
      `content encoding ${JSON.stringify(name.slice(0, 40))} was not asked for`,
    );
  if (bytes.length === 0) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new RejectError('too-large', `the body is over ${maxBytes} bytes after ${name}`, { cause });
    throw new QuarantineError('protocol-error', `the body is no valid ${name}`, { cause });
  }
}
