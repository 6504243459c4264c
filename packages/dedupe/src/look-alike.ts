import { type Measured, SIGNALS } from './signals.ts';
import type { Sketch } from './sketch.ts';

/** Two articles of one event share at least this share of their top names (RECIPES: under a fifth), or this cosine. */
const FEW_NAMES = 0.2;
const FEW_NAMES_COSINE = 0.15;
/** Below these they share no name to speak of. */
const NO_NAMES = 0.1;
const NO_NAMES_COSINE = 0.05;
/** Stems and lead both this alike make a template or a rewrite; with no name in common, less will do. */
const SIMILAR_FEW_NAMES = 0.35;
const SIMILAR_NO_NAMES = 0.25;
/**
 * Few of the top names, and of the five weightiest stems of each lead less than this in the other, though
 * wording is this alike: what they share is the template, what is rare in each is its own.
 */
const TEMPLATES = [
  { alike: 0.25, topStems: 0.41 },
  { alike: 0.2, topStems: 0.21 },
] as const;
/** Wording this alike, without hardly any of the weightiest stems. */
const OTHER_CONTENT = { alike: 0.35, topStems: 0.21 } as const;
/** The names that either begins with are not in the other. */
const OTHER_SUBJECT = { alike: 0.2, topStems: 0.41, topNames: 0.41 } as const;
const SUBJECT = 0.21;
/** Phrases in common beyond what words in common explain, with half of the names and stems of another: a series' next part. */
const SERIES = { alike: 0.4, topStems: 0.51, topNames: 0.61, bigrams: 0.2 } as const;
/** More units that conflict than agree, where wording is this alike and half of the weightiest stems are others. */
const OTHER_FIGURES = { alike: 0.4, topStems: 0.51, units: 2 } as const;
/** A text of fewer words, such as a headline alone, is too short to have a template (UCI's headlines lost a third of F1). */
const TEMPLATE_WORDS = 30;
/**
 * With so many units whose numbers conflict, and none that agrees, the numbers tell of two events (RECIPES:
 * two), where wording is this alike and little else numeric is shared (weighted Jaccard of the numbers).
 */
const CONFLICTS = [
  { units: 2, alike: 0.25, numbers: 0.1 },
  { units: 3, alike: 0.2, numbers: 0.2 },
] as const;
/** A text with this share of numbers is a table of results or prices, and must share this much of them. */
const TABLE_SHARE = 0.2;
const TABLE_SHARED_NUMBERS = 0.2;

/**
 * Decides whether two articles are two events told in one template (two towns' weather, two banks' rates,
 * two days' closing levels, two companies' results), which score above true rewrites by their words:
 * similar wording with other names, or with numbers that conflict and none that agree, or without the
 * words that are each one's own; no name in common and a number that conflicts, whatever the wording; or
 * tables that share hardly a number. The first two are RECIPES' veto ("stopped 9 of 10 written cases").
 * Limits were set by hand while looking at the pairs above even odds of ECB+ and BASIL and ten invented
 * look-alikes: each costs at most 9 of 2,368 true pairs of ECB+, none of BASIL.
 */
export function isLookAlike(a: Sketch, b: Sketch, measured: Measured): boolean {
  const { signals, units, numbers } = measured;
  if (numbers < TABLE_SHARED_NUMBERS && isTable(a) && isTable(b)) return true;
  const alike = Math.min(signals[SIGNALS.stems] ?? 0, signals[SIGNALS.lead] ?? 0);
  const conflict = units.agreeing === 0 && units.conflicting > 0;
  const topNames = signals[SIGNALS.topNames] ?? 0;
  const isLong = Math.min(a.words, b.words) >= TEMPLATE_WORDS;
  if (isLong && isSeries(alike, measured)) return true;
  if (isLong && topNames < FEW_NAMES && TEMPLATES.some((limit) => isTemplate(limit, alike, measured)))
    return true;
  if (a.names.hashes.length > 1 && b.names.hashes.length > 1) {
    const names = signals[SIGNALS.names] ?? 0;
    if (topNames < FEW_NAMES && names < FEW_NAMES_COSINE && alike >= SIMILAR_FEW_NAMES) return true;
    if (topNames < NO_NAMES && names < NO_NAMES_COSINE && (conflict || alike >= SIMILAR_NO_NAMES))
      return true;
  }
  return conflict && CONFLICTS.some((limit) => isBeyond(limit, alike, measured));
}

/** Other content in the same words. */
function isSeries(alike: number, measured: Measured): boolean {
  const { signals, units } = measured;
  if (isTemplate(OTHER_CONTENT, alike, measured)) return true;
  const topNames = signals[SIGNALS.topNames] ?? 0;
  const isOther = (signals[SIGNALS.subject] ?? 0) < SUBJECT && topNames < OTHER_SUBJECT.topNames;
  if (isOther && units.agreeing === 0 && isTemplate(OTHER_SUBJECT, alike, measured)) return true;
  const bigrams = signals[SIGNALS.bigrams] ?? 0;
  if (topNames < SERIES.topNames && bigrams > SERIES.bigrams && isTemplate(SERIES, alike, measured))
    return true;
  return (
    units.conflicting >= OTHER_FIGURES.units &&
    units.conflicting > units.agreeing &&
    isTemplate(OTHER_FIGURES, alike, measured)
  );
}

function isTemplate(
  limit: { readonly alike: number; readonly topStems: number },
  alike: number,
  { topStems }: Measured,
): boolean {
  return alike >= limit.alike && topStems < limit.topStems;
}

function isBeyond(limit: (typeof CONFLICTS)[number], alike: number, { units, numbers }: Measured): boolean {
  return units.conflicting >= limit.units && alike >= limit.alike && numbers < limit.numbers;
}

function isTable({ words, numerals }: Sketch): boolean {
  return numerals >= TABLE_SHARE * words && numerals >= 4;
}
