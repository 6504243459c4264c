import type { EvidenceKind } from '@wirefold/contracts/evidence';

/** Logits count in full up to ±2.5; beyond, ever less, up to ±3 (RECIPES: "Average linkage on the logit"). */
const FULL = 2.5;
const LIMIT = 3;
const UNIT = 1_000_000;

/** Weight of a pair at even odds: folding joins above a mean of this, and pairs that nobody stated weigh 0. */
export const EVEN = LIMIT * UNIT;

/**
 * The highest weight, which exact and near pairs have (but a round-up and its item, which are stated at even
 * odds or less, and never join). It is twice `EVEN`, so that an article which is sure
 * to belong to two others cannot bridge them against the floor between the two.
 */
const CEILING = 2 * EVEN;

/**
 * What average linkage adds up for a pair: the logit of its score, eased off towards ±3, in millionths above the
 * floor of -3: a whole number, so that sums do not depend on their order. It keeps growing with the score:
 * where many pairs weigh the same, folding has many steps that could come first. `crowding` is the mean of
 * the two articles' (`crowdingOf`); copies have nothing to do with it.
 */
export function weightOf(kind: EvidenceKind, score: number, crowding = 0): number {
  if (kind !== 'story' && score > 0.5) return CEILING;
  const logit = Math.log(score / (1 - score)) - crowding;
  return EVEN + Math.round(eased(logit) * UNIT);
}

function eased(logit: number): number {
  const excess = Math.abs(logit) - FULL;
  if (excess <= 0) return logit;
  return Math.sign(logit) * (LIMIT - (LIMIT - FULL) * Math.exp(-excess / 2));
}
