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

/** What is stated between two texts: the highest scores of any of their articles, 0 where there is none. */
export interface Link {
  readonly story: number;
  /** Near, and exact but not certain. */
  readonly copy: number;
}

/** A link with one statement more. */
export function linkWith(known: Link | undefined, kind: EvidenceKind, score: number): Link {
  const { story = 0, copy = 0 } = known ?? {};
  return kind === 'story' ? { story: Math.max(story, score), copy } : { story, copy: Math.max(copy, score) };
}

/** The weight of a link: that of its strongest statement. */
export function linkWeight({ story, copy }: Link, crowding = 0): number {
  return Math.max(
    copy > 0 ? weightOf('near', copy, crowding) : 0,
    story > 0 ? weightOf('story', story, crowding) : 0,
  );
}
