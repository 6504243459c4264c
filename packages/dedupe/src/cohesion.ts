import { isCalendarWord } from './names.ts';
import type { Token } from './tokens.ts';

/** Parts of a text that are held against each other, and the words that each must have. */
const PARTS = 4;
const PART_WORDS = 40;
/** A part with fewer names says nothing. */
const PART_NAMES = 3;
/** What a text is given that is too short or has too few names to tell. */
export const WHOLE = 1;

/**
 * How much the quarters of a text speak of the same names, 0 to 1: the mean share, over the pairs of
 * quarters, of the smaller one's names that the other has too. A report is above 0.1, mostly above 0.2; a round-up of
 * several events is near 0.
 */
export function cohesionOf(tokens: readonly Token[]): number {
  if (tokens.length < PARTS * PART_WORDS) return WHOLE;
  const size = tokens.length / PARTS;
  const parts = Array.from({ length: PARTS }, () => new Set<number>());
  tokens.forEach(({ lexeme: { word, capital, hash }, sentenceStart }, at) => {
    if (!capital || sentenceStart || word.length < 2 || isCalendarWord(word)) return;
    parts[Math.floor(at / size)]?.add(hash);
  });
  let sum = 0;
  let pairs = 0;
  parts.forEach((part, at) => {
    for (const other of parts.slice(at + 1)) {
      const smaller = Math.min(part.size, other.size);
      if (smaller < PART_NAMES) continue;
      let shared = 0;
      for (const name of part) if (other.has(name)) shared += 1;
      sum += shared / smaller;
      pairs += 1;
    }
  });
  return pairs < PARTS ? WHOLE : sum / pairs;
}
