import { hashOf } from './hash.ts';
import { foldedName, isCalendarWord } from './names.ts';
import { isNumberWord } from './quantity.ts';
import { stemmerOf } from './stems.ts';
import { stopWordsOf } from './stop-words.ts';
import { NUMBER_WORD, WEEKDAY } from './tokens.ts';
import { weekdayBit } from './weekdays.ts';

/** Words kept per language, of at most so many letters; a flood of nonsense must not fill memory. */
const MOST = 100_000;
const LONGEST = 40;
const ROOM = 2 ** 18;
/** Letters kept of all words together. */
const LETTERS = 2 ** 20;
/** Where a word stands that is too long to be kept. */
const UNKEPT = 0;
/** Hash of the stem, 0 for stop words and single letters; it has a sign, as the next has. */
export const STEM = 0;
/** Hash of the name that it may be (`foldedName`), 0 where it is none. */
export const NAME = 1;
/** Marks that its tokens have, wherever they stand. */
export const MARKS = 2;
/** Where its letters end; they begin where those of the word before it end. */
const END = 3;
export const FIELDS = 4;

/**
 * Remembers what is known of the words of one language, in columns by a word's number, so that a word is stemmed, folded
 * and hashed once. Words are looked up where they stand in lower case in code units (open addressing by their
 * hash): strings took three times as long. A word with a capital is another than without.
 */
export class Lexicon {
  /** What is known of each word, from its number times `FIELDS` on: side by side, so that it comes into the cache at once. */
  readonly known = new Int32Array(FIELDS * (MOST + 1));
  readonly words: string[] = [''];
  readonly #code: string;
  readonly #slots = new Int32Array(ROOM);
  readonly #letters = new Uint16Array(LETTERS);

  constructor(code: string) {
    this.#code = code;
  }

  /**
   * The number of the word that stands in lower case in `units` from `start` to `end`, whose hash (`hashOf`) is
   * `hash`. It is good until the next is asked for.
   */
  numberOf(units: Uint16Array, start: number, end: number, hash: number, capital: boolean): number {
    const first = (hash ^ Number(capital)) & (ROOM - 1);
    let slot = first;
    for (let entry = this.#slots[slot] ?? 0; entry !== 0; entry = this.#slots[slot] ?? 0) {
      const number = entry >> 1;
      if ((entry & 1) === Number(capital) && this.#isWritten(number, units, start, end)) return number;
      slot = (slot + 1) & (ROOM - 1);
    }
    const letters = units.subarray(start, end);
    if (letters.length > LONGEST) return this.#learn(UNKEPT, letters, capital);
    const isFull = this.words.length > MOST || this.#endOf(this.words.length - 1) + LONGEST > LETTERS;
    if (isFull) this.#clear();
    const number = this.words.length;
    this.#keep(number, letters);
    this.#slots[isFull ? first : slot] = 2 * number + Number(capital);
    return this.#learn(number, letters, capital);
  }

  #endOf(number: number): number {
    return this.known[FIELDS * number + END] ?? 0;
  }

  #isWritten(number: number, units: Uint16Array, start: number, end: number): boolean {
    const from = this.#endOf(number - 1);
    if (this.#endOf(number) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#letters[from + at - start] !== units[at]) return false;
    return true;
  }

  #keep(number: number, letters: Uint16Array): void {
    const from = this.#endOf(number - 1);
    this.#letters.set(letters, from);
    this.known[FIELDS * number + END] = from + letters.length;
  }

  #clear(): void {
    this.words.length = UNKEPT + 1;
    this.#slots.fill(0);
  }

  #learn(number: number, letters: Uint16Array, capital: boolean): number {
    const word = String.fromCharCode(...letters);
    const stem = this.#stemOf(word, capital);
    this.words[number] = word;
    const at = FIELDS * number;
    this.known[at + STEM] = stem;
    this.known[at + NAME] = capital && stem !== 0 && !isCalendarWord(word) ? foldedName(word, stem) : 0;
    this.known[at + MARKS] = this.#marksOf(word);
    return number;
  }

  #marksOf(word: string): number {
    const isNumber = this.#code === 'en' && isNumberWord(word);
    return (isNumber ? NUMBER_WORD : 0) | (weekdayBit(word, this.#code) === 0 ? 0 : WEEKDAY);
  }

  #stemOf(word: string, capital: boolean): number {
    if (word.length < 2 && word < '\u2e80') return 0;
    if (isKana(word)) return 0;
    if (stopWordsOf(this.#code).has(word) && !(capital && word === 'us')) return 0;
    return hashOf(stemmerOf(this.#code)(word));
  }
}

const lexicons = new Map<string, Lexicon>();

/** The lexicon of a language by its two-letter code. */
export function lexiconOf(code: string): Lexicon {
  const known = lexicons.get(code) ?? new Lexicon(code);
  lexicons.set(code, known);
  return known;
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
