import type { DedupeInput, Signature } from '@wirefold/contracts/evidence';
import { cohesionOf } from './cohesion.ts';
import { fingerprintsOf, POSTED_HASHES } from './fingerprints.ts';
import { dayOf } from './instant.ts';
import { scanInto } from './scanner.ts';
import { writeSketch } from './sketch.ts';
import { LOOKED_AT, noticesIn, type Run } from './template-text.ts';
import { termKeysOf } from './term-keys.ts';
import { READ_WORDS, termsOf } from './terms.ts';
import { Tokens } from './tokens.ts';
import type { TermWeights } from './weights.ts';

export { FORMAT as SKETCH_FORMAT } from './sketch.ts';
export { volumeFor } from './term-keys.ts';

/** Words of a text and of a headline that are taken; the rest of a book adds nothing. */
const MAX_WORDS = 12_000;
const MAX_HEADLINE_WORDS = 60;
export const MAX_TOKENS = MAX_HEADLINE_WORDS + MAX_WORDS;

/** Room for every article, one after another, and for one with what may be taken out of it. */
const read = new Tokens(MAX_TOKENS, READ_WORDS);
const whole = new Tokens(MAX_TOKENS, MAX_HEADLINE_WORDS + LOOKED_AT + READ_WORDS);

/** Signs an article: what the index keeps of it and what scoring needs, from nothing but the article and the weights. */
export function signatureOf(input: DedupeInput, weights: TermWeights): Signature {
  const headlineWords = scanArticle(read, input);
  const words = read.hashes.subarray(headlineWords, read.size);
  const prints = fingerprintsOf(words, weights.templates);
  const notices = noticesIn(words, weights.templates);
  if (notices.length > 0) readWithout(notices, input);
  const terms = termsOf(read, headlineWords, input.language, weights);
  const day = dayOf(input.publishedAt);
  return {
    articleId: input.articleId,
    day,
    exactKey: prints.exactKey,
    fingerprints: prints.hashes.slice(0, POSTED_HASHES),
    termKeys: termKeysOf(terms, weights),
    sketch: writeSketch(day, prints, terms, cohesionOf(read, headlineWords)),
  };
}

/** Takes the words of an article's headline, then those of its text; gives the number of the first. */
export function scanArticle(tokens: Tokens, { headline, text, language }: DedupeInput): number {
  tokens.clear();
  scanInto(tokens, headline, language, MAX_HEADLINE_WORDS);
  const headlineWords = tokens.size;
  scanInto(tokens, text, language, MAX_WORDS);
  return headlineWords;
}

function readWithout(runs: readonly Run[], input: DedupeInput): void {
  const headlineWords = scanArticle(whole, input);
  read.clear();
  let from = 0;
  for (const run of runs) {
    read.append(whole, from, headlineWords + run[0]);
    from = headlineWords + run[1];
  }
  read.append(whole, from, whole.size);
}
