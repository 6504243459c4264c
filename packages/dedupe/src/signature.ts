import type { DedupeInput, Signature } from '@wirefold/contracts/evidence';
import { cohesionOf } from './cohesion.ts';
import { fingerprintsOf, HEADLINE_STEMS, MIN_WORDS } from './fingerprints.ts';
import { pairHash } from './hash.ts';
import { dayOf } from './instant.ts';
import { writeSketch } from './sketch.ts';
import { withoutNotices } from './template-text.ts';
import { readTokens, type Terms, termsOf } from './terms.ts';
import { tokensOf } from './tokens.ts';
import type { TermWeights } from './weights.ts';

export { FORMAT as SKETCH_FORMAT } from './sketch.ts';

/** Look-up keys of each sort: enough to meet nearly all true pairs (docs/decisions/0008-a-day-apart.md). */
const KEYS = { stems: 12, lead: 16, names: 12, bigrams: 8, quantities: 4 } as const;
/** Keeps a name apart from the same word as a stem, and numbers from both. */
const NAME = 1;
const QUANTITY = 2;
/** A headline alone has few terms: each counts twice, so that two in common make a candidate of another such. */
const TERSE = 3;
const TERSE_WORDS = 30;

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
    termKeys: termKeysOf(terms),
    sketch: writeSketch(day, prints, terms, cohesionOf(told)),
  };
}

function termKeysOf(terms: Terms): number[] {
  if (terms.words < MIN_WORDS && terms.headlineStems < HEADLINE_STEMS) return [];
  const keys = [
    ...terms.stems.top.slice(0, KEYS.stems).map(({ hash }) => hash),
    ...terms.lead.top.slice(0, KEYS.lead).map(({ hash }) => hash),
    ...terms.names.top.slice(0, KEYS.names).map(({ hash }) => pairHash(NAME, hash)),
    ...terms.bigrams.top.slice(0, KEYS.bigrams).map(({ hash }) => hash),
    ...terms.quantities
      .slice(0, KEYS.quantities)
      .map(({ unit, value }) => pairHash(QUANTITY, pairHash(unit, value))),
  ];
  if (terms.words < TERSE_WORDS) keys.push(...keys.map((key) => pairHash(TERSE, key)));
  return [...new Set(keys)].sort((a, b) => a - b);
}
