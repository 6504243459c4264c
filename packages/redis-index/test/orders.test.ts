import type { DedupeInput, Evidence } from '@wirefold/contracts/evidence';
import { foldStories } from '@wirefold/dedupe/fold';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { dedupe } from '@wirefold/dedupe/stage';
import { shippedWeights } from '@wirefold/dedupe/weights';
import { randomPrefix, testRedis } from '@wirefold/testing';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, expect, it } from 'vitest';
import { createRedisIndex } from '../src/index.ts';

const WORKERS = 8;
const weights = shippedWeights();
const connections: readonly Redis[] = Array.from({ length: WORKERS }, () => testRedis());
afterAll(() => {
  for (const connection of connections) connection.disconnect();
});

const TOWNS = ['Larkholm', 'Brayton', 'Ostermoor', 'Quillby', 'Tarnfeld', 'Wexcombe'];
const THINGS = ['ferry', 'reservoir', 'observatory', 'tannery', 'viaduct', 'orchard'];
const PEOPLE = ['Ida Marrow', 'Tomas Reel', 'Benedikt Aule', 'Ottilie Crane', 'Ruben Haske', 'Sanna Vell'];
const SENTENCES = [
  (town: string, thing: string, person: string, n: number) =>
    `The ${thing} at ${town} will close for ${n} weeks, the district engineer ${person} said after an inspection.`,
  (town: string, thing: string, _: string, n: number) =>
    `Inspectors counted ${n + 40} cracks in the ${thing}, which ${town} has used since the spring flood.`,
  (_: string, thing: string, person: string, n: number) =>
    `${person} put the bill for mending the ${thing} at ${n} million crowns, twice the yearly budget.`,
  (town: string, thing: string, person: string) =>
    `Shopkeepers in ${town} fear for their trade while the ${thing} is shut, and ${person} promised them a subsidy.`,
  (town: string, thing: string) =>
    `The council of ${town} votes on the repair of its ${thing} at an extraordinary sitting.`,
];

/** Six stories of five articles: each article tells four of its story's five sentences, in its own order. */
const INPUTS: readonly DedupeInput[] = TOWNS.flatMap((town, story) => {
  const thing = THINGS[story] ?? '';
  const person = PEOPLE[story] ?? '';
  const told = SENTENCES.map((sentence) => sentence(town, thing, person, 3 + 7 * story));
  return told.map((_, at) => ({
    articleId: `ar_${story}_${at}`,
    headline: `${town}: ${thing} must close, says ${person}`,
    text: [...told.slice(at + 1), ...told.slice(0, at)].join('\n'),
    publishedAt: `2025-03-0${1 + (at % 2)}`,
  }));
});
const ARTICLES = INPUTS.map(({ articleId: id, publishedAt }) => ({
  id,
  wordCount: 0,
  source: '',
  ...(publishedAt !== undefined && { publishedAt }),
}));

/** Stories after so many workers have taken the articles one by one off one line. */
async function storiesBy(workers: number, line: readonly DedupeInput[]): Promise<string[]> {
  const prefix = randomPrefix();
  const waiting = [...line];
  const facts = new Map<string, Evidence>();
  await Promise.all(
    connections.slice(0, workers).map(async (redis) => {
      const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
      for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
        const { evidence } = await dedupe(input, index, weights);
        for (const fact of evidence) facts.set(`${fact.articleId} ${fact.otherArticleId}`, fact);
      }
    }),
  );
  return foldStories(ARTICLES, [...facts.values()]).map(({ articleIds }) => articleIds.join(' '));
}

it('gives the same stories in 200 random orders through 1 to 8 workers', async () => {
  const expected = await storiesBy(1, INPUTS);
  expect(expected).toHaveLength(TOWNS.length);
  const order = fc.shuffledSubarray([...INPUTS], { minLength: INPUTS.length });
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: WORKERS }), async (line, workers) => {
      expect(await storiesBy(workers, line)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
}, 120_000);
