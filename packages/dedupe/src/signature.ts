import type { DedupeInput, Signature } from '@wirefold/contracts/evidence';
import { cohesionOf } from './cohesion.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { dayOf } from './instant.ts';
import { writeSketch } from './sketch.ts';
import { withoutNotices } from './template-text.ts';
import { termKeysOf } from './term-keys.ts';
import { readTokens, termsOf } from './terms.ts';
import { tokensOf } from './tokens.ts';
import type { TermWeights } from './weights.ts';

export { FORMAT as SKETCH_FORMAT } from './sketch.ts';

/** Words of a text and of a headline that are read; the rest of a book adds nothing. */
export const MAX_WORDS = 12_000;
export const MAX_HEADLINE_WORDS = 60;

/** Signs an article: what the index keeps of it and what scoring needs, from nothing but the article and the weights. */
export function signatureOf(input: DedupeInput, weights: TermWeights): Signature {
  const headline = tokensOf(input.headline, input.language, MAX_HEADLINE_WORDS);
  const text = tokensOf(input.text, input.language, MAX_WORDS, (headline.at(-1)?.line ?? -1) + 1);
  const prints = fingerprintsOf(text, weights.templates);
  const told = withoutNotices(text, weights.templates);
  const terms = termsOf(readTokens(headline, told), headline.length, input.language, weights);
  const day = dayOf(input.publishedAt);
  return {
    articleId: input.articleId,
    day,
    exactKey: prints.exactKey,
    fingerprints: prints.hashes,
    termKeys: termKeysOf(terms, weights),
    sketch: writeSketch(day, prints, terms, cohesionOf(told)),
  };
}
