import type { DedupeRecord } from '@wirefold/dedupe/filter';
import type { JudgedPair } from './labelled-sets.ts';

/** What was made of some articles: a label for each, in their order. */
export interface Grouping {
  readonly stories: readonly (string | number)[];
  /** Groups of copies; null where the program does not look for them. */
  readonly copies: readonly (string | number)[] | null;
}

/** A program that is measured. */
export interface Contestant {
  readonly name: string;
  /** What it is, in a line of the report. */
  readonly terms: string;
  /** Loads what is not to be timed. */
  load(): Promise<Folder>;
}

export interface Folder {
  /** What is timed: from texts to groups, articles in the order in which they arrive. */
  group(articles: readonly DedupeRecord[]): Grouping | Promise<Grouping>;
  /** Whether each pair tells one story; by itself, as two articles in no other company, where it is left out. */
  judge?(pairs: readonly JudgedPair[]): boolean[];
}

const wirefold: Contestant = {
  name: 'wirefold',
  terms: 'signatures, evidence and average linkage, as wirefold dedupe --jsonl does it',
  async load() {
    const { dedupeAll } = await import('@wirefold/dedupe/filter');
    const { shippedWeights } = await import('@wirefold/dedupe/weights');
    const weights = shippedWeights();
    return {
      async group(articles) {
        const { lines } = await dedupeAll(articles, weights);
        return { stories: lines.map(({ story }) => story), copies: lines.map(({ duplicate }) => duplicate) };
      },
    };
  },
};

/** A peer that finds copies and calls them stories too. */
function copyFinder(name: string, terms: string, load: () => Promise<(texts: string[][]) => number[]>) {
  return {
    name,
    terms,
    async load(): Promise<Folder> {
      const { wordsOf } = await import('./words.ts');
      const find = await load();
      return {
        group(articles) {
          const copies = find(articles.map(wordsOf));
          return { stories: copies, copies };
        },
      };
    },
  };
}

const minHashAt = (name: string, threshold: number): Contestant =>
  copyFinder(
    name,
    `MinHash-LSH, 128 permutations of word 5-shingles, Jaccard of at least ${threshold}`,
    async () => {
      const { groupByMinHash } = await import('./minhash.ts');
      return (texts) => groupByMinHash(texts, threshold);
    },
  );

const simhash: Contestant = copyFinder(
  'simhash',
  'SimHash of words, 64 bits of which at most 3 differ',
  async () => (await import('./simhash.ts')).groupBySimHash,
);

/** The best of 0.05, 0.1 … 0.4 by B-cubed F1 on ecbplus_dev and on basil_dev: chosen in the peer's favour. */
const COSINE = 0.15;

const tfidf: Contestant = {
  name: 'tfidf',
  terms: `TF-IDF, one pass, joins the story of the highest mean cosine of at least ${COSINE}`,
  async load() {
    const { wordsOf } = await import('./words.ts');
    const { cosine, groupByCosine, tfIdfVectors } = await import('./tfidf.ts');
    return {
      group: (articles) => ({
        stories: groupByCosine(tfIdfVectors(articles.map(wordsOf)), COSINE),
        copies: null,
      }),
      /** Term frequencies come from all pairs: two articles alone would have none to speak of. */
      judge(pairs) {
        const vectors = tfIdfVectors(pairs.flatMap(({ one, other }) => [wordsOf(one), wordsOf(other)]));
        return pairs.map((_, at) => {
          const [one, other] = [vectors[2 * at], vectors[2 * at + 1]];
          return one !== undefined && other !== undefined && cosine(one, other) >= COSINE;
        });
      },
    };
  },
};

/** Everything that is measured, Wirefold first. */
export const CONTESTANTS: readonly Contestant[] = [
  wirefold,
  minHashAt('minhash', 0.8),
  minHashAt('minhash-0.5', 0.5),
  simhash,
  tfidf,
];

/** The one that is always measured. */
export const OURS = wirefold.name;
