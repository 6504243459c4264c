import {
  CHARACTER_CLASSES as CLASSES,
  DIGIT,
  LOWER,
  NEWLINE,
  OTHER,
  STOP,
  UNSPACED,
  UPPER,
} from './character-class.ts';
import { type Lexeme, type Lexicon, letterHash, lexiconOf, numberLexeme } from './lexicon.ts';
import { codeOf } from './stems.ts';

/** One word or number of a text. */
export interface Token {
  readonly lexeme: Lexeme;
  readonly sentenceStart: boolean;
  /** Paragraph it stands in, from 0 or where one began to count. */
  readonly line: number;
  /** Currency sign in front of it or percent sign behind it, or empty. */
  readonly sign: string;
}

/** Invisible characters that split words for nothing: soft hyphens, zero-width marks, direction marks, NUL. */
const INVISIBLE = /[\0\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const CURRENCY = '$£€¥₹₽₩₺₴';
const FULL_STOP = 46;
const COMMA = 44;
const SPACE = 32;

/**
 * Splits text into words and numbers: any script, apostrophes and hyphens part words, `U.S.` is one
 * word, and scripts without spaces go through the platform's word segmenter. At most `limit` tokens;
 * lines are counted from `firstLine`.
 */
export function tokensOf(text: string, language: string | undefined, limit: number, firstLine = 0): Token[] {
  return new Scanner(text.normalize('NFKC').replace(INVISIBLE, ''), language, limit, firstLine).scan();
}

class Scanner {
  readonly #text: string;
  /** The code units of the text: reading them out of a string takes four times as long. */
  readonly #units: Uint16Array;
  readonly #language: string | undefined;
  readonly #limit: number;
  readonly #tokens: Token[] = [];
  #at = 0;
  readonly #lexicon: Lexicon;
  #line: number;
  #sentenceStart = true;

  constructor(text: string, language: string | undefined, limit: number, firstLine: number) {
    this.#text = text;
    this.#units = unitsOf(text);
    this.#language = language;
    this.#limit = limit;
    this.#lexicon = lexiconOf(codeOf(language));
    this.#line = firstLine;
  }

  scan(): Token[] {
    const units = this.#units;
    const tokens = this.#tokens;
    while (this.#at < units.length && tokens.length < this.#limit) {
      const kind = CLASSES[units[this.#at] ?? 0] ?? OTHER;
      if (kind === OTHER) this.#at += 1;
      else if (kind === LOWER || kind === UPPER) this.#word(kind === UPPER);
      else this.#step(kind);
    }
    return tokens;
  }

  #classAt(at: number): number {
    return CLASSES[this.#text.charCodeAt(at)] ?? OTHER;
  }

  #step(kind: number): void {
    if (kind === DIGIT) this.#number();
    else if (kind === UNSPACED) this.#unspaced();
    else {
      if (kind === NEWLINE) this.#line += 1;
      if (kind === NEWLINE || this.#endsSentence(kind)) this.#sentenceStart = true;
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
    let hash = 0;
    for (; end < units.length; end += 1) {
      const unit = units[end] ?? 0;
      const kind = CLASSES[unit];
      if (kind !== LOWER && kind !== UPPER) break;
      hash = letterHash(hash, unit);
    }
    if (capital && end === start + 1 && units[end] === FULL_STOP) {
      const initials = this.#initialsEnd(start);
      for (; end < initials; end += 1) hash = letterHash(hash, units[end] ?? 0);
    }
    this.#at = end;
    this.#push(this.#lexicon.wordAt(units, start, end, hash, capital), '');
  }

  #letterEnd(start: number): number {
    let end = start + 1;
    for (let kind = this.#classAt(end); kind === LOWER || kind === UPPER; kind = this.#classAt(end)) end += 1;
    return end;
  }

  /** End of `U.S.` that starts here; a single initial ends after its letter. */
  #initialsEnd(start: number): number {
    let end = start + 1;
    while (
      this.#text.charCodeAt(end) === FULL_STOP &&
      this.#classAt(end + 1) === UPPER &&
      this.#letterEnd(end + 1) === end + 2
    ) {
      end += 2;
    }
    return end > start + 1 && this.#text.charCodeAt(end) === FULL_STOP ? end + 1 : end;
  }

  #number(): void {
    const start = this.#at;
    let end = start + 1;
    for (;;) {
      const unit = this.#text.charCodeAt(end);
      if (this.#classAt(end) === DIGIT) end += 1;
      else if ((unit === FULL_STOP || unit === COMMA) && this.#classAt(end + 1) === DIGIT) end += 2;
      else if (unit === SPACE && this.#isGroup(start, end)) end += 4;
      else break;
    }
    const before = this.#text.charAt(start - 1) === ' ' ? start - 2 : start - 1;
    const after = this.#text.charAt(end) === ' ' ? end + 1 : end;
    const currency = this.#text.charAt(before);
    const sign =
      currency !== '' && CURRENCY.includes(currency)
        ? currency
        : this.#text.charAt(after) === '%'
          ? '%'
          : CURRENCY.includes(this.#text.charAt(after) || ' ')
            ? this.#text.charAt(after)
            : '';
    this.#at = end;
    this.#push(numberLexeme(this.#text.slice(start, end).replaceAll(' ', ',')), sign);
  }

  /** Whether three digits and no more stand behind the space at `end`, as in `10 000`. */
  #isGroup(start: number, end: number): boolean {
    const first = this.#text.indexOf(' ', start);
    if ((first < end ? first : end) - start > 3) return false;
    for (let at = end + 1; at <= end + 3; at += 1) if (this.#classAt(at) !== DIGIT) return false;
    return this.#classAt(end + 4) !== DIGIT;
  }

  #unspaced(): void {
    const start = this.#at;
    let end = start + 1;
    while (this.#classAt(end) === UNSPACED) end += 1;
    this.#at = end;
    for (const part of segmenterOf(this.#language).segment(this.#text.slice(start, end))) {
      if (part.isWordLike) this.#push(this.#lexicon.wordOf(part.segment), '');
    }
  }

  #push(lexeme: Lexeme, sign: string): void {
    this.#tokens.push({ lexeme, sentenceStart: this.#sentenceStart, line: this.#line, sign });
    this.#sentenceStart = false;
  }
}

function unitsOf(text: string): Uint16Array {
  const bytes = Buffer.from(text, 'utf16le');
  if (bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string | undefined): Intl.Segmenter {
  const wanted = language?.slice(0, 2).toLowerCase() ?? '';
  const locale = ['ja', 'zh', 'th', 'ko', 'lo', 'km', 'my'].includes(wanted) ? wanted : 'zh';
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' });
  segmenters.set(locale, known);
  return known;
}
