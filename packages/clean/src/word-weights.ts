/** Buckets that words are hashed into; two words that meet in one share a weight. */
export const WORD_BUCKETS = 1 << 14;

/** FNV-1a over UTF-16 code units (Fowler, Noll, Vo), folded into the buckets. */
export function bucketOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
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
