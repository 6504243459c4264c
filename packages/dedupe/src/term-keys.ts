import { HEADLINE_STEMS, MIN_WORDS, TERSE_WORDS } from './fingerprints.ts';
import { pairHash } from './hash.ts';
import type { Terms } from './terms.ts';
import type { TermWeights } from './weights.ts';

/** Look-up keys of each sort: enough to meet nearly all true pairs (docs/decisions/0008-a-day-apart.md). */
const KEYS = { stems: 12, lead: 16, names: 12, bigrams: 8, quantities: 4 } as const;
/** Keeps a name apart from the same word as a stem, and numbers from both. */
const NAME = 1;
const QUANTITY = 2;
/** A headline alone has few terms: each counts twice, so that two in common make a candidate of another such. */
const TERSE = 3;

/** Up to so many articles in 30 days every key is looked up. */
const SMALL_VOLUME = 30_000;
/** A term that more articles of the 30 days hold than this is no key. */
const MOST_HOLDERS = 2_500;
/** Of an article of common words so many keys are looked up all the same, its rarest: it can be found. */
const LEAST_KEYS = 12;
/** Numbers with a unit are not counted; they are as rare as a stem that one article in a thousand holds. */
const QUANTITY_RARITY = 7;

interface Key {
  readonly hash: number;
  readonly rarity: number;
}

/**
 * The keys under which an article is found by those that may tell the same story, ascending and distinct. It
 * depends on the article and the weights alone, their volume included (`leastRarity`), and so does who is compared.
 */
export function termKeysOf(terms: Terms, weights: Pick<TermWeights, 'volume'>): number[] {
  if (terms.words < MIN_WORDS && terms.headlineStems < HEADLINE_STEMS) return [];
  const keys = rareKeys(keysOf(terms), leastRarity(weights.volume)).map(({ hash }) => hash);
  if (terms.words < TERSE_WORDS) keys.push(...keys.map((key) => pairHash(TERSE, key)));
  return [...new Set(keys)].sort((a, b) => a - b);
}

/**
 * How rare (`rarityOf`) a term must be to be looked up where so many articles are expected in 30 days: 0 up to 30,000,
 * 3.5 at 100,000, 6 at a million. It keeps the lists of who holds a key as long as they are, however many articles
 * there are (docs/decisions/0014-a-million-articles.md); steps of a half, so that a volume that hardly changes changes nothing.
 */
export function leastRarity(volume = 0): number {
  return volume <= SMALL_VOLUME ? 0 : Math.round(2 * Math.log(volume / MOST_HOLDERS)) / 2;
}

/**
 * The volume of a snapshot for a store that took in so many articles in 30 days: undefined up to 30,000, else the
 * middle of its step, so that it names another snapshot only where other terms are looked up.
 */
export function volumeFor(articles: number): number | undefined {
  const least = leastRarity(articles);
  return least === 0 ? undefined : Math.max(SMALL_VOLUME + 1, Math.round(MOST_HOLDERS * Math.exp(least)));
}

function keysOf({ stems, lead, names, bigrams, quantities }: Terms): Key[] {
  return [
    ...stems.top.slice(0, KEYS.stems),
    ...lead.top.slice(0, KEYS.lead),
    ...names.top.slice(0, KEYS.names).map(({ hash, rarity }) => ({ hash: pairHash(NAME, hash), rarity })),
    ...bigrams.top.slice(0, KEYS.bigrams),
    ...quantities.slice(0, KEYS.quantities).map(({ unit, value }) => ({
      hash: pairHash(QUANTITY, pairHash(unit, value)),
      rarity: QUANTITY_RARITY,
    })),
  ];
}

function rareKeys(keys: readonly Key[], least: number): readonly Key[] {
  if (least === 0) return keys;
  const distinct = [...new Map(keys.map((key) => [key.hash, key])).values()];
  const rare = distinct.filter(({ rarity }) => rarity >= least);
  if (rare.length >= LEAST_KEYS) return rare;
  return distinct.sort((a, b) => b.rarity - a.rarity || a.hash - b.hash).slice(0, LEAST_KEYS);
}
