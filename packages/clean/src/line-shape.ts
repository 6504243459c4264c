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
const COUNTED = 400;

/** What a character counts as, by code unit; letters without case count as nothing. */
const KIND = {
  none: 0,
  space: 1,
  capital: 2,
  digit: 3,
  comma: 4,
  end: 5,
  quote: 6,
  sign: 7,
  wide: 8,
} as const;

/** Scripts with capitals end before this code: Latin, Greek, Cyrillic, Armenian; Latin goes on at 1E00. */
const CASED_END = 0x590;

/** Kinds of the code units below 3100, read often. */
const KINDS = Uint8Array.from({ length: 0x3100 }, (_, code): number => {
  const character = String.fromCharCode(code);
  if (code === 32) return KIND.space;
  if (code >= 48 && code <= 57) return KIND.digit;
  if (code === 44) return KIND.comma;
  if ('.!?。！？।؟…'.includes(character)) return KIND.end;
  if ('"“”„«»‘’'.includes(character)) return KIND.quote;
  if ('|•›·'.includes(character)) return KIND.sign;
  if ((code >= 0x0e00 && code <= 0x0e7f) || code >= 0x3040) return KIND.wide;
  const isCased = code < CASED_END || (code >= 0x1e00 && code < 0x2000);
  return isCased && character !== character.toLowerCase() ? KIND.capital : KIND.none;
});

const kindOf = (code: number): number =>
  code < KINDS.length ? (KINDS[code] as number) : code <= 0x9fff ? KIND.wide : KIND.none;

/** Counts a line's characters in one pass. */
export function countShape(text: string): LineShape {
  const size = Math.min(text.length, COUNTED);
  const counts = new Uint16Array(9);
  let words = 0;
  let titled = 0;
  let atStart = true;
  for (let at = 0; at < size; at += 1) {
    const kind = kindOf(text.charCodeAt(at));
    counts[kind] = (counts[kind] as number) + 1;
    if (kind === KIND.space) atStart = true;
    else if (atStart && kind !== KIND.quote) {
      words += 1;
      if (kind === KIND.capital) titled += 1;
      atStart = false;
    }
  }
  const first = text.charAt(0);
  const count = (kind: number): number => counts[kind] as number;
  return {
    sentences: count(KIND.end),
    commas: count(KIND.comma),
    quotes: count(KIND.quote),
    signs: count(KIND.sign) > 0 ? 1 : 0,
    digits: count(KIND.digit) / Math.max(1, size),
    capitals: count(KIND.capital) / Math.max(1, size),
    wide: count(KIND.wide) / Math.max(1, size),
    titled: titled / Math.max(1, words),
    lower: first !== first.toUpperCase(),
    address: text.includes('@') || text.includes('://'),
  };
}
