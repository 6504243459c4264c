export const OTHER = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
/** Letters of scripts that put no spaces between words. */
export const UNSPACED = 4;
export const NEWLINE = 5;
/** Ends a sentence when a space or a line's end follows. */
export const STOP = 6;

const UNSPACED_SCRIPTS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30FC]/u;

function classOf(character: string): number {
  if (UNSPACED_SCRIPTS.test(character)) return UNSPACED;
  if (/\p{Nd}/u.test(character)) return DIGIT;
  if (/\p{Lu}/u.test(character)) return UPPER;
  if (/[\p{L}\p{M}]/u.test(character)) return LOWER;
  if (/[\n\r\u2028\u2029]/.test(character)) return NEWLINE;
  if (/[.!?:;\u3002\uFF01\uFF1F\u0964]/.test(character)) return STOP;
  return OTHER;
}

const UNITS = 0x10000;
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** The class of each UTF-16 code unit: a table, since a scan by `\p{}` expressions is ten times slower. */
export const CHARACTER_CLASSES: Uint8Array = Uint8Array.from({ length: UNITS }, (_, unit) =>
  isSurrogate(unit) ? OTHER : classOf(String.fromCharCode(unit)),
);

/** In `LETTERS`: a letter whose lower case depends on its neighbours, or is two letters (Σ, İ). */
export const AWKWARD = 1;

/** The lower case of each code unit that is `LOWER` or `UPPER`, or `AWKWARD`; 0 for all others. */
export const LETTERS: Uint16Array = Uint16Array.from({ length: UNITS }, (_, unit) => {
  const kind = CHARACTER_CLASSES[unit];
  if (kind !== LOWER && kind !== UPPER) return 0;
  const lower = String.fromCharCode(unit).toLowerCase();
  return lower.length === 1 && unit !== 0x3a3 ? lower.charCodeAt(0) : AWKWARD;
});

/** Invisible characters that split words for nothing: soft hyphens, zero-width marks, direction marks, NUL. */
export const INVISIBLE = /[\0\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** Marks and Hangul jamo may melt with what stands before them. */
const MELTING = /[\p{M}\u1100-\u11FF]/u;

/** 1 for each code unit that makes it worth asking whether NFKC changes a text, or that is invisible. */
export const UNSETTLED: Uint8Array = Uint8Array.from({ length: UNITS }, (_, unit) => {
  const character = String.fromCharCode(unit);
  const isPlain = !isSurrogate(unit) && !MELTING.test(character) && character.normalize('NFKC') === character;
  return Number(!isPlain || character.search(INVISIBLE) === 0);
});
