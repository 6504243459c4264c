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

/** One word or number of a text. */
export interface Token {
  /** Lower-cased word, or the digits of a number as written. */
  readonly word: string;
  readonly isNumber: boolean;
  /** Written with a capital, or all in capitals. */
  readonly capital: boolean;
  readonly sentenceStart: boolean;
  /** Paragraph it stands in, from 0. */
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
 * word, and scripts without spaces go through the platform's word segmenter. At most `limit` tokens.
 */
export function tokensOf(text: string, language: string | undefined, limit: number): Token[] {
  return new Scanner(text.normalize('NFKC').replace(INVISIBLE, ''), language, limit).scan();
}

class Scanner {
  readonly #text: string;
  readonly #language: string | undefined;
  readonly #limit: number;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 0;
  #sentenceStart = true;

  constructor(text: string, language: string | undefined, limit: number) {
    this.#text = text;
    this.#language = language;
    this.#limit = limit;
  }

  scan(): Token[] {
    while (this.#at < this.#text.length && this.#tokens.length < this.#limit)
      this.#step(this.#classAt(this.#at));
    return this.#tokens;
  }

  #classAt(at: number): number {
    return CLASSES[this.#text.charCodeAt(at)] ?? OTHER;
  }

  #step(kind: number): void {
    if (kind === LOWER || kind === UPPER) this.#word();
    else if (kind === DIGIT) this.#number();
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

  #word(): void {
    const start = this.#at;
    const capital = this.#classAt(start) === UPPER;
    let end = this.#letterEnd(start);
    let word = this.#text.slice(start, end);
    if (capital && end === start + 1 && this.#text.charCodeAt(end) === FULL_STOP) {
      end = this.#initialsEnd(start);
      word = this.#text.slice(start, end).replaceAll('.', '');
    }
    this.#at = end;
    this.#push(word.toLowerCase(), false, capital, '');
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
    this.#push(this.#text.slice(start, end).replaceAll(' ', ','), true, false, sign);
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
      if (part.isWordLike) this.#push(part.segment, false, false, '');
    }
  }

  #push(word: string, isNumber: boolean, capital: boolean, sign: string): void {
    const sentenceStart = this.#sentenceStart;
    this.#tokens.push({ word, isNumber, capital, sentenceStart, line: this.#line, sign });
    this.#sentenceStart = false;
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
