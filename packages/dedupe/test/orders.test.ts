import { createHash } from 'node:crypto';
import type { Evidence } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceBetween } from '../src/evidence.ts';
import { dedupeAll } from '../src/filter.ts';
import { foldStories } from '../src/fold.ts';
import { createMemoryIndex } from '../src/memory-index.ts';
import { DEFAULT_RULE } from '../src/rule.ts';
import { signatureOf } from '../src/signature.ts';
import { shippedWeights } from '../src/weights.ts';
import { BRIDGE, LOOK_ALIKES } from './invented.ts';
import { LOOK_ALIKES_AFTER, LOOK_ALIKES_BEFORE } from './look-alike-pairs.ts';
import type { NamedPair } from './pair.ts';
import { REWRITES_AFTER, REWRITES_BEFORE } from './rewrite-pairs.ts';

const weights = shippedWeights();
const TEMPLATES = [...LOOK_ALIKES, ...LOOK_ALIKES_BEFORE, ...LOOK_ALIKES_AFTER];
const REWRITES = [...REWRITES_BEFORE, ...REWRITES_AFTER];
const INPUTS = [...BRIDGE, ...[...TEMPLATES, ...REWRITES].flatMap(([, a, b]) => [a, b])];
const SIGNATURES = INPUTS.map((input) => signatureOf(input, weights));
const ARTICLES = INPUTS.map(({ articleId: id }) => ({ id, wordCount: 0, source: '' }));

describe('any order of arrival', () => {
  it('gives the same stories in 200 random orders, each rewrite one and each look-alike two', async () => {
    const storiesOf = async (signatures: typeof SIGNATURES): Promise<string[]> => {
      const index = createMemoryIndex(DEFAULT_RULE);
      const facts: Evidence[] = [];
      for (const signature of signatures) {
        for (const candidate of await index.registerAndFind(signature))
          facts.push(...[evidenceBetween(signature, candidate, weights)].flatMap((fact) => fact ?? []));
      }
      return foldStories(ARTICLES, facts).map(({ articleIds }) => articleIds.join(' + '));
    };
    const expected = await storiesOf(SIGNATURES);
    const areOne = ([, a, b]: NamedPair) =>
      expected.some((ids) => ids.includes(a.articleId) && ids.includes(b.articleId));
    expect(REWRITES.every(areOne)).toBe(true);
    expect(TEMPLATES.some(areOne)).toBe(false);
    const order = fc.shuffledSubarray(SIGNATURES, { minLength: SIGNATURES.length });
    await fc.assert(
      fc.asyncProperty(order, async (signatures) => {
        expect(await storiesOf(signatures)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('folds 300 copies that come at once into one story with one first', async () => {
    const [, one] = REWRITES_BEFORE[1] ?? [];
    const { headline = '', text = '' } = one ?? {};
    const copies = Array.from({ length: 300 }, (_, at) => ({
      id: `c${at}`,
      title: headline,
      text,
      date: '2025-09-08',
    }));
    const { lines, pairs } = await dedupeAll(copies);
    expect(new Set(lines.map(({ story }) => story))).toEqual(new Set(['c0']));
    expect(new Set(lines.map(({ duplicate }) => duplicate))).toEqual(new Set(['c0']));
    expect(pairs.every(({ kind }) => kind === 'exact')).toBe(true);
  });
});

describe('a signature', () => {
  it('is byte for byte what others of its format are, so that workers of two versions agree', () => {
    const digest = createHash('sha256');
    for (const { sketch, termKeys, fingerprints, exactKey } of SIGNATURES)
      digest.update(sketch).update(JSON.stringify([termKeys, fingerprints, exactKey]));
    // Change this with FORMAT (sketch.ts) or with the number of the shipped weights, never alone.
    expect([SIGNATURES[0]?.sketch[0], weights.number, digest.digest('hex').slice(0, 16)]).toEqual([
      4,
      5,
      '0aed5b21201955ec',
    ]);
  });
});
