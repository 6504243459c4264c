import { createHash } from 'node:crypto';
import type { CandidateRule, Signature } from '@wirefold/contracts/evidence';

/** How days are cut into blocks: an article's keys lie in its block, a look goes to the blocks of the window. */
export interface Layout {
  readonly storyBlockDays: number;
  readonly nearBlockDays: number;
  /** Story blocks in a near block: records lie by near block, and both kinds of finds must reach them. */
  readonly ratio: number;
}

/** Block of articles without a day. */
export const UNDATED = 'u';

/**
 * Decides the blocks. Long blocks mean few look-ups and late expiry: blocks as long as their windows (8 and 32
 * days at windows of 7 and 30) let today's article look into two of each kind.
 */
export function layoutFor(rule: CandidateRule): Layout {
  const storyBlockDays = rule.storyWindowDays + 1;
  const ratio = Math.max(1, Math.ceil((rule.nearWindowDays + 1) / storyBlockDays));
  return { storyBlockDays, nearBlockDays: storyBlockDays * ratio, ratio };
}

/** Name of the block of a day. */
export function blockOf(day: number | null, blockDays: number): string {
  return day === null ? UNDATED : String(Math.floor(day / blockDays));
}

/** Names of the blocks that may hold days within the window, and of the undated; `*` where all do. */
export function blocksAround(day: number | null, windowDays: number, blockDays: number): string {
  if (day === null) return '*';
  const names = [UNDATED];
  const last = Math.floor((day + windowDays) / blockDays);
  for (let block = Math.floor((day - windowDays) / blockDays); block <= last; block++)
    names.push(String(block));
  return names.join(',');
}

/**
 * Packs keys as 32-bit little-endian words, each mixed by MurmurHash3's finaliser: it is one to one, and
 * sampled keys are anything but evenly spread in their low bits.
 */
export function packKeys(keys: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(keys.length * 4);
  keys.forEach((key, i) => {
    let h = key ^ (key >>> 16);
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    packed.writeUInt32LE((h ^ (h >>> 16)) >>> 0, i * 4);
  });
  return packed;
}

/** First 8 bytes of a SHA-1: a signature's, by which it is known again; its first 4 for an exact key. */
export function digestOf(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) {
    hash.update(`${part.length}:`);
    hash.update(part);
  }
  return hash.digest().subarray(0, 8);
}

/** What the index keeps of an article beside its keys. */
export interface Held {
  readonly articleId: string;
  readonly day: number | null;
  readonly sketch: Uint8Array;
}

/** Stands for an absent day: no article is 5.8 million years old. */
const NO_DAY = -0x80000000;
/** Bytes that the script puts before what is packed here: kind, newest twin, digest. */
export const RECORD_HEAD = 12;

/** Day, length and text of the id, sketch. */
export function packRecord({
  articleId,
  day,
  sketch,
}: Pick<Signature, 'articleId' | 'day' | 'sketch'>): Buffer {
  const id = Buffer.from(articleId);
  const head = Buffer.allocUnsafe(6);
  head.writeInt32LE(day ?? NO_DAY);
  head.writeUInt16LE(id.length, 4);
  return Buffer.concat([head, id, sketch]);
}

/** Whether a record is a twin's, which has nothing to be compared. */
export function isTwin(record: Buffer): boolean {
  return record[0] === 1;
}

/** Reads what `packRecord` made, after the script's head. */
export function parseRecord(record: Buffer): Held {
  const day = record.readInt32LE(RECORD_HEAD);
  const start = RECORD_HEAD + 6;
  const end = start + record.readUInt16LE(RECORD_HEAD + 4);
  return {
    articleId: record.toString('utf8', start, end),
    day: day === NO_DAY ? null : day,
    sketch: new Uint8Array(record.subarray(end)),
  };
}
