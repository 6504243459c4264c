import { hashOf, mix, pairHash } from './hash.ts';
import { foldedName, isCalendarWord } from './names.ts';
import { type Quantity, quantitiesOf } from './quantity.ts';
import { codeOf, stemmerOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import type { Token } from './tokens.ts';
import { rarityOf, type TermWeights } from './weights.ts';

/** A term's hash and how much it says about the article. */
export interface Term {
  readonly hash: number;
  readonly weight: number;
}

/** A number with its unit, both hashed. */
export interface HashedQuantity {
  readonly unit: number;
  readonly value: number;
}

/** What an article is about, weighted, heaviest first. */
export interface Terms {
  readonly stems: readonly Term[];
  readonly lead: readonly Term[];
  readonly bigrams: readonly Term[];
  readonly names: readonly Term[];
  readonly numbers: readonly Term[];
  readonly quantities: readonly HashedQuantity[];
  /** The first names of the article, folded as in `names`: whom or what it is about. */
  readonly subject: readonly number[];
  /** Different stems of the headline. */
  readonly headlineStems: number;
  /** Hash of the headline's stems in order, 0 where it has none. */
  readonly headlineKey: number;
  /** Words and numbers read, and the numbers among them. */
  readonly words: number;
  readonly numerals: number;
}

/** Words of headline and text that count (RECIPES: more than 400 hurt, fewer than 250 hurt the margin). */
const READ_WORDS = 400;
/** Words of the lead (RECIPES). */
const LEAD_WORDS = 120;
/** BM25's usual saturation. */
const K1 = 1.2;
/** A line with more than this share of capitalised words is a title-case headline: its capitals are no names. */
const TITLE_CASE_SHARE = 0.6;

/** Names among so many words, headline included, say whom or what the article is about; the first few of them. */
const SUBJECT_WORDS = 60;
const SUBJECT_NAMES = 5;

/** The tokens that count, of an article's headline and text. */
export function readTokens(headline: readonly Token[], text: readonly Token[]): Token[] {
  const lines = (headline.at(-1)?.line ?? 0) + 1;
  const rest = text.slice(0, Math.max(0, READ_WORDS - headline.length));
  return [...headline, ...rest.map((token) => ({ ...token, line: token.line + lines }))];
}

/** Weighs the terms of what was read of an article (`readTokens`). */
export function termsOf(
  tokens: readonly Token[],
  headlineWords: number,
  language: string | undefined,
  weights: TermWeights,
): Terms {
  const code = codeOf(language);
  const stems = stemsOf(tokens, code);
  const lead = stems.slice(0, LEAD_WORDS);
  const quantities = quantitiesOf(tokens, code);
  const names = namesOf(tokens, stems);
  return {
    stems: weighted(countsOf(stems), weights),
    lead: weighted(countsOf(lead), weights),
    bigrams: bigramsOf(stems, weights),
    names: weighted(names.counts, weights, names.plain),
    headlineKey: stems
      .slice(0, headlineWords)
      .reduce((key, stem) => (stem === 0 ? key : pairHash(key, stem)), 0),
    headlineStems: countsOf(stems.slice(0, headlineWords)).size,
    subject: names.first,
    numbers: numbersOf(quantities),
    quantities: distinctQuantities(quantities, stopWordsOf(code)),
    words: tokens.length,
    numerals: tokens.reduce((count, { isNumber }) => count + (isNumber ? 1 : 0), 0),
  };
}

/** The hashed stem of each token, 0 for stop words, numbers and single letters. */
export function stemsOf(tokens: readonly Token[], code: string): number[] {
  const stem = stemmerOf(code);
  const stopWords = stopWordsOf(code);
  return tokens.map(({ word, isNumber, capital }) => {
    if (isNumber || (word.length < 2 && word < '\u2e80')) return 0;
    if (isKana(word)) return 0;
    if (stopWords.has(word) && !(capital && word === 'us')) return 0;
    return hashOf(stem(word));
  });
}

/** Japanese writes its grammar, and little else, in up to four letters of hiragana (U+3041 to U+309F). */
function isKana(word: string): boolean {
  if (word.length > 4) return false;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit < 0x3041 || unit > 0x309f) return false;
  }
  return word.length > 0;
}

function countsOf(hashes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const hash of hashes) if (hash !== 0) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

function saturated(count: number): number {
  return (count * (K1 + 1)) / (count + K1);
}

/** Heaviest first; the smaller hash wins ties, so that the order never depends on the text's own. */
function ranked(terms: Term[]): Term[] {
  return terms.sort((a, b) => b.weight - a.weight || a.hash - b.hash);
}

function weighted(
  counts: ReadonlyMap<number, number>,
  weights: TermWeights,
  plain?: ReadonlyMap<number, number>,
): Term[] {
  const terms: Term[] = [];
  for (const [hash, count] of counts)
    terms.push({ hash, weight: saturated(count) * rarityOf(weights, plain?.get(hash) ?? hash) });
  return ranked(terms);
}

/** Pairs of stems that follow each other; stop words between them do not part them. */
function bigramsOf(stems: readonly number[], weights: TermWeights): Term[] {
  const counts = new Map<number, { count: number; rarity: number }>();
  let before = 0;
  for (const stem of stems) {
    if (stem === 0) continue;
    if (before !== 0) {
      const hash = pairHash(before, stem);
      const known = counts.get(hash);
      if (known !== undefined) known.count += 1;
      else counts.set(hash, { count: 1, rarity: (rarityOf(weights, before) + rarityOf(weights, stem)) / 2 });
    }
    before = stem;
  }
  return ranked(
    [...counts].map(([hash, { count, rarity }]) => ({ hash, weight: saturated(count) * rarity })),
  );
}

/** Names with their counts, the first of them, and the stem that each one's rarity is known by. */
interface Names {
  readonly counts: ReadonlyMap<number, number>;
  readonly plain: ReadonlyMap<number, number>;
  readonly first: readonly number[];
}

/**
 * Capitalised words that do not start a sentence, and not of lines in title case or capitals; days and
 * months are none. Spellings of one name fall together (`foldName`).
 */
function namesOf(tokens: readonly Token[], stems: readonly number[]): Names {
  const shouting = titleCaseLines(tokens);
  const counts = new Map<number, number>();
  const plain = new Map<number, number>();
  const sure = new Set<number>();
  const early: number[] = [];
  tokens.forEach(({ word, capital, sentenceStart, line }, at) => {
    const stem = stems[at] ?? 0;
    if (!capital || stem === 0 || isCalendarWord(word)) return;
    const name = foldedName(word, stem);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    plain.set(name, stem);
    if (!sentenceStart && !shouting.has(line)) sure.add(name);
    if (at < SUBJECT_WORDS) early.push(name);
  });
  for (const name of counts.keys()) if (!sure.has(name)) counts.delete(name);
  return {
    counts,
    plain,
    first: [...new Set(early)].filter((name) => sure.has(name)).slice(0, SUBJECT_NAMES),
  };
}

function titleCaseLines(tokens: readonly Token[]): Set<number> {
  const lines = new Map<number, { words: number; capitals: number }>();
  for (const { line, capital, isNumber, word } of tokens) {
    if (isNumber || word.length < 4) continue;
    const seen = lines.get(line) ?? { words: 0, capitals: 0 };
    lines.set(line, { words: seen.words + 1, capitals: seen.capitals + (capital ? 1 : 0) });
  }
  const shouting = new Set<number>();
  for (const [line, { words, capitals }] of lines)
    if (capitals > TITLE_CASE_SHARE * words) shouting.add(line);
  return shouting;
}

/** Numbers weigh by their digits: 3 says little, 10,137 almost everything. */
function numbersOf(quantities: readonly Quantity[]): Term[] {
  const values = new Set(quantities.map(({ value }) => value));
  return ranked([...values].map((value) => ({ hash: hashOf(value), weight: numberWeight(value) })));
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
