import type { DedupeInput } from '@wirefold/contracts/evidence';
import { distinct, GRAM_WORDS, gramsOf } from './fingerprints.ts';
import { sharedCount } from './rule.ts';
import { MAX_TOKENS, scanArticle } from './signature.ts';
import { READ_WORDS } from './terms.ts';
import { Tokens } from './tokens.ts';
import type { Counted } from './weights.ts';

/** Stems of fewer articles are left out: what is not in a snapshot counts as rare. */
const LEAST_ARTICLES = 2;
/** Stems kept, the most frequent: 1.2 MB of a snapshot, and more than 50,000 English articles have. */
const MOST_STEMS = 200_000;
/** Five words in a row are template text where so many articles have them that are nothing like each other. */
const LEAST_UNRELATED = 8;
/** Articles are alike where one's own rare words are found in the other's by more than this share. */
const ALIKE = 0.2;
/** Articles with fewer rare words of their own tell nothing about what they share. */
const LEAST_OWN = 8;
/** A word is rare in at most this share of the articles. */
const RARE = 0.05;
/** Five-word runs watched at a time, and kept: a bound on memory, which real news does not reach. */
const MOST_WATCHED = 400_000;
const MOST_TEMPLATES = 50_000;
/** Slots of the first count: 2^25 of a byte; 25 million runs of words share one with 0.75 others, eight with hardly any. */
const SLOT_BITS = 25;

/** An article that holds a run of words, as what it says beside all that many articles say. */
type Own = Uint32Array;

/**
 * Counts what a snapshot of term weights is made of: in how many articles each stem stands, and which five words in
 * a row are template text (standing notices, credits, disclaimers): that many articles share whose other words
 * have nothing in common. Every article is to be met twice, first all by `meet`, then all by `meetAgain`, in the same order.
 */
export class TermCounter {
  #documents = 0;
  readonly #tokens = new Tokens(MAX_TOKENS);
  #headlineWords = 0;
  readonly #frequencies = new Map<number, number>();
  readonly #slots = new Uint8Array(2 ** SLOT_BITS);
  readonly #watched = new Map<number, Own[]>();
  readonly #templates = new Set<number>();

  /** Articles met so far. */
  get documents(): number {
    return this.#documents;
  }

  /** Counts an article's stems and runs of words. */
  meet(input: DedupeInput): void {
    const words = this.#wordsOf(input);
    this.#documents += 1;
    const { stems, size } = this.#tokens;
    for (const stem of new Set(stems.subarray(0, Math.min(size, READ_WORDS)))) {
      if (stem !== 0) this.#frequencies.set(stem, (this.#frequencies.get(stem) ?? 0) + 1);
    }
    for (const gram of distinct(gramsOf(words))) {
      const slot = slotOf(gram);
      const count = this.#slots[slot] ?? 0;
      if (count < 255) this.#slots[slot] = count + 1;
    }
  }

  /** Looks which runs of words the article has in common with many, and whether those are others. */
  meetAgain(input: DedupeInput): void {
    const grams = gramsOf(this.#wordsOf(input));
    const common = grams.map((gram) => Number((this.#slots[slotOf(gram)] ?? 0) >= LEAST_UNRELATED));
    if (!common.includes(1)) return;
    const own = this.#ownStems(common);
    if (own.length < LEAST_OWN) return;
    const known = new Map<Own, boolean>();
    const isAlike = (other: Own): boolean => {
      const alike = known.get(other) ?? areAlike(own, other);
      known.set(other, alike);
      return alike;
    };
    for (const gram of new Set(grams.filter((_, at) => common[at] === 1))) this.#watch(gram, own, isAlike);
  }

  /** What was counted. */
  counted(): Counted {
    const often = [...this.#frequencies].filter(([, count]) => count >= LEAST_ARTICLES);
    if (often.length > MOST_STEMS) often.sort(([a, m], [b, n]) => n - m || a - b).length = MOST_STEMS;
    return { documents: this.#documents, frequencies: new Map(often), templates: new Set(this.#templates) };
  }

  /** Hashes of the words of an article's text; its tokens are in hand until the next. */
  #wordsOf(input: DedupeInput): Uint32Array {
    this.#headlineWords = scanArticle(this.#tokens, input);
    return this.#tokens.hashes.subarray(this.#headlineWords, this.#tokens.size);
  }

  /** Rare stems of the headline and of the words that stand in no common run, ascending; of the article in hand. */
  #ownStems(common: Uint32Array): Own {
    const { stems, size } = this.#tokens;
    const own = new Set(stems.subarray(0, this.#headlineWords));
    let until = 0;
    for (let at = 0; at < size - this.#headlineWords; at += 1) {
      if (common[at] === 1) until = at + GRAM_WORDS;
      if (at >= until) own.add(stems[this.#headlineWords + at] ?? 0);
    }
    const most = Math.max(LEAST_ARTICLES, RARE * this.#documents);
    const rare = [...own].filter((stem) => stem !== 0 && (this.#frequencies.get(stem) ?? 0) <= most);
    return Uint32Array.from(rare).sort();
  }

  /** Adds an article to those that hold a run, unless it is like one of them. */
  #watch(gram: number, own: Own, isAlike: (other: Own) => boolean): void {
    if (this.#templates.has(gram)) return;
    const holders = this.#watched.get(gram);
    if (holders === undefined) {
      if (this.#watched.size < MOST_WATCHED) this.#watched.set(gram, [own]);
      return;
    }
    if (holders.some(isAlike)) return;
    holders.push(own);
    if (holders.length < LEAST_UNRELATED || this.#templates.size >= MOST_TEMPLATES) return;
    this.#templates.add(gram);
    this.#watched.delete(gram);
  }
}

function slotOf(gram: number): number {
  return gram >>> (32 - SLOT_BITS);
}

function areAlike(a: Own, b: Own): boolean {
  return sharedCount(a, b) > ALIKE * Math.min(a.length, b.length);
}
