/** Buckets that words are hashed into; two words that meet in one share a weight. */
export const WORD_BUCKETS = 1 << 14;

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over UTF-16 code units (Fowler, Noll, Vo), 32 bits. */
export function hashOf(word: string): number {
  let hash = OFFSET;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

/** Hash of a pair in its order; `kind` keeps apart what is said of a word (its place, its role). */
export function joinHashes(kind: number, hash: number, next = 0): number {
  const mixed = Math.imul(hash ^ Math.imul(kind + 1, 0x9e3779b1), PRIME);
  return Math.imul(mixed ^ (mixed >>> 15) ^ next, 0x85ebca6b);
}

/** The bucket of a hash, 0 to `WORD_BUCKETS` - 1. */
export function bucketOf(hash: number): number {
  return ((hash >>> 14) ^ hash) & (WORD_BUCKETS - 1);
}

/** Learned weights of hashed words: logits in steps of `step`, -127 to 127 of them. */
export interface WordWeights {
  readonly step: number;
  readonly weights: Int8Array;
}

/** Weight of one bucket as a logit; positive speaks for the article. */
export function weightOfWord({ step, weights }: WordWeights, bucket: number): number {
  return (weights[bucket] ?? 0) * step;
}

/** Sum of the buckets' weights over the square root of their number: a long text does not outweigh by its length. */
export function logitOfBuckets(weights: WordWeights, buckets: readonly number[]): number {
  let sum = 0;
  for (const bucket of buckets) sum += weightOfWord(weights, bucket);
  return buckets.length === 0 ? 0 : sum / Math.sqrt(buckets.length);
}

/** A word as the scan finds it. */
export interface ScannedWord {
  readonly hash: number;
  readonly length: number;
  readonly isNumber: boolean;
}

/**
 * The words of a text's first `chars` characters, in lower case: runs of letters and digits. Letters beyond ASCII
 * are told by their blocks of Unicode, not one by one, which is what makes this fast.
 */
export function scanWords(text: string, chars: number): ScannedWord[] {
  const lower = text.slice(0, chars).toLowerCase();
  const words: ScannedWord[] = [];
  let hash = OFFSET;
  let length = 0;
  let isNumber = true;
  for (let at = 0; at <= lower.length; at += 1) {
    const code = at < lower.length ? lower.charCodeAt(at) : 32;
    if (isWordCode(code)) {
      hash = Math.imul(hash ^ code, PRIME);
      length += 1;
      if (code > 57) isNumber = false;
    } else if (length > 0) {
      words.push({ hash, length, isNumber });
      hash = OFFSET;
      length = 0;
      isNumber = true;
    }
  }
  return words;
}

function isWordCode(code: number): boolean {
  if (code < 128)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba;
  if (code < 0x2000) return code !== 0xd7 && code !== 0xf7;
  // General punctuation to miscellaneous symbols; ideographic and full-width punctuation.
  if (code < 0x2c00) return false;
  return !(
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xff00 && code <= 0xff0f) ||
    (code >= 0xff1a && code <= 0xff20)
  );
}
