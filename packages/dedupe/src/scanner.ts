import {
  AWKWARD,
  CHARACTER_CLASSES as CLASSES,
  DIGIT,
  LETTERS,
  LOWER,
  NEWLINE,
  OTHER,
  STOP,
  UNSPACED,
  UPPER,
} from './character-class.ts';
import { scannedOf } from './code-units.ts';
import { HASH_FACTOR, HASH_START, hashOf, mix } from './hash.ts';
import { FIELDS, type Lexicon, lexiconOf, MARKS, NAME, STEM } from './lexicon.ts';
import { codeOf } from './stems.ts';
import { CAPITAL, LETTERS_2, LETTERS_4, NUMBER, SENTENCE_START, Tokens } from './tokens.ts';

const CURRENCY = '$£€¥₹₽₩₺₴';
const FULL_STOP = 46;
const COMMA = 44;
const SPACE = 32;
/** A word's end beyond this is left out: nobody writes one, and arguments of a call have a limit. */
const LONGEST_WORD = 10_000;
/** Room for a word that is to be looked up in letters of its own; lower case may be twice as long. */
const spelt = new Uint16Array(2 * LONGEST_WORD);

/** Splits a text into at most `limit` words and numbers, as `scanInto` does. */
export function tokensOf(text: string, language: string | undefined, limit: number): Tokens {
  const tokens = new Tokens(limit);
  scanInto(tokens, text, language, limit);
  return tokens;
}

/**
 * Splits text into words and numbers: any script, apostrophes and hyphens part words, `U.S.` is one
 * word, and scripts without spaces go through the platform's word segmenter. At most `limit` tokens come behind
 * those that are there; lines are counted on.
 */
export function scanInto(tokens: Tokens, text: string, language: string | undefined, limit: number): void {
  new Scanner(tokens, text, language, limit).scan();
}

class Scanner {
  readonly #tokens: Tokens;
  readonly #text: string;
  /** The code units of the text; words are written over in lower case once they are passed. */
  readonly #units: Uint16Array;
  readonly #language: string | undefined;
  readonly #lexicon: Lexicon;
  readonly #full: number;
  #at = 0;
  #line: number;
  /** `SENTENCE_START` or 0. */
  #start = SENTENCE_START;

  constructor(tokens: Tokens, text: string, language: string | undefined, limit: number) {
    const scanned = scannedOf(text);
    this.#tokens = tokens;
    this.#text = scanned.text;
    this.#units = scanned.units;
    this.#language = language;
    this.#lexicon = lexiconOf(codeOf(language));
    this.#full = Math.min(tokens.most, tokens.size + limit);
    this.#line = tokens.lastLine + 1;
  }

  scan(): void {
    const length = this.#text.length;
    while (this.#at < length && this.#tokens.size < this.#full) {
      const kind = this.#classAt(this.#at);
      if (kind === OTHER) this.#at += 1;
      else if (kind === LOWER || kind === UPPER) this.#word(kind === UPPER);
      else this.#step(kind);
    }
  }

  /** The class of a code unit; `OTHER` at the text's end. */
  #classAt(at: number): number {
    return CLASSES[this.#units[at] ?? 0] ?? OTHER;
  }

  #step(kind: number): void {
    if (kind === DIGIT) this.#number();
    else if (kind === UNSPACED) this.#unspaced();
    else {
      if (kind === NEWLINE) this.#line += 1;
      if (kind === NEWLINE || this.#endsSentence(kind)) this.#start = SENTENCE_START;
      this.#at += 1;
    }
  }

  #endsSentence(kind: number): boolean {
    if (kind !== STOP) return false;
    const next = this.#classAt(this.#at + 1);
    return next !== LOWER && next !== UPPER && next !== DIGIT;
  }

  #word(capital: boolean): void {
    const units = this.#units;
    const start = this.#at;
    let end = start;
    let hash = HASH_START;
    let isAwkward = false;
    for (;;) {
      const letter = LETTERS[units[end] ?? 0] ?? 0;
      if (letter === 0) break;
      isAwkward ||= letter === AWKWARD;
      hash = Math.imul(hash ^ letter, HASH_FACTOR);
      units[end] = letter;
      end += 1;
    }
    const isInitial = capital && end === start + 1 && units[end] === FULL_STOP;
    this.#at = isInitial ? this.#initialsEnd(start) : end;
    if (isAwkward || this.#at > end || end - start > LONGEST_WORD) this.#written(start, this.#at, capital);
    else this.#push(units, start, end, mix(hash), capital);
  }

  #letterEnd(start: number): number {
    let end = start + 1;
    while (LETTERS[this.#units[end] ?? 0] !== 0) end += 1;
    return end;
  }

  /** End of `U.S.` that starts here; a single initial ends after its letter. */
  #initialsEnd(start: number): number {
    const units = this.#units;
    let end = start + 1;
    while (
      units[end] === FULL_STOP &&
      this.#classAt(end + 1) === UPPER &&
      this.#letterEnd(end + 1) === end + 2
    ) {
      end += 2;
    }
    return end > start + 1 && units[end] === FULL_STOP ? end + 1 : end;
  }

  #number(): void {
    const units = this.#units;
    const start = this.#at;
    let end = start + 1;
    for (;;) {
      const unit = units[end];
      if (this.#classAt(end) === DIGIT) end += 1;
      else if ((unit === FULL_STOP || unit === COMMA) && this.#classAt(end + 1) === DIGIT) end += 2;
      else if (unit === SPACE && this.#isGroup(start, end)) end += 4;
      else break;
    }
    this.#at = end;
    this.#pushNumber(start, end);
  }

  /** Whether three digits and no more stand behind the space at `end`, as in `10 000`. */
  #isGroup(start: number, end: number): boolean {
    const units = this.#units;
    let first = start;
    while (first < end && units[first] !== SPACE) first += 1;
    if (first - start > 3) return false;
    for (let at = end + 1; at <= end + 3; at += 1) if (this.#classAt(at) !== DIGIT) return false;
    return this.#classAt(end + 4) !== DIGIT;
  }

  #unspaced(): void {
    const start = this.#at;
    let end = start + 1;
    while (this.#classAt(end) === UNSPACED) end += 1;
    this.#at = end;
    for (const part of segmenterOf(this.#language).segment(this.#text.slice(start, end))) {
      if (part.isWordLike && this.#tokens.size < this.#full) this.#pushText(part.segment, false);
    }
  }

  /** A word that does not stand in the text as it is to be looked up. */
  #written(start: number, end: number, capital: boolean): void {
    const written = this.#text.slice(start, Math.min(end, start + LONGEST_WORD));
    this.#pushText(written.replaceAll('.', '').toLowerCase(), capital);
  }

  #pushText(word: string, capital: boolean): void {
    for (let at = 0; at < word.length; at += 1) spelt[at] = word.charCodeAt(at);
    this.#push(spelt, 0, Math.min(word.length, spelt.length), hashOf(word), capital);
  }

  #push(units: Uint16Array, start: number, end: number, hash: number, capital: boolean): void {
    const tokens = this.#tokens;
    const at = tokens.size;
    const length = end - start;
    let marks = this.#start;
    if (capital) marks |= CAPITAL;
    if (length > 1) marks |= length > 3 ? LETTERS_2 | LETTERS_4 : LETTERS_2;
    if (at < tokens.read) {
      const lexicon = this.#lexicon;
      const number = lexicon.numberOf(units, start, end, hash, capital);
      const known = FIELDS * number;
      tokens.stems[at] = lexicon.known[known + STEM] ?? 0;
      tokens.names[at] = lexicon.known[known + NAME] ?? 0;
      marks |= lexicon.known[known + MARKS] ?? 0;
      tokens.words[at] = lexicon.words[number] ?? '';
    }
    this.#add(at, hash, marks);
  }

  #pushNumber(start: number, end: number): void {
    const tokens = this.#tokens;
    const at = tokens.size;
    const units = this.#units;
    let hash = HASH_START;
    for (let digit = start; digit < end; digit += 1) {
      const unit = units[digit] ?? 0;
      hash = Math.imul(hash ^ (unit === SPACE ? COMMA : unit), HASH_FACTOR);
    }
    if (at < tokens.read) {
      tokens.stems[at] = 0;
      tokens.names[at] = 0;
      tokens.words[at] = this.#text.slice(start, end).replaceAll(' ', ',');
      tokens.signs[at] = this.#signOf(start, end);
    }
    this.#add(at, mix(hash), this.#start | NUMBER);
  }

  #add(at: number, hash: number, marks: number): void {
    const tokens = this.#tokens;
    tokens.hashes[at] = hash;
    tokens.marks[at] = marks;
    if (at < tokens.read) tokens.lines[at] = this.#line;
    tokens.size = at + 1;
    this.#start = 0;
  }

  #signOf(start: number, end: number): string {
    const units = this.#units;
    const before = this.#text.charAt(units[start - 1] === SPACE ? start - 2 : start - 1);
    if (before !== '' && CURRENCY.includes(before)) return before;
    const behind = this.#text.charAt(units[end] === SPACE ? end + 1 : end);
    return behind !== '' && (behind === '%' || CURRENCY.includes(behind)) ? behind : '';
  }
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string | undefined): Intl.Segmenter {
  const wanted = language?.slice(0, 2).toLowerCase() ?? '';
  const locale = ['ja', 'zh', 'th', 'ko', 'lo', 'km', 'my'].includes(wanted) ? wanted : 'zh';
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' });
  segmenters.set(locale, known);
  return known;
}
