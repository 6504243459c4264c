import type { DedupeRecord } from '@wirefold/dedupe/filter';

const WORDS = /[\p{L}\p{N}]+/gu;

/** The words of headline and text as the peers read them: runs of letters and digits, lower-cased. */
export function wordsOf({ title, text }: Pick<DedupeRecord, 'title' | 'text'>): string[] {
  return `${title}\n${text}`.toLowerCase().match(WORDS) ?? [];
}

/** 32 bits of a text (FNV-1a over UTF-16 code units, with MurmurHash3's finaliser); another seed, other bits. */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return spread(hash);
}

/** MurmurHash3's 32-bit finaliser: a permutation that spreads each bit over all. */
export function spread(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
