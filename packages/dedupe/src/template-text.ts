import { GRAM_WORDS, gramsOf } from './fingerprints.ts';
import { templateTest } from './template-test.ts';

/** Shorter runs are phrases of news ("Treasury Secretary James Baker"), whose words tell of the event all the same. */
const LEAST_WORDS = 12;
/** Words of a text that are looked at: what comes after them is in no sketch. */
export const LOOKED_AT = 1_000;

/** Words from the first to before the last. */
export type Run = readonly [from: number, to: number];

/** The standing notices in a text, by the hashes of its words: runs of at least 12 words that are all template text. */
export function noticesIn(words: Uint32Array, templates: ReadonlySet<number>): Run[] {
  const notices: Run[] = [];
  if (templates.size === 0) return notices;
  const isTemplate = templateTest(templates);
  const grams = gramsOf(words.subarray(0, LOOKED_AT));
  let from = -1;
  for (let at = 0; at <= grams.length; at += 1) {
    if (at < grams.length && isTemplate(grams[at] ?? 0)) {
      if (from < 0) from = at;
      continue;
    }
    const to = at - 1 + GRAM_WORDS;
    if (from >= 0 && to - from >= LEAST_WORDS) notices.push([from, to]);
    from = -1;
  }
  return notices;
}
