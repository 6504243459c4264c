import { hashOf, mix, pairHash } from './hash.ts';
import { HashMarks } from './hash-marks.ts';
import { type Quantity, quantitiesOf } from './quantity.ts';
import { type Rarities, raritiesOf } from './rarities.ts';
import { codeOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import { type Ranked, Tally, type Term } from './tally.ts';
import { CAPITAL, LETTERS_4, NUMBER, SENTENCE_START, type Tokens, WEEKDAY } from './tokens.ts';
import { weekdayBit } from './weekdays.ts';
import type { TermWeights } from './weights.ts';

/** A number with its unit, both hashed. */
export interface HashedQuantity {
  readonly unit: number;
  readonly value: number;
}

/** A stem that a sketch keeps, with its weight in the article and in its lead. */
export interface KeptStem {
  readonly hash: number;
  readonly weight: number;
  readonly lead: number;
  /** Whether the headline holds it, or the first words of an article without one. */
  readonly inHeadline: boolean;
}

/** What an article is about, weighted. */
export interface Terms {
  readonly stems: Ranked;
  readonly lead: Ranked;
  readonly bigrams: Ranked;
  readonly names: Ranked;
  /** The heaviest stems of the lead, filled up with the heaviest of the article. */
  readonly kept: readonly KeptStem[];
  readonly numbers: readonly Term[];
  readonly quantities: readonly HashedQuantity[];
  /** The first names of the article, folded as in `names`: whom or what it is about. */
  readonly subject: readonly number[];
  /** Different stems of the headline. */
  readonly headlineStems: number;
  /** Hash of the headline's stems in order, 0 where it has none. */
  readonly headlineKey: number;
  /** Days of the week that it names: bit 0 for Monday to bit 6 for Sunday. */
  readonly weekdays: number;
  /** Words and numbers read, and the numbers among them. */
  readonly words: number;
  readonly numerals: number;
}

/** Terms kept of each kind (RECIPES: 60 stems, 40 lead stems, 20 bigrams, 25 names, 12 numbers lose nothing). */
const SIZES = { stems: 64, lead: 40, bigrams: 20, names: 20, numbers: 12 } as const;
/** Words of headline and text that count (RECIPES: more than 400 hurt, fewer than 250 hurt the margin). */
export const READ_WORDS = 400;
/** Words of the lead (RECIPES). */
const LEAD_WORDS = 120;
/** Words that stand for the headline of an article without one. */
const FIRST_WORDS = 12;
/** A line with more than this share of capitalised words is a title-case headline: its capitals are no names. */
const TITLE_CASE_SHARE = 0.6;
/** Names among so many words, headline included, say whom or what the article is about; the first few of them. */
const SUBJECT_WORDS = 60;
const SUBJECT_NAMES = 5;

/** Room for every word that is read; used anew for each article. */
const [stemTally, leadTally, bigramTally, nameTally] = [
  new Tally(READ_WORDS),
  new Tally(READ_WORDS),
  new Tally(READ_WORDS),
  new Tally(READ_WORDS),
];
const seen = new HashMarks(2 ** 10);

/** Weighs the terms of what was read of an article, whose first words are the headline's. */
export function termsOf(
  tokens: Tokens,
  headlineWords: number,
  language: string | undefined,
  weights: TermWeights,
): Terms {
  const code = codeOf(language);
  const rarities = raritiesOf(weights);
  const quantities = quantitiesOf(tokens, code);
  countStems(tokens, rarities);
  countNames(tokens, rarities);
  const stems = stemTally.ranked(SIZES.stems);
  const lead = leadTally.ranked(SIZES.lead);
  return {
    stems,
    lead,
    bigrams: bigramTally.ranked(SIZES.bigrams),
    names: nameTally.ranked(SIZES.names),
    kept: keptStems(stems, lead, headlineStemsOf(tokens, headlineWords)),
    numbers: numbersOf(quantities),
    quantities: distinctQuantities(quantities, stopWordsOf(code)),
    subject: subjectOf(tokens),
    ...headlineOf(tokens, headlineWords),
    weekdays: weekdaysOf(tokens, code),
    words: tokens.readSize,
    numerals: numeralsOf(tokens),
  };
}

function numeralsOf({ marks, readSize }: Tokens): number {
  let count = 0;
  for (let at = 0; at < readSize; at += 1) if (((marks[at] ?? 0) & NUMBER) !== 0) count += 1;
  return count;
}

/** Counts stems, those of the lead, and pairs that follow each other: stop words between them do not part them. */
function countStems({ stems, readSize }: Tokens, rarities: Rarities): void {
  for (const tally of [stemTally, leadTally, bigramTally]) tally.clear();
  let before = 0;
  let rarityBefore = 0;
  for (let at = 0; at < readSize; at += 1) {
    const stem = stems[at] ?? 0;
    if (stem === 0) continue;
    const rarity = rarities.of(stem);
    stemTally.add(stem, rarity);
    if (at < LEAD_WORDS) leadTally.add(stem, rarity);
    if (before !== 0) bigramTally.add(pairHash(before, stem), (rarityBefore + rarity) / 2);
    before = stem;
    rarityBefore = rarity;
  }
}

function weekdaysOf({ marks, words, readSize }: Tokens, code: string): number {
  let named = 0;
  for (let at = 0; at < readSize; at += 1)
    if (((marks[at] ?? 0) & WEEKDAY) !== 0) named |= weekdayBit(words[at] ?? '', code);
  return named;
}

function headlineStemsOf({ stems, readSize }: Tokens, words: number): ReadonlySet<number> {
  return new Set(stems.subarray(0, Math.min(words || FIRST_WORDS, readSize)));
}

function keptStems(stems: Ranked, lead: Ranked, headline: ReadonlySet<number>): KeptStem[] {
  seen.clear();
  const kept: KeptStem[] = [];
  for (const { hash } of [...lead.top, ...stems.top]) {
    if (kept.length === SIZES.stems) break;
    if (!seen.mark(hash, 1)) continue;
    const [weight, lead] = [stemTally.weightOf(hash), leadTally.weightOf(hash)];
    kept.push({ hash, weight, lead, inHeadline: headline.has(hash) });
  }
  return kept.sort((a, b) => a.hash - b.hash);
}

function headlineOf(tokens: Tokens, words: number): Pick<Terms, 'headlineStems' | 'headlineKey'> {
  seen.clear();
  let headlineKey = 0;
  for (let at = 0; at < words; at += 1) {
    const stem = tokens.stems[at] ?? 0;
    if (stem === 0) continue;
    seen.mark(stem, 1);
    headlineKey = pairHash(headlineKey, stem);
  }
  return { headlineStems: seen.size, headlineKey };
}

/**
 * Counts capitalised words that do not start a sentence, and not of lines in title case or capitals; days and
 * months are none. Spellings of one name fall together (`foldName`), and the last one's stem says how rare it is.
 */
function countNames(tokens: Tokens, rarities: Rarities): void {
  seen.clear();
  const { lines, names, stems, readSize } = tokens;
  for (let start = 0, end = 0; start < readSize; start = end) {
    while (end < readSize && lines[end] === lines[start]) end += 1;
    if (!isTitleCase(tokens, start, end)) seeNames(tokens, start, end);
  }
  nameTally.clear();
  for (let at = readSize - 1; at >= 0; at -= 1) {
    const name = names[at] ?? 0;
    if (name !== 0 && seen.has(name)) nameTally.add(name, rarities.of(stems[at] ?? 0));
  }
}

function isTitleCase({ marks }: Tokens, start: number, end: number): boolean {
  let words = 0;
  let capitals = 0;
  for (let at = start; at < end; at += 1) {
    const mark = marks[at] ?? 0;
    if ((mark & LETTERS_4) === 0) continue;
    words += 1;
    capitals += mark & CAPITAL;
  }
  return capitals > TITLE_CASE_SHARE * words;
}

function seeNames({ names, marks }: Tokens, start: number, end: number): void {
  for (let at = start; at < end; at += 1) {
    const name = names[at] ?? 0;
    if (name !== 0 && ((marks[at] ?? 0) & SENTENCE_START) === 0) seen.mark(name, 1);
  }
}

/** The first of the names that were counted. */
function subjectOf({ names, readSize }: Tokens): number[] {
  seen.clear();
  const first: number[] = [];
  for (let at = 0; at < Math.min(SUBJECT_WORDS, readSize) && first.length < SUBJECT_NAMES; at += 1) {
    const name = names[at] ?? 0;
    if (name !== 0 && nameTally.has(name) && seen.mark(name, 1)) first.push(name);
  }
  return first;
}

/** Numbers weigh by their digits: 3 says little, 10,137 almost everything. */
function numbersOf(quantities: readonly Quantity[]): Term[] {
  const values = new Set(quantities.map(({ value }) => value));
  return [...values]
    .map((value) => ({ hash: hashOf(value), weight: numberWeight(value) }))
    .sort((a, b) => b.weight - a.weight || a.hash - b.hash)
    .slice(0, SIZES.numbers);
}

function numberWeight(value: string): number {
  const digits = value.replace('.', '').replace(/0+$/, '').length;
  const isYear = /^(?:19|20)\d\d$/.test(value);
  return isYear
    ? 1
    : Math.min(5, Math.max(1, digits) + (value.includes('.') ? 1 : 0) + (value.length > 4 ? 1 : 0));
}

/** Each number with a unit once; units that are years or nothing are left out. */
function distinctQuantities(
  quantities: readonly Quantity[],
  stopWords: ReadonlySet<string>,
): HashedQuantity[] {
  const seen = new Map<number, HashedQuantity>();
  for (const { value, unit } of quantities) {
    if (unit === '' || stopWords.has(unit) || /^(?:19|20)\d\d$/.test(value)) continue;
    const quantity = { unit: mix(hashOf(unit)), value: hashOf(value) };
    seen.set(pairHash(quantity.unit, quantity.value), quantity);
  }
  return [...seen.values()];
}
