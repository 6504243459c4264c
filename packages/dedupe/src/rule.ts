import type { CandidateRule, Signature } from '@wirefold/contracts/evidence';

/** What the rule looks at in a signature. */
export type Keyed = Pick<Signature, 'articleId' | 'day' | 'exactKey' | 'fingerprints' | 'termKeys'>;

/**
 * The rule by which the shipped signatures are compared. 3 shared fingerprints within 30 days and
 * 7 days for a story are DESIGN 8 and 9. Pairs days apart must be far liker to count, and share more keys: up to
 * three more lose nothing and leave a quarter of the candidates (docs/decisions/0014-a-million-articles.md).
 */
export const DEFAULT_RULE: CandidateRule = {
  minSharedFingerprints: 3,
  nearWindowDays: 30,
  minSharedTermKeys: 3,
  storyWindowDays: 7,
  moreTermKeysApart: 3,
};

/**
 * Decides whether two articles are worth comparing: enough shared fingerprints or the same
 * (non-empty) exact key within the near window, or enough shared term keys within the story window.
 * Windows include their last day; an article without a day meets every day; nothing meets itself.
 */
export function areCandidates(rule: CandidateRule, a: Keyed, b: Keyed): boolean {
  if (a.articleId === b.articleId) return false;
  const gap = a.day === null || b.day === null ? 0 : Math.abs(a.day - b.day);
  if (gap <= rule.nearWindowDays) {
    if (a.exactKey !== '' && a.exactKey === b.exactKey) return true;
    if (sharedCount(a.fingerprints, b.fingerprints) >= rule.minSharedFingerprints) return true;
  }
  return gap <= rule.storyWindowDays && sharedCount(a.termKeys, b.termKeys) >= leastTermKeys(rule, gap);
}

/** Term keys that two articles so many days apart must share. */
export function leastTermKeys(rule: CandidateRule, gap: number): number {
  return rule.minSharedTermKeys + Math.min(gap, rule.moreTermKeysApart);
}

/** Number of values in both of two ascending lists. */
export function sharedCount(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return shared;
}
