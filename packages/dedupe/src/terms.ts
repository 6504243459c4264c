import { hashOf, mix, pairHash } from './hash.ts';
import { stemRarity } from './lexicon.ts';
import { type Quantity, quantitiesOf } from './quantity.ts';
import { codeOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import { type Ranked, Tally, type Term } from './tally.ts';
import type { Token } from './tokens.ts';
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
  /** Words and numbers read, and the numbers among them. */
  readonly words: number;
  readonly numerals: number;
}

/** Terms kept of each kind (RECIPES: 60 stems, 40 lead stems, 20 bigrams, 25 names, 12 numbers lose nothing). */
const SIZES = { stems: 64, lead: 40, bigrams: 20, names: 20, numbers: 12 } as const;
/** Words of headline and text that count (RECIPES: more than 400 hurt, fewer than 250 hurt the margin). */
const READ_WORDS = 400;
/** Words of the lead (RECIPES). */
const LEAD_WORDS = 120;
/** A line with more than this share of capitalised words is a title-case headline: its capitals are no names. */
const TITLE_CASE_SHARE = 0.6;
/** Names among so many words, headline included, say whom or what the article is about; the first few of them. */
const SUBJECT_WORDS = 60;
const SUBJECT_NAMES = 5;

/** The tokens that count, of an article's headline and text; the text's lines come after the headline's. */
export function readTokens(headline: readonly Token[], text: readonly Token[]): Token[] {
  const lines = (headline.at(-1)?.line ?? -1) + 1;
  const rest = text.slice(0, Math.max(0, READ_WORDS - headline.length));
  if ((rest[0]?.line ?? 0) >= lines) return headline.concat(rest);
  return headline.concat(rest.map((token) => ({ ...token, line: token.line + lines })));
}

/** The hashed stem of each token, 0 for stop words, numbers and single letters. */
export function stemsOf(tokens: readonly Token[]): number[] {
  return tokens.map(({ lexeme }) => lexeme.stem);
}

/** Room for every word that is read; used anew for each article. */
const ROOM = 2 * READ_WORDS;
const [stemTally, leadTally, bigramTally, nameTally] = [
  new Tally(ROOM),
  new Tally(ROOM),
  new Tally(ROOM),
  new Tally(ROOM),
];

/** Weighs the terms of what was read of an article (`readTokens`), whose first words are the headline's. */
export function termsOf(
  tokens: readonly Token[],
  headlineWords: number,
  language: string | undefined,
  weights: TermWeights,
): Terms {
  const code = codeOf(language);
  const quantities = quantitiesOf(tokens, code);
  countStems(tokens, weights);
  const stems = stemTally.ranked(SIZES.stems);
  const lead = leadTally.ranked(SIZES.lead);
  const names = namesOf(tokens, weights);
  return {
    stems,
    lead,
    bigrams: bigramTally.ranked(SIZES.bigrams),
    names: nameTally.ranked(SIZES.names),
    kept: keptStems(stems, lead),
    numbers: numbersOf(quantities),
    quantities: distinctQuantities(quantities, stopWordsOf(code)),
    subject: names,
    ...headlineOf(tokens, headlineWords),
    words: tokens.length,
    numerals: tokens.reduce((count, { lexeme }) => count + Number(lexeme.isNumber), 0),
  };
}

/** Counts stems, those of the lead, and pairs that follow each other: stop words between them do not part them. */
function countStems(tokens: readonly Token[], weights: TermWeights): void {
  for (const tally of [stemTally, leadTally, bigramTally]) tally.clear();
  let before = 0;
  let rarityBefore = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const lexeme = tokens[at]?.lexeme;
    if (lexeme === undefined || lexeme.stem === 0) continue;
    const rarity = stemRarity(lexeme, weights);
    stemTally.add(lexeme.stem, rarity);
    if (at < LEAD_WORDS) leadTally.add(lexeme.stem, rarity);
    if (before !== 0) bigramTally.add(pairHash(before, lexeme.stem), (rarityBefore + rarity) / 2);
    before = lexeme.stem;
    rarityBefore = rarity;
  }
}

function keptStems(stems: Ranked, lead: Ranked): KeptStem[] {
  const chosen = new Set<number>();
  for (const { hash } of lead.top) chosen.add(hash);
  for (const { hash } of stems.top) {
    if (chosen.size >= SIZES.stems) break;
    chosen.add(hash);
  }
  const kept: KeptStem[] = [];
  for (const hash of chosen)
    kept.push({ hash, weight: stemTally.weightOf(hash), lead: leadTally.weightOf(hash) });
  return kept.sort((a, b) => a.hash - b.hash);
}

function headlineOf(tokens: readonly Token[], words: number): Pick<Terms, 'headlineStems' | 'headlineKey'> {
  const stems = new Set<number>();
  let headlineKey = 0;
  for (const { lexeme } of tokens.slice(0, words)) {
    if (lexeme.stem === 0) continue;
    stems.add(lexeme.stem);
    headlineKey = pairHash(headlineKey, lexeme.stem);
  }
  return { headlineStems: stems.size, headlineKey };
}

/**
 * Counts capitalised words that do not start a sentence, and not of lines in title case or capitals; days and
 * months are none. Spellings of one name fall together (`foldName`). Gives the first of them.
 */
function namesOf(tokens: readonly Token[], weights: TermWeights): number[] {
  const shouting = titleCaseLines(tokens);
  const sure = new Set<number>();
  const rarities = new Map<number, number>();
  for (const { lexeme, sentenceStart, line } of tokens) {
    if (lexeme.name === 0) continue;
    rarities.set(lexeme.name, stemRarity(lexeme, weights));
    if (!sentenceStart && !shouting.has(line)) sure.add(lexeme.name);
  }
  const first = new Set<number>();
  nameTally.clear();
  tokens.forEach(({ lexeme: { name } }, at) => {
    if (name === 0 || !sure.has(name)) return;
    nameTally.add(name, rarities.get(name) ?? 0);
    if (at < SUBJECT_WORDS && first.size < SUBJECT_NAMES) first.add(name);
  });
  return [...first];
}

function titleCaseLines(tokens: readonly Token[]): Set<number> {
  const shouting = new Set<number>();
  let current = -1;
  let words = 0;
  let capitals = 0;
  const close = () => {
    if (capitals > TITLE_CASE_SHARE * words) shouting.add(current);
  };
  for (const { line, lexeme } of tokens) {
    if (line !== current) {
      close();
      current = line;
      words = 0;
      capitals = 0;
    }
    if (lexeme.isNumber || lexeme.word.length < 4) continue;
    words += 1;
    if (lexeme.capital) capitals += 1;
  }
  close();
  return shouting;
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
