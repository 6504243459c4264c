/** What a line looks like, whatever it says. */
export interface LineShape {
  /** Signs that end sentences. */
  readonly sentences: number;
  readonly commas: number;
  /** Shares of the characters, 0 to 1. */
  readonly digits: number;
  readonly capitals: number;
  /** Share of characters of scripts without spaces. */
  readonly wide: number;
  /** Share of words that begin with a capital, 0 to 1. */
  readonly titled: number;
  /** True where the first letter is a small one. */
  readonly lower: boolean;
  readonly quotes: number;
  /** 1 where bars or dots part pieces, else 0. */
  readonly signs: number;
  /** True where an address stands in it. */
  readonly address: boolean;
}

/** Characters of a line that are counted. */
const COUNTED = 1000;
const SENTENCE_ENDS = '.!?。！？।؟…';
const QUOTES = '"“”„«»‘’';
const SIGNS = '|»•›·';

const isCapital = (character: string): boolean =>
  character !== character.toLowerCase() && character === character.toUpperCase();

/** Counts a line's characters in one pass. */
export function countShape(text: string): LineShape {
  const size = Math.min(text.length, COUNTED);
  const counts = { sentences: 0, commas: 0, digits: 0, capitals: 0, wide: 0, quotes: 0, signs: 0 };
  let words = 0;
  let titled = 0;
  let atStart = true;
  for (let at = 0; at < size; at += 1) {
    const code = text.charCodeAt(at);
    const wasStart: boolean = atStart;
    atStart = code === 32;
    if (wasStart && !atStart) words += 1;
    if (code === 32 || (code >= 97 && code <= 122)) continue;
    if (code >= 65 && code <= 90) {
      counts.capitals += 1;
      if (wasStart) titled += 1;
    } else if (code >= 48 && code <= 57) counts.digits += 1;
    else if (code === 44) counts.commas += 1;
    else if (code >= 128 || code < 65 || code === 124) {
      const character = text.charAt(at);
      if (SENTENCE_ENDS.includes(character)) counts.sentences += 1;
      else if (QUOTES.includes(character)) {
        counts.quotes += 1;
        atStart = wasStart;
        if (wasStart) words -= 1;
      } else if (SIGNS.includes(character)) counts.signs = 1;
      else if ((code >= 0x3040 && code <= 0x9fff) || (code >= 0x0e00 && code <= 0x0e7f)) counts.wide += 1;
      else if (code >= 0xc0 && isCapital(character)) {
        counts.capitals += 1;
        if (wasStart) titled += 1;
      }
    }
  }
  const first = text.charAt(0);
  return {
    ...counts,
    digits: counts.digits / Math.max(1, size),
    capitals: counts.capitals / Math.max(1, size),
    wide: counts.wide / Math.max(1, size),
    titled: titled / Math.max(1, words),
    lower: first !== first.toUpperCase(),
    address: text.includes('@') || text.includes('://'),
  };
}
