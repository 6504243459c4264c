import type { Evidence } from '@wirefold/contracts/evidence';
import { MIN_WORDS } from './fingerprints.ts';
import { compareIds } from './fold.ts';
import { isLookAlike } from './look-alike.ts';
import {
  type Containment,
  containmentBetween,
  SIGNAL_NAMES,
  type Signals,
  signalsBetween,
} from './signals.ts';
import { readSketch, type Sketch } from './sketch.ts';
import type { TermWeights } from './weights.ts';

/** An article with its sketch, as an index gives it. */
export interface Sketched {
  readonly articleId: string;
  readonly sketch: Uint8Array;
}

/** Pairs under this probability are not worth a row: the fold's floor (-3) is 0.047, related stories begin here. */
const LEAST_SCORE = 0.2;
/** A near copy shares at least 3 fingerprints and holds at least 0.4 of the shorter text (DESIGN 9). */
const NEAR_SHARED = 3;
const NEAR_CONTAINMENT = 0.4;
/** Under this share of the longer text the shorter is a fragment, and must also have the same lead. */
const FRAGMENT_SHARE = 0.35;
const FRAGMENT_LEAD = 0.5;
/** A text that holds this much of the other, and the reverse, is a copy; less is truncated or extended. */
const COPY_SHARE = 0.7;
/**
 * What the days between two articles add to the logit; undated pairs get nothing. Read by hand, 28 of 30
 * folded pairs of one day were one event, 5 of 10 a day apart, 1 of 20 later (RECIPES); a third of the
 * true pairs of BASIL lie one to three days apart, so later days are a cost and not a bar.
 * Set by hand with BASIL's figures in view; not validated on another dated set.
 */
const SAME_DAY_GAIN = 0.5;
const DAY_COST = 0.5;

/**
 * States the strongest fact about two articles, or null where they have nothing to do with each other:
 * `exact` (score 1), `near` (a copy, or one truncated or extended), or `story` of at least 0.2. It is
 * symmetric, and depends on the two sketches and the weights alone.
 */
export function evidenceBetween(a: Sketched, b: Sketched, weights: TermWeights): Evidence | null {
  if (a.articleId === b.articleId) return null;
  const [first, second] = compareIds(a.articleId, b.articleId) < 0 ? [a, b] : [b, a];
  const fact = factBetween(readSketch(first.sketch), readSketch(second.sketch), weights);
  if (fact === null) return null;
  return {
    articleId: first.articleId,
    otherArticleId: second.articleId,
    kind: fact.kind,
    score: rounded(fact.score),
    signals: fact.signals,
    weightsVersion: weights.version,
  };
}

type Fact = Pick<Evidence, 'kind' | 'score' | 'signals'>;

function factBetween(a: Sketch, b: Sketch, weights: TermWeights): Fact | null {
  const days = daysBetween(a, b);
  if (a.exactKey !== '' && a.exactKey === b.exactKey) return { kind: 'exact', score: 1, signals: days };
  const measured = signalsBetween(a, b);
  const containment = containmentBetween(a, b);
  const signals = { ...named(measured), ...days };
  if (isLookAlike(a, b, measured)) return null;
  if (isNear(containment, measured)) {
    const share = Math.min(1, containment.most);
    return { kind: 'near', score: 0.9 + 0.1 * share, signals: { ...signals, ...shapeOf(containment) } };
  }
  if (Math.min(a.words, b.words) < MIN_WORDS) return null;
  const score = storyScore(measured, days.days, weights);
  return score < LEAST_SCORE ? null : { kind: 'story', score, signals };
}

function isNear({ shared, ofFirst, ofSecond, most }: Containment, { lead }: Signals): boolean {
  if (shared < NEAR_SHARED || most < NEAR_CONTAINMENT) return false;
  return Math.min(ofFirst, ofSecond) >= FRAGMENT_SHARE * most || lead >= FRAGMENT_LEAD;
}

/** What the first article is to the second. */
function shapeOf({ ofFirst, ofSecond }: Containment): Record<string, number> {
  if (Math.min(ofFirst, ofSecond) >= COPY_SHARE * Math.max(ofFirst, ofSecond)) return { copy: 1 };
  return ofFirst > ofSecond ? { truncated: 1 } : { extended: 1 };
}

/** The probability that both tell one story. */
export function storyScore(signals: Signals, days: number | undefined, { logistic }: TermWeights): number {
  let logit = logistic.intercept + (days === undefined ? 0 : SAME_DAY_GAIN - DAY_COST * days);
  for (const name of SIGNAL_NAMES) logit += logistic.coefficients[name] * signals[name];
  return 1 / (1 + Math.exp(-logit));
}

function daysBetween(a: Sketch, b: Sketch): Record<string, number> {
  return a.day === null || b.day === null ? {} : { days: Math.abs(a.day - b.day) };
}

function named(signals: Signals): Record<string, number> {
  return Object.fromEntries(SIGNAL_NAMES.map((name) => [name, rounded(signals[name])]));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
