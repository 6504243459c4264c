import { isUtf8 } from 'node:buffer';
import { decodeText, SINGLE_BYTE } from './charset.ts';

/** Bytes of a document in an encoding of several bytes a character, other than UTF-8, in which damage is counted. */
const COUNTED_BYTES = 2 * 1024 * 1024;

const REPLACEMENT = 0xfffd;

/**
 * Counts the places that an encoding has no character for: each becomes U+FFFD when the bytes are decoded (WHATWG
 * Encoding). A U+FFFD that stands in the source is no such place. Sound UTF-8 and windows-1252 are seen to be sound
 * without being decoded.
 */
export function countUndecodable(bytes: Uint8Array, charset: string): number {
  if (charset === 'utf-8') return isUtf8(bytes) ? 0 : countBrokenUtf8(bytes);
  if (SINGLE_BYTE.test(charset)) return countHoles(bytes, charset);
  if (charset === 'utf-16le' || charset === 'utf-16be') return countBrokenUtf16(bytes, charset);
  return isSound(bytes, charset) ? 0 : countReplaced(bytes.subarray(0, COUNTED_BYTES), charset);
}

/** Bytes that the second byte of a sequence may be, where it is not 0x80 to 0xBF (WHATWG Encoding, UTF-8 decoder). */
const SECOND: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf] as const],
  [0xed, [0x80, 0x9f] as const],
  [0xf0, [0x90, 0xbf] as const],
  [0xf4, [0x80, 0x8f] as const],
]);
const ANY_SECOND = [0x80, 0xbf] as const;

/** One for each sequence that breaks off, as far as it was sound; one pass. */
function countBrokenUtf8(bytes: Uint8Array): number {
  let broken = 0;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at++] ?? 0;
    if (lead < 0x80) continue;
    const length = sequenceLength(lead);
    let [low, high] = SECOND.get(lead) ?? ANY_SECOND;
    let left = length - 1;
    while (left > 0 && at < bytes.length) {
      const next = bytes[at] ?? 0;
      if (next < low || next > high) break;
      [low, high] = ANY_SECOND;
      at++;
      left--;
    }
    if (length === 0 || left > 0) broken++;
  }
  return broken;
}

/** 0 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Bytes that a single-byte encoding leaves out, by its name. */
const holes = new Map<string, readonly number[]>();

function countHoles(bytes: Uint8Array, charset: string): number {
  const left = holes.get(charset) ?? holesOf(charset);
  holes.set(charset, left);
  if (left.length === 0) return 0;
  const isHole = new Uint8Array(256);
  for (const byte of left) isHole[byte] = 1;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) count += isHole[bytes[at] ?? 0] ?? 0;
  return count;
}

function holesOf(charset: string): number[] {
  const text = decodeText(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    charset,
  );
  return [...text].flatMap((character, byte) => (character.charCodeAt(0) === REPLACEMENT ? [byte] : []));
}

/** Halves of pairs that stand alone, and half a unit at the end. */
function countBrokenUtf16(bytes: Uint8Array, charset: string): number {
  const high = charset === 'utf-16be' ? 0 : 1;
  let broken = 0;
  let isOpen = false;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const kind = (bytes[at + high] ?? 0) & 0xfc;
    const isLow = kind === 0xdc;
    if (isOpen !== isLow) broken++;
    isOpen = kind === 0xd8;
  }
  return isOpen || bytes.length % 2 === 1 ? broken + 1 : broken;
}

function isSound(bytes: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function countReplaced(bytes: Uint8Array, charset: string): number {
  const text = decodeText(bytes, charset);
  let replaced = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === REPLACEMENT) replaced++;
  return replaced;
}
