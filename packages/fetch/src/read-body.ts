import { QuarantineError } from '@wirefold/contracts/outcome';
import type { SentBody } from './exchange.ts';
import { RejectError } from './reject-error.ts';

/** Bytes above which a body is large: pages have some 20 to 300 KB. */
export const LARGE_BODY_BYTES = 1024 * 1024;

export interface BodyBounds {
  readonly maxBytes: number;
  /** The field `Content-Length`, which may be missing or wrong. */
  readonly declared: string | undefined;
  /** So many bytes will do, and the rest is not read. */
  readonly enough: number | undefined;
  /** Asked before more than `LARGE_BODY_BYTES` are held. */
  readonly beforeLarge: () => Promise<void>;
}

/**
 * Reads a body as it is sent, up to its bounds.
 * @throws RejectError `too-large`; what the connection throws
 */
export async function readBody(body: SentBody, bounds: BodyBounds): Promise<Uint8Array> {
  const { maxBytes, enough = Number.POSITIVE_INFINITY, beforeLarge } = bounds;
  const tooLarge = () => {
    body.discard();
    return new RejectError('too-large', `the body is over ${maxBytes} bytes as sent`);
  };
  if (Math.min(Number(bounds.declared), enough) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new QuarantineError('protocol-error', 'the body is not bytes');
    length += chunk.length;
    if (Math.min(length, enough) > maxBytes) throw tooLarge();
    chunks.push(chunk);
    if (length >= enough) break;
    if (length > LARGE_BODY_BYTES) await beforeLarge();
  }
  return Buffer.concat(chunks, Math.min(length, enough));
}
