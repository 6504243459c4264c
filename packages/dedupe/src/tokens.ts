/** Marks of a word or number; they are added up. */
export const CAPITAL = 1;
export const SENTENCE_START = 2;
export const NUMBER = 4;
/** The word of a number, such as `two`. */
export const NUMBER_WORD = 8;
/** Of at least two letters, and of at least four. */
export const LETTERS_2 = 16;
export const LETTERS_4 = 32;
/** The name of a day of the week. */
export const WEEKDAY = 64;

/**
 * The words and numbers of an article in columns, by their places. Of all the hash and the marks are kept, of the
 * first `read` everything. It is meant to be used again and again (`clear`): an object for each word took
 * most of the time that signing an article took.
 */
export class Tokens {
  readonly most: number;
  readonly read: number;
  /** Hash of the lower-case word, or of a number as written. */
  readonly hashes: Uint32Array;
  readonly marks: Uint8Array;
  /** Hash of the stem, 0 for stop words, numbers and single letters. */
  readonly stems: Uint32Array;
  /** Hash of the name that it may be (`foldedName`), 0 where it is none. */
  readonly names: Uint32Array;
  /** Line that it stands in, from 0. */
  readonly lines: Uint32Array;
  /** Lower-case words, and numbers as written. */
  readonly words: string[] = [];
  /** Currency sign in front of a number or percent sign behind it, or empty. */
  readonly signs: string[] = [];
  size = 0;

  /** Holds at most `most` tokens. */
  constructor(most: number, read = most) {
    this.most = most;
    this.read = Math.min(read, most);
    this.hashes = new Uint32Array(most);
    this.marks = new Uint8Array(most);
    this.stems = new Uint32Array(this.read);
    this.names = new Uint32Array(this.read);
    this.lines = new Uint32Array(this.read);
  }

  clear(): void {
    this.size = 0;
  }

  /** Adds another's tokens from one place to before another; of those that come to be read here it must have read all. */
  append(other: Tokens, from: number, to: number): void {
    for (let at = from; at < to && this.size < this.most; at += 1) {
      const place = this.size;
      this.hashes[place] = other.hashes[at] ?? 0;
      this.marks[place] = other.marks[at] ?? 0;
      this.size += 1;
      if (place >= this.read) continue;
      this.stems[place] = other.stems[at] ?? 0;
      this.names[place] = other.names[at] ?? 0;
      this.lines[place] = other.lines[at] ?? 0;
      this.words[place] = other.words[at] ?? '';
      this.signs[place] = other.signs[at] ?? '';
    }
  }

  /** How many of them are read. */
  get readSize(): number {
    return Math.min(this.size, this.read);
  }

  /** Line of the last that was read; -1 where there is none. */
  get lastLine(): number {
    return this.size === 0 ? -1 : (this.lines[this.readSize - 1] ?? 0);
  }
}
