import { HashMarks } from './hash-marks.ts';
import { isCalendarHash } from './names.ts';
import { CAPITAL, LETTERS_2, SENTENCE_START, type Tokens } from './tokens.ts';

/** Parts of a text that are held against each other, and the words that each must have. */
const PARTS = 4;
const PART_WORDS = 40;
/** A part with fewer names says nothing. */
const PART_NAMES = 3;
/** What a text is given that is too short or has too few names to tell. */
export const WHOLE = 1;

/** The parts that each name stands in, a bit each. */
const partsOf = new HashMarks(2 ** 12);

/**
 * How much the quarters of a text, whose tokens are those behind `from`, speak of the same names, 0 to 1: the mean
 * share, over the pairs of quarters, of the smaller one's names that the other has too. A report is above 0.1,
 * mostly above 0.2; a round-up of several events is near 0.
 */
export function cohesionOf(tokens: Tokens, from: number): number {
  if (tokens.size - from < PARTS * PART_WORDS) return WHOLE;
  findNames(tokens, from);
  const shared = sharedCounts();
  let sum = 0;
  let pairs = 0;
  for (let one = 0; one < PARTS; one += 1) {
    for (let other = one + 1; other < PARTS; other += 1) {
      const smaller = Math.min(shared[one * PARTS + one] ?? 0, shared[other * PARTS + other] ?? 0);
      if (smaller < PART_NAMES) continue;
      sum += (shared[one * PARTS + other] ?? 0) / smaller;
      pairs += 1;
    }
  }
  return pairs < PARTS ? WHOLE : sum / pairs;
}

function findNames({ hashes, marks, size }: Tokens, from: number): void {
  partsOf.clear();
  const part = (size - from) / PARTS;
  for (let at = from; at < size; at += 1) {
    const mark = (marks[at] ?? 0) & (CAPITAL | SENTENCE_START | LETTERS_2);
    if (mark !== (CAPITAL | LETTERS_2)) continue;
    const hash = hashes[at] ?? 0;
    if (!isCalendarHash(hash)) partsOf.mark(hash, 1 << Math.floor((at - from) / part));
  }
}

/** How many names each pair of parts shares; a part's own where it is paired with itself. */
function sharedCounts(): number[] {
  const withMarks = partsOf.countsByMarks(1 << PARTS);
  const shared = new Array<number>(PARTS * PARTS).fill(0);
  withMarks.forEach((count, marks) => {
    for (let pair = 0; pair < shared.length; pair += 1) {
      const both = (1 << Math.floor(pair / PARTS)) | (1 << (pair % PARTS));
      if ((marks & both) === both) shared[pair] = (shared[pair] ?? 0) + count;
    }
  });
  return shared;
}
