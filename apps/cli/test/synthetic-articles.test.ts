import { evidenceBetween } from '@wirefold/dedupe/evidence';
import { signatureOf } from '@wirefold/dedupe/signature';
import { shippedWeights } from '@wirefold/dedupe/weights';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SyntheticArticle, syntheticArticles } from '../src/benching/dedupe/synthetic/articles.ts';
import { nameOf, VOCABULARY, wordOf, zipfRank } from '../src/benching/dedupe/synthetic/lexicon.ts';
import { PairLog } from '../src/benching/dedupe/synthetic/pair-log.ts';
import {
  FIRST_DAY,
  layPlan,
  originOf,
  type SyntheticOptions,
  tellingOf,
} from '../src/benching/dedupe/synthetic/plan.ts';
import { wordsOf } from '../src/benching/dedupe/words.ts';
import { mulberry32 } from '../src/benching/random.ts';

async function make(options: SyntheticOptions): Promise<SyntheticArticle[]> {
  const articles: SyntheticArticle[] = [];
  for await (const article of syntheticArticles(options)) articles.push(article);
  return articles;
}

const DAY_MS = 86_400_000;
const LONGEST_DELAY_MS = 36 * 3_600_000 + 60_000;
const options = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  seed: fc.integer({ min: 0, max: 999_999_999 }),
  days: fc.integer({ min: 1, max: 60 }),
});

describe('made-up articles', () => {
  it('are the same for the same options, and others for another seed', async () => {
    await fc.assert(
      fc.asyncProperty(options, async (wanted) => {
        const articles = await make(wanted);
        expect(await make(wanted)).toEqual(articles);
        expect(await make({ ...wanted, seed: wanted.seed + 1 })).not.toEqual(articles);
      }),
      { numRuns: 15 },
    );
  });

  it('are as many as wanted, each with an id of its own, a text, and a story of the plan', async () => {
    await fc.assert(
      fc.asyncProperty(options, async (wanted) => {
        const articles = await make(wanted);
        expect(new Set(articles.map(({ id }) => id)).size).toBe(wanted.count);
        const { stories } = layPlan(wanted);
        expect(new Set(articles.map(({ cluster }) => cluster)).size).toBe(stories);
        for (const { title, text } of articles) {
          expect(title).not.toBe('');
          expect(text).toMatch(/^\S.*\.$/su);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('come in the order of their dates, within the window and the time that later tellings take', async () => {
    await fc.assert(
      fc.asyncProperty(options, async (wanted) => {
        const times = (await make(wanted)).map(({ date }) => Date.parse(date));
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        expect(times[0]).toBeGreaterThanOrEqual(FIRST_DAY);
        expect(times.at(-1)).toBeLessThanOrEqual(FIRST_DAY + wanted.days * DAY_MS + LONGEST_DELAY_MS);
      }),
      { numRuns: 15 },
    );
  });

  it('come one by one: the first is there before the last of a million is written', async () => {
    const stream = syntheticArticles({ count: 1_000_000, seed: 1, days: 30 });
    const first = await stream.next();
    expect(first.done).toBe(false);
    await stream.return(undefined);
  });
});

describe('of two thousand made-up articles', () => {
  let articles: SyntheticArticle[] = [];
  const of = (telling: SyntheticArticle['telling']) =>
    articles.filter((one) => one.kind === 'event' && one.telling === telling);
  const report = ({ cluster }: SyntheticArticle) =>
    articles.find((one) => one.cluster === cluster && one.telling === 'report');
  const weights = shippedWeights();
  const sign = ({ id, title, text, date }: SyntheticArticle) =>
    signatureOf({ articleId: id, headline: title, text, publishedAt: date, language: 'en' }, weights);

  beforeAll(async () => {
    articles = await make({ count: 2_000, seed: 1, days: 30 });
  });

  it('every kind and every telling is there', () => {
    const tellings = ['report', 'copy', 'truncated', 'extended', 'rewrite'] as const;
    for (const telling of tellings) expect(of(telling).length).toBeGreaterThan(40);
    const kinds = new Map<string, number>();
    for (const { kind } of articles) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect([...kinds.keys()].sort()).toEqual(['event', 'look-alike', 'round-up']);
    expect(kinds.get('event')).toBeGreaterThan(1_600);
  });

  it('the dates spread over the whole window', () => {
    const days = articles.map(({ date }) => Math.floor((Date.parse(date) - FIRST_DAY) / DAY_MS));
    expect(new Set(days.filter((day) => day < 30)).size).toBe(30);
  });

  it('a truncated one is the beginning of the text that it was made from, an extended one begins with it', () => {
    const origin = ({ id, cluster }: SyntheticArticle) => {
      const plan = layPlan({ count: 2_000, seed: 1, days: 30 });
      const place = plan.tellingOf[Number(id.slice(1))] ?? 0;
      const from = Number(id.slice(1)) - place + originOf(1, Number(cluster.slice(1)), place);
      return articles.find((one) => one.id === `a${from}`);
    };
    const flat = (article: SyntheticArticle | undefined) =>
      wordsOf({ title: '', text: article?.text ?? '' }).join(' ');
    for (const article of of('truncated')) expect(flat(origin(article)).startsWith(flat(article))).toBe(true);
    for (const article of of('extended')) expect(flat(article).startsWith(flat(origin(article)))).toBe(true);
  });

  it('a copy of a report is near it, and a rewrite shares names and numbers but no run of words to speak of', () => {
    const kinds = (telling: 'copy' | 'rewrite') =>
      of(telling)
        .slice(0, 120)
        .map((one) => {
          const other = report(one);
          return other && evidenceBetween(sign(one), sign(other), weights)?.kind;
        });
    const rewrites = kinds('rewrite');
    expect(rewrites.filter((kind) => kind === 'near' || kind === 'exact').length).toBeLessThan(
      rewrites.length / 20,
    );
    const copies = kinds('copy');
    // The others were copied from a rewrite.
    expect(copies.filter((kind) => kind === 'near' || kind === 'exact').length).toBeGreaterThan(
      copies.length / 3,
    );
  });

  it('look-alikes of one template share their sentences but for names and numbers, and are other stories', () => {
    const bare = ({ text }: SyntheticArticle) =>
      text.replace(/\p{Lu}\S*|\d+ \S+/gu, '_').replace(/\s+/gu, ' ');
    const stories = new Map<string, Set<string>>();
    for (const article of articles) {
      if (article.kind !== 'look-alike') continue;
      const text = bare(article);
      stories.set(text, (stories.get(text) ?? new Set()).add(article.cluster));
    }
    const shared = [...stories.values()].filter((clusters) => clusters.size > 1);
    expect(shared.length).toBeGreaterThan(0);
  });

  it('a round-up holds the first sentences of other stories, under a headline that comes back', () => {
    const roundUps = articles.filter(({ kind }) => kind === 'round-up');
    const leads = new Set(of('report').map(({ text }) => text.split('. ')[0]));
    const held = roundUps.map(
      ({ text }) => text.split(/\.\s+/).filter((sentence) => leads.has(sentence)).length,
    );
    expect(held.filter((count) => count >= 2).length).toBeGreaterThan(roundUps.length / 2);
    expect(new Set(roundUps.map(({ title }) => title)).size).toBeLessThan(roundUps.length);
  });

  it('the vocabulary is about as large as that of as many articles of news (21,700), many words met once', () => {
    const counts = new Map<string, number>();
    for (const word of articles.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const once = [...counts.values()].filter((count) => count === 1).length;
    expect(counts.size).toBeGreaterThan(15_000);
    expect(counts.size).toBeLessThan(30_000);
    expect(once / counts.size).toBeGreaterThan(0.2);
    expect(once / counts.size).toBeLessThan(0.75);
  });
});

describe('the lexicon', () => {
  it('has another word for each rank of the common ones, and hardly a word twice', () => {
    const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank));
    expect(new Set(words.slice(0, 1_000)).size).toBe(1_000);
    expect(new Set(words).size).toBeGreaterThan(VOCABULARY * 0.9);
    expect(wordOf(12_345)).toBe(words[12_345]);
    expect(nameOf(77)).toMatch(/^\p{Lu}\p{Ll}+$/u);
  });

  it('draws ranks by Zipf: each doubling of the rank is as likely as the one before', () => {
    const random = mulberry32(5);
    const draws = Array.from({ length: 60_000 }, () => zipfRank(random, 1_023));
    expect(Math.min(...draws)).toBe(0);
    expect(Math.max(...draws)).toBeLessThan(1_023);
    for (let octave = 0; octave < 10; octave += 1) {
      const within = draws.filter((rank) => Math.floor(Math.log2(rank + 1)) === octave).length;
      expect(within / draws.length).toBeCloseTo(0.1, 2);
    }
  });
});

describe('the plan', () => {
  it('lets copies go back to the report or a rewrite, never to another copy', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(5_000), fc.integer({ min: 0, max: 59 }), (seed, story, place) => {
        const origin = originOf(seed, story, place);
        expect(origin).toBeLessThanOrEqual(place);
        expect(['report', 'rewrite']).toContain(tellingOf(seed, story, origin));
        expect(originOf(seed, story, origin)).toBe(origin);
      }),
    );
  });
});

it('the log of pairs gives back what was put in, beyond its first capacity', () => {
  const log = new PairLog();
  const kinds = ['exact', 'near', 'story'] as const;
  const stated = Array.from({ length: 3_000 }, (_, at) => ({
    ...{ one: at, other: at * 7, score: at / 3_000, kind: kinds[at % 3] ?? 'story' },
  }));
  for (const { one, other, ...fact } of stated) log.add(one, other, fact);
  expect([log.size, log.bytes]).toEqual([3_000, 4_096 * 17]);
  expect(log.evidence((article) => `a${article}`)).toEqual(
    stated.map(({ one, other, score, kind }) => ({
      ...{ articleId: `a${one}`, otherArticleId: `a${other}`, score, kind },
      ...{ signals: {}, weightsVersion: '' },
    })),
  );
});
