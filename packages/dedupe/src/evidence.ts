import type { Evidence } from '@wirefold/contracts/evidence';
import { HEADLINE_STEMS, MIN_WORDS, TERSE_WORDS } from './fingerprints.ts';
import { compareIds } from './fold.ts';
import { isLookAlike } from './look-alike.ts';
import { readSketchOf } from './read-sketch.ts';
import { type Containment, type Measured, measure, SIGNAL_NAMES, SIGNALS } from './signals.ts';
import type { Sketch } from './sketch.ts';
import type { DayGains, TermWeights } from './weights.ts';

/** An article with its sketch, as an index gives it. */
export interface Sketched {
  readonly articleId: string;
  readonly sketch: Uint8Array;
}

/**
 * Pairs under this probability are not worth a row: the fold counts a missing pair as its floor of -3, this is
 * -1.1. Against 0.2 it saves 17 rows of 100 on Reuters, nothing changes on BASIL, and ECB+ loses at most
 * 0.003 of B-cubed F1; 0.3 saves 30, and costs BASIL 0.005.
 */
export const LEAST_SCORE = 0.25;
/** A near copy shares at least 3 fingerprints and holds at least 0.4 of the shorter text (DESIGN 9). */
const NEAR_SHARED = 3;
const NEAR_CONTAINMENT = 0.4;
/** Under this share of the longer text the shorter is a fragment, and must also have the same lead. */
const FRAGMENT_SHARE = 0.35;
const FRAGMENT_LEAD = 0.5;
/** A text that holds this much of the other, and the reverse, is a copy; less is truncated or extended. */
const COPY_SHARE = 0.7;
/** A text that is at most this share of another, whose quarters speak of other names, is an item of a round-up. */
const ITEM_SHARE = 0.6;
const ROUND_UP_COHESION = 0.12;
/** One that begins with the item might as well be the item's longer version: it must be more scattered. */
const ROUND_UP_LEAD_COHESION = 0.07;
/** A text under this is a round-up whatever it is held against, and tells no story of its own. */
const SCATTERED = 0.05;
/** The most that a round-up may weigh: even odds, at which nothing is joined. */
const ROUND_UP_SCORE = 0.5;
/** Two texts without a body have fewer signals than the weights were learned on: this much is added to the logit. */
const TERSE_GAIN = 1;
/** Pairs days apart that are this likely but for the days are stated all the same: other events of one saga. */
const RELATED = 0.7;

/** Days between two articles' dates; undefined where neither has one. */
type DaysApart = number | 'one-undated' | undefined;

/**
 * States the strongest fact about two articles, or null where they have nothing to do with each other:
 * `exact` (score 1), `near` (a copy, or one truncated or extended), or `story` of at least 0.25, and of less
 * where nothing but the days speaks against it (signal `alike` of at least 0.7). It is symmetric, and depends on the
 * two sketches and the weights alone.
 */
export function evidenceBetween(a: Sketched, b: Sketched, weights: TermWeights): Evidence | null {
  if (a.articleId === b.articleId) return null;
  const [first, second] = compareIds(a.articleId, b.articleId) < 0 ? [a, b] : [b, a];
  const fact = factBetween(
    readSketchOf(first.articleId, first.sketch),
    readSketchOf(second.articleId, second.sketch),
    weights,
  );
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
  const days = daysApart(a.day, b.day);
  if (a.exactKey !== '' && a.exactKey === b.exactKey)
    return { kind: 'exact', score: 1, signals: typeof days === 'number' ? { days } : {} };
  const measured = measure(a, b);
  if (isLookAlike(a, b, measured)) return null;
  if (isNear(measured)) {
    const signals = named(measured, days);
    if (isItem(a, b, measured) || isItem(b, a, { ...measured, containment: turned(measured.containment) })) {
      const score = ROUND_UP_SCORE * Math.min(1, measured.containment.most);
      return { kind: 'near', score, signals: { ...signals, roundup: 1 } };
    }
    const score = 0.9 + 0.1 * Math.min(1, measured.containment.most);
    return { kind: 'near', score, signals: { ...signals, ...shapeOf(measured.containment) } };
  }
  if (isScant(a) || isScant(b)) return null;
  return storyBetween(a, b, measured, days, weights);
}

function storyBetween(
  a: Sketch,
  b: Sketch,
  measured: Measured,
  days: DaysApart,
  weights: TermWeights,
): Fact | null {
  const hints = hintsBetween(a, b, days);
  const hint = logitOf(hints, weights);
  const told = storyScore(measured.signals, days, weights, hint);
  const score = isScattered(a) || isScattered(b) ? Math.min(ROUND_UP_SCORE, told) : told;
  const signals: Record<string, number> = { ...named(measured, days), ...hints };
  if (typeof days === 'number')
    signals.alike = rounded(storyScore(measured.signals, undefined, weights, hint));
  const isRelated = days !== 0 && (signals.alike ?? 0) >= RELATED;
  return score < LEAST_SCORE && !isRelated ? null : { kind: 'story', score, signals };
}

/** Too little is said to tell what it is about. */
function isScant({ words, headlineStems }: Sketch): boolean {
  return words < MIN_WORDS && headlineStems < HEADLINE_STEMS;
}

/** Whether the texts share so much that one is a copy of the other, whole or in part. */
export function isNear({ containment: { shared, ofFirst, ofSecond, most }, signals }: Measured): boolean {
  if (shared < NEAR_SHARED || most < NEAR_CONTAINMENT) return false;
  return (
    Math.min(ofFirst, ofSecond) >= FRAGMENT_SHARE * most || (signals[SIGNALS.lead] ?? 0) >= FRAGMENT_LEAD
  );
}

/** Whether the first text is one item of several that the second, a round-up, holds. */
function isItem(item: Sketch, whole: Sketch, { containment, signals }: Measured): boolean {
  if (item.headlineKey !== 0 && item.headlineKey === whole.headlineKey) return false;
  const limit = (signals[SIGNALS.lead] ?? 0) < FRAGMENT_LEAD ? ROUND_UP_COHESION : ROUND_UP_LEAD_COHESION;
  return (
    containment.ofSecond <= ITEM_SHARE * containment.ofFirst &&
    whole.cohesion < Math.min(limit, item.cohesion)
  );
}

function turned({ shared, ofFirst, ofSecond, most }: Containment): Containment {
  return { shared, ofFirst: ofSecond, ofSecond: ofFirst, most };
}

function isScattered({ cohesion }: Sketch): boolean {
  return cohesion < SCATTERED;
}

/** What the first article is to the second. */
function shapeOf({ ofFirst, ofSecond }: Containment): Record<string, number> {
  if (Math.min(ofFirst, ofSecond) >= COPY_SHARE * Math.max(ofFirst, ofSecond)) return { copy: 1 };
  return ofFirst > ofSecond ? { truncated: 1 } : { extended: 1 };
}

const coefficients = new WeakMap<TermWeights, readonly number[]>();

/** The coefficients in the order of `SIGNAL_NAMES`. */
function coefficientsOf(weights: TermWeights): readonly number[] {
  const known = coefficients.get(weights);
  if (known !== undefined) return known;
  const listed = SIGNAL_NAMES.map((name) => weights.logistic.coefficients[name]);
  coefficients.set(weights, listed);
  return listed;
}

function daysApart(a: number | null, b: number | null): DaysApart {
  if (a === null || b === null) return a === b ? undefined : 'one-undated';
  return Math.abs(a - b);
}

/**
 * What the days between two articles add to the logit; two undated ones get nothing: of an archive without dates
 * nothing is known, while one undated among dated ones is rarely of their day.
 */
function gainOf(days: DaysApart, { sameDay, nextDay, furtherDay, undated }: DayGains): number {
  if (days === undefined) return 0;
  if (days === 'one-undated') return undated;
  return days === 0 ? sameDay : nextDay + furtherDay * (days - 1);
}

/** What tells of a pair beside signals and days: that both are short, and the days of the week that the undated name. */
interface Hints {
  readonly terse?: 1;
  /** 1 for a day in common, -1 for others. */
  readonly weekday?: 1 | -1;
}

function hintsBetween(a: Sketch, b: Sketch, days: DaysApart): Hints {
  const terse = a.words < TERSE_WORDS && b.words < TERSE_WORDS ? ({ terse: 1 } as const) : {};
  if (typeof days === 'number' || a.weekdays === 0 || b.weekdays === 0) return terse;
  return { ...terse, weekday: (a.weekdays & b.weekdays) === 0 ? -1 : 1 };
}

function logitOf({ terse, weekday }: Hints, { days }: TermWeights): number {
  return (terse ?? 0) * TERSE_GAIN + (weekday ?? 0) * days.weekday;
}

/** The probability that both tell one story; signals in the order of `SIGNAL_NAMES`, `hint` in logits. */
export function storyScore(
  signals: readonly number[],
  days: DaysApart,
  weights: TermWeights,
  hint = 0,
): number {
  const listed = coefficientsOf(weights);
  let logit = weights.logistic.intercept + gainOf(days, weights.days) + hint;
  for (let at = 0; at < listed.length; at += 1) logit += (listed[at] ?? 0) * (signals[at] ?? 0);
  return 1 / (1 + Math.exp(-logit));
}

function named({ signals }: Measured, days: DaysApart): Record<string, number> {
  const record: Record<string, number> = {};
  for (let at = 0; at < signals.length; at += 1) record[SIGNAL_NAMES[at] ?? ''] = rounded(signals[at] ?? 0);
  if (typeof days === 'number') record.days = days;
  return record;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
