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

/** The class of each UTF-16 code unit: a table, since a scan by `\p{}` expressions is ten times slower. */
export const CHARACTER_CLASSES: Uint8Array = Uint8Array.from({ length: 0x10000 }, (_, unit) =>
  unit >= 0xd800 && unit <= 0xdfff ? OTHER : classOf(String.fromCharCode(unit)),
);
