import { hashOf, mix } from './hash.ts';
import { foldedName, isCalendarWord } from './names.ts';
import { stemmerOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import { rarityOf, type TermWeights } from './weights.ts';

/** All that can be known of a written word without its text. */
export interface Lexeme {
  /** Lower-cased word, or the digits of a number as written. */
  readonly word: string;
  /** Hash of the word. */
  readonly hash: number;
  readonly isNumber: boolean;
  /** Written with a capital, or all in capitals. */
  readonly capital: boolean;
  /** Hash of the stem, 0 for stop words, numbers and single letters. */
  readonly stem: number;
  /** Hash of the name that it may be (`foldedName`), 0 where it is none. */
  readonly name: number;
}

/** A lexeme as it is kept: with what was last asked about its stem. */
interface Kept extends Lexeme {
  rarity: number;
  ratedBy: TermWeights | null;
}

/** Written forms kept per language, of at most so many letters; a flood of nonsense must not fill memory. */
const MOST = 100_000;
const LONGEST = 40;
const ROOM = 2 ** 18;
/** A word's end beyond this is left out: nobody writes one, and arguments of a call have a limit. */
const LONGEST_WORD = 10_000;
/** Letters kept of all forms together. */
const LETTERS = 2 ** 20;

/**
 * Remembers the lexemes of one language, so that a word is stemmed, folded and hashed once. Words are looked up
 * where they stand in their text's code units (open addressing by a hash that the scanner makes as it goes):
 * strings, even without cutting words out of them, took three times as long.
 */
export class Lexicon {
  readonly #code: string;
  readonly #slots = new Int32Array(ROOM);
  readonly #kept: Kept[] = [];
  readonly #ends = new Int32Array(MOST + 1);
  readonly #letters = new Uint16Array(LETTERS);

  constructor(code: string) {
    this.#code = code;
  }

  /** The lexeme of the word that stands in `units` from `start` to `end`, whose letters hash to `hash`. */
  wordAt(units: Uint16Array, start: number, end: number, hash: number, capital: boolean): Lexeme {
    const first = mix(hash) & (ROOM - 1);
    let slot = first;
    for (let number = this.#slots[slot] ?? 0; number !== 0; number = this.#slots[slot] ?? 0) {
      const kept = this.#kept[number - 1];
      if (kept !== undefined && this.#isWritten(number, units, start, end)) return kept;
      slot = (slot + 1) & (ROOM - 1);
    }
    const made = this.#made(
      String.fromCharCode(...units.subarray(start, Math.min(end, start + LONGEST_WORD))),
      capital,
    );
    if (end - start > LONGEST) return made;
    const isFull = this.#kept.length >= MOST || (this.#ends[this.#kept.length] ?? 0) + LONGEST > LETTERS;
    if (isFull) this.#clear();
    this.#keep(made, units.subarray(start, end), isFull ? first : slot);
    return made;
  }

  /** The lexeme of a word that stands nowhere as such, such as a part that a segmenter cut out. */
  wordOf(word: string): Lexeme {
    const units = Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));
    let hash = 0;
    for (const unit of units) hash = letterHash(hash, unit);
    return this.wordAt(units, 0, units.length, hash, false);
  }

  #isWritten(number: number, units: Uint16Array, start: number, end: number): boolean {
    const from = this.#ends[number - 1] ?? 0;
    if ((this.#ends[number] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#letters[from + at - start] !== units[at]) return false;
    return true;
  }

  #keep(made: Kept, letters: Uint16Array, slot: number): void {
    const from = this.#ends[this.#kept.length] ?? 0;
    this.#kept.push(made);
    this.#ends[this.#kept.length] = from + letters.length;
    this.#letters.set(letters, from);
    this.#slots[slot] = this.#kept.length;
  }

  #clear(): void {
    this.#kept.length = 0;
    this.#slots.fill(0);
  }

  #made(written: string, capital: boolean): Kept {
    const word = written.replaceAll('.', '').toLowerCase();
    const stem = this.#stemOf(word, capital);
    const name = capital && stem !== 0 && !isCalendarWord(word) ? foldedName(word, stem) : 0;
    const hash = hashOf(word);
    return { word, hash, isNumber: false, capital, stem, name, rarity: 0, ratedBy: null };
  }

  #stemOf(word: string, capital: boolean): number {
    if (word.length < 2 && word < '\u2e80') return 0;
    if (isKana(word)) return 0;
    if (stopWordsOf(this.#code).has(word) && !(capital && word === 'us')) return 0;
    return hashOf(stemmerOf(this.#code)(word));
  }
}

/** Continues the hash of a word's letters by one (FNV-1a; start with 0). */
export function letterHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** A number's lexeme; there are too many numbers to keep. */
export function numberLexeme(written: string): Lexeme {
  return { word: written, hash: hashOf(written), isNumber: true, capital: false, stem: 0, name: 0 };
}

const lexicons = new Map<string, Lexicon>();

/** The lexicon of a language by its two-letter code. */
export function lexiconOf(code: string): Lexicon {
  const known = lexicons.get(code) ?? new Lexicon(code);
  lexicons.set(code, known);
  return known;
}

/** `rarityOf` a lexeme's stem, remembered for the weights that were asked with last. */
export function stemRarity(lexeme: Lexeme, weights: TermWeights): number {
  const rated = lexeme as Kept;
  if (rated.ratedBy !== weights) {
    rated.rarity = rarityOf(weights, rated.stem);
    rated.ratedBy = weights;
  }
  return rated.rarity;
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
