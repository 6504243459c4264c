import { type Measured, SIGNALS } from './signals.ts';
import type { Sketch } from './sketch.ts';

/** Stems and lead both this alike are a template or a rewrite; below it the score speaks for itself. */
const SIMILAR_STEMS = 0.3;
const SIMILAR_NAMED_STEMS = 0.35;
/** Two articles of one event share at least this share of their top names (RECIPES: under a fifth), or this cosine. */
const SHARED_NAMES = 0.2;
const NAMES_COSINE = 0.15;
/** With so many units that conflict, and none that agrees, the numbers tell of two events (RECIPES: two). */
const CONFLICTS = 2;
/** "Little else numeric shared": weighted Jaccard of the numbers. */
const SHARED_NUMBERS = 0.1;
/** A text with this share of numbers is a table of results or prices, and must share this much of them. */
const TABLE_SHARE = 0.2;
const TABLE_SHARED_NUMBERS = 0.2;

/**
 * Decides whether two articles are two events told in one template (two towns' weather, two banks' rates,
 * two days' closing levels, two companies' results), which score above true rewrites by their words:
 * similar wording with other names, or with numbers that conflict and none that agree, or tables that
 * share hardly a number. The first two are RECIPES' veto ("stopped 9 of 10 written cases"), with
 * limits set by hand while looking at true pairs of ECB+ and BASIL: all three stop 5 of 2,615 and 0 of 148.
 */
export function isLookAlike(a: Sketch, b: Sketch, { signals, units }: Measured): boolean {
  const numbers = signals[SIGNALS.numbers] ?? 0;
  if (numbers < TABLE_SHARED_NUMBERS && isTable(a) && isTable(b)) return true;
  const alike = Math.min(signals[SIGNALS.stems] ?? 0, signals[SIGNALS.lead] ?? 0);
  return (
    (alike >= SIMILAR_NAMED_STEMS && haveOtherNames(a, b, signals)) ||
    (alike >= SIMILAR_STEMS &&
      units.conflicting >= CONFLICTS &&
      units.agreeing === 0 &&
      numbers < SHARED_NUMBERS)
  );
}

function haveOtherNames(a: Sketch, b: Sketch, signals: Float64Array): boolean {
  const named = a.names.hashes.length > 1 && b.names.hashes.length > 1;
  return (
    named && (signals[SIGNALS.topNames] ?? 0) < SHARED_NAMES && (signals[SIGNALS.names] ?? 0) < NAMES_COSINE
  );
}

function isTable({ words, numerals }: Sketch): boolean {
  return numerals >= TABLE_SHARE * words && numerals >= 4;
}
