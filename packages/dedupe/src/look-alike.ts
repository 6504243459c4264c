import { type Signals, unitsBetween } from './signals.ts';
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
export function isLookAlike(a: Sketch, b: Sketch, signals: Signals): boolean {
  if (isTable(a) && isTable(b) && signals.numbers < TABLE_SHARED_NUMBERS) return true;
  const alike = Math.min(signals.stems, signals.lead);
  return (
    (alike >= SIMILAR_NAMED_STEMS && haveOtherNames(a, b, signals)) ||
    (alike >= SIMILAR_STEMS && conflict(a, b, signals))
  );
}

function haveOtherNames(a: Sketch, b: Sketch, { topNames, names }: Signals): boolean {
  const named = a.names.hashes.length > 1 && b.names.hashes.length > 1;
  return named && topNames < SHARED_NAMES && names < NAMES_COSINE;
}

function conflict(a: Sketch, b: Sketch, { numbers }: Signals): boolean {
  const { agreeing, conflicting } = unitsBetween(a, b);
  return conflicting >= CONFLICTS && agreeing === 0 && numbers < SHARED_NUMBERS;
}

function isTable({ words, numerals }: Sketch): boolean {
  return numerals >= TABLE_SHARE * words && numerals >= 4;
}
