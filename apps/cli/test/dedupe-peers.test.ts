import { scoreOfCounts } from '@wirefold/dedupe/measures';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTESTANTS, type Folder } from '../src/benching/dedupe/contestants.ts';
import { Groups } from '../src/benching/dedupe/groups.ts';
import {
  bestBanding,
  estimateJaccard,
  groupByMinHash,
  minHash,
  shinglesOf,
} from '../src/benching/dedupe/minhash.ts';
import { groupBySimHash, hammingDistance, simHash } from '../src/benching/dedupe/simhash.ts';
import { spreadOf, standOnPairs, standOnStories } from '../src/benching/dedupe/standings.ts';
import { cosine, groupByCosine, tfIdfVectors } from '../src/benching/dedupe/tfidf.ts';
import { wordsOf } from '../src/benching/dedupe/words.ts';
import { median } from '../src/benching/median.ts';
import { ARTICLES } from './dedupe-sets.ts';

const split = (text: string) => text.split(' ');
/** The same numbers for the same groups, whatever the groups are called. */
const renumbered = (labels: readonly (string | number)[]) => labels.map((label) => labels.indexOf(label));
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `w${from + at}`);

describe('groups', () => {
  it('are what hangs together over any number of joins', () => {
    const groups = new Groups(6);
    groups.join(0, 3);
    groups.join(4, 5);
    groups.join(3, 5);
    expect(renumbered(groups.labels())).toEqual([0, 1, 2, 0, 0, 0]);
  });
});

describe('MinHash', () => {
  it('takes runs of five words, a shorter text whole, and nothing of nothing', () => {
    expect(shinglesOf(split('a b c d e f'))).toHaveLength(2);
    expect(shinglesOf(split('a b c d e'))).toHaveLength(1);
    expect(shinglesOf(split('a b'))).toHaveLength(1);
    expect(shinglesOf([])).toHaveLength(0);
    expect(shinglesOf(split('a a a a a a a'))).toHaveLength(1);
  });

  it('estimates the Jaccard similarity within three standard errors', () => {
    // 96 shingles each, 56 in both of 136: 7 / 17.
    const [one, other] = [numbered(0, 100), numbered(40, 140)].map((words) => minHash(shinglesOf(words)));
    if (!one || !other) throw new Error('No signatures');
    const jaccard = 56 / 136;
    const standardError = Math.sqrt((jaccard * (1 - jaccard)) / 128);
    expect(Math.abs(estimateJaccard(one, other) - jaccard)).toBeLessThan(3 * standardError);
    expect(estimateJaccard(one, one)).toBe(1);
  });

  it.each([
    [0.8, { bands: 9, rows: 13 }],
    [0.5, { bands: 25, rows: 5 }],
  ])('is banded for %s as datasketch 1.6 bands 128 permutations', (threshold, banding) => {
    expect(bestBanding(threshold)).toEqual(banding);
  });

  it('joins a copy with one word changed at the end, not a text that shares half, nor two empty ones', () => {
    const texts = [numbered(0, 100), [...numbered(0, 99), 'other'], numbered(30, 130), [], []];
    expect(renumbered(groupByMinHash(texts, 0.8))).toEqual([0, 0, 2, 3, 4]);
    // 66 of 126 shingles: 0.52; at 0.3 it is joined.
    expect(renumbered(groupByMinHash(texts, 0.3))).toEqual([0, 0, 0, 3, 4]);
  });
});

describe('SimHash', () => {
  it('of one word is the hash of it, and of a word three times the same', () => {
    expect(simHash(['tide'])).toEqual(simHash(['tide', 'tide', 'tide']));
    expect(simHash(split('tide tide ebb'))).toEqual(simHash(['tide']));
    expect(simHash(split('ebb tide'))).toEqual(simHash(split('tide ebb')));
  });

  it.each([
    [[0, 0], [0, 0], 0],
    [[0b1011, 0], [0b0001, 0], 2],
    [[0, 0xffffffff], [1, 0], 33],
  ] as const)('%j and %j differ in %i bits', (one, other, bits) => {
    expect(hammingDistance(one, other)).toBe(bits);
  });

  it('joins texts of the same words in any order, not others, nor two empty ones', () => {
    const words = numbered(0, 60);
    expect(renumbered(groupBySimHash([words, words.toReversed(), numbered(60, 120), [], []]))).toEqual([
      0, 0, 2, 3, 4,
    ]);
  });

  it('finds every pair at most 3 bits apart, and no other', () => {
    const texts = fc.array(fc.array(fc.constantFrom(...numbered(0, 9)), { minLength: 1, maxLength: 30 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(texts, (many) => {
        const hashes = many.map(simHash);
        const groups = new Groups(many.length);
        hashes.forEach((one, at) => {
          hashes.forEach((other, to) => {
            if (hammingDistance(one, other) <= 3) groups.join(at, to);
          });
        });
        expect(renumbered(groupBySimHash(many))).toEqual(renumbered(groups.labels()));
      }),
    );
  });
});

describe('TF-IDF', () => {
  it('weighs 1 + ln(count) times ln(texts / texts with the word), to length 1', () => {
    const [vector, ...rest] = tfIdfVectors([split('all b b'), split('all c'), split('all c d')]);
    expect([...(vector ?? [])]).toEqual([['b', 1]]);
    const [c, d] = [Math.log(3 / 2), Math.log(3)];
    expect(rest[1]?.get('c')).toBeCloseTo(c / Math.hypot(c, d), 12);
    expect(rest[1]?.get('d')).toBeCloseTo(d / Math.hypot(c, d), 12);
    const [b1, x1] = [(1 + Math.log(2)) * Math.log(2), Math.log(2)];
    expect(tfIdfVectors([split('b b x'), split('y')])[0]?.get('b')).toBeCloseTo(b1 / Math.hypot(b1, x1), 12);
  });

  it('joins the story of the highest mean cosine, if that is at least the threshold', () => {
    const vector = (...weights: [string, number][]) => new Map(weights);
    const [x, y] = [vector(['x', 1]), vector(['y', 1])];
    const between = vector(['x', 0.6], ['y', 0.8]);
    expect(cosine(x, between)).toBeCloseTo(0.6, 12);
    expect(groupByCosine([x, y, between], 0.5)).toEqual([0, 1, 1]);
    expect(groupByCosine([x, y, between], 0.9)).toEqual([0, 1, 2]);
    // The mean of the cosines with x and y is 0.7, with z alone 0.75.
    expect(groupByCosine([x, between, vector(['y', 0.7], ['x', 0.5])], 0.55)).toEqual([0, 0, 0]);
    expect(groupByCosine([vector(), vector()], 0)).toEqual([0, 1]);
  });
});

it('words are runs of letters and digits of headline and text, lower-cased', () => {
  expect(wordsOf({ title: 'Tide—table', text: 'Øre 2.5 m\n' })).toEqual([
    'tide',
    'table',
    'øre',
    '2',
    '5',
    'm',
  ]);
  expect(wordsOf({ title: '', text: '…' })).toEqual([]);
});

describe('every contestant', () => {
  const load = (name: string): Promise<Folder> =>
    CONTESTANTS.find((one) => one.name === name)?.load() ?? Promise.reject(new Error(name));

  it.each(CONTESTANTS.map(({ name }) => name))(
    '%s gives each article one label, and joins copies',
    async (name) => {
      const { stories, copies } = await (await load(name)).group(ARTICLES);
      expect(stories).toHaveLength(ARTICLES.length);
      expect(stories[0]).toBe(stories[1]);
      expect(stories[3]).not.toBe(stories[0]);
      if (copies) expect(renumbered(copies)).toEqual([0, 0, 2, 3]);
    },
  );

  it.each(CONTESTANTS.map(({ name }) => name))('%s makes nothing of nothing', async (name) => {
    const { stories } = await (await load(name)).group([]);
    expect(stories).toEqual([]);
  });
});

describe('standings', () => {
  const set = (clusters: string[]) => ({
    ...{ kind: 'stories' as const, name: 's', clusters },
    articles: clusters.map((_, at) => ({ id: String(at), title: 't', text: '' })),
  });
  const order = (stories: number[], copies: number[] | null, seconds: number) => ({
    ...{ said: 'order' as const, stories, copies, seconds, cpuSeconds: seconds * 2 },
  });

  it('give mean, least and most over the orders, and the median of the rates', () => {
    const orders = [order([0, 0, 1, 1], [0, 1, 2, 3], 4), order([0, 0, 0, 0], [0, 1, 2, 3], 1)];
    const end = { orders, same: [], peakMemoryMb: 90 };
    expect(standOnStories('one', set(['a', 'a', 'b', 'b']), end)).toEqual({
      name: 'one',
      bCubed: {
        precision: { mean: 0.75, least: 0.5, most: 1 },
        recall: { mean: 1, least: 1, most: 1 },
        f1: { mean: (1 + 2 / 3) / 2, least: 2 / 3, most: 1 },
      },
      pairwise: {
        precision: { mean: (1 + 1 / 3) / 2, least: 1 / 3, most: 1 },
        recall: { mean: 1, least: 1, most: 1 },
        f1: { mean: 0.75, least: 0.5, most: 1 },
      },
      adjustedRand: { mean: 0.5, least: 0, most: 1 },
      copiesAdjustedRand: { mean: 0, least: 0, most: 0 },
      articlesPerSecond: 4 / 2.5,
      articlesPerCpuSecond: 4 / 5,
      peakMemoryMb: 90,
    });
  });

  it('leave the copies out where nobody looked for them', () => {
    const end = { orders: [order([0, 1], null, 1)], same: [], peakMemoryMb: 1 };
    expect(standOnStories('one', set(['a', 'b']), end).copiesAdjustedRand).toBeNull();
  });

  it('score who says which pairs are one story', () => {
    const article = { id: 'a', title: '', text: 't' };
    const pairs = [true, true, true, false, false].map((same) => ({ one: article, other: article, same }));
    const end = { orders: [], same: [true, true, false, true, false], peakMemoryMb: 1 };
    expect(standOnPairs('one', { kind: 'pairs', name: 'p', pairs }, end)).toEqual({
      ...{ name: 'one', tp: 2, fp: 1, fn: 1, peakMemoryMb: 1 },
      ...{ precision: 2 / 3, recall: 2 / 3, f1: expect.closeTo(2 / 3, 12) },
    });
  });

  it.each([
    [
      { tp: 0, fp: 0, fn: 3 },
      { precision: 1, recall: 0, f1: 0 },
    ],
    [
      { tp: 0, fp: 2, fn: 0 },
      { precision: 0, recall: 1, f1: 0 },
    ],
    [
      { tp: 3, fp: 1, fn: 0 },
      { precision: 0.75, recall: 1, f1: 6 / 7 },
    ],
  ])('of the counts %j are %j', (counts, score) => {
    expect(scoreOfCounts(counts)).toEqual(score);
  });

  it('know mean and median', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ mean: 2, least: 1, most: 3 });
    expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, null]);
  });
});
