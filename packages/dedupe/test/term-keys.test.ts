import type { DedupeInput } from '@wirefold/contracts/evidence';
import { describe, expect, it } from 'vitest';
import { sharedCount } from '../src/rule.ts';
import { signatureOf } from '../src/signature.ts';
import { leastRarity, volumeFor } from '../src/term-keys.ts';
import { modelOf, namedWeights, parseWeights, renewedWeights, shippedWeights } from '../src/weights.ts';
import { REWRITES_AFTER, REWRITES_BEFORE } from './rewrite-pairs.ts';

const REWRITES = [...REWRITES_BEFORE, ...REWRITES_AFTER];
const weightsFor = (volume: number) => namedWeights({ ...shippedWeights(), volume });
const MILLION = weightsFor(1_000_000);
const keysOf = (input: DedupeInput, weights = shippedWeights()) => signatureOf(input, weights).termKeys;

describe('the terms that are looked up', () => {
  it.each([
    [undefined, 0],
    [0, 0],
    [30_000, 0],
    [30_001, 2.5],
    [100_000, 3.5],
    [300_000, 5],
    [1_000_000, 6],
    [1_010_000, 6],
    [10_000_000, 8.5],
  ])('where %s articles are expected must have a rarity of %d', (volume, least) => {
    expect(leastRarity(volume)).toBe(least);
  });

  it('are all of them up to 30,000 articles, fewer at a million, and twelve at least of any article', () => {
    let fewer = 0;
    for (const [, one] of REWRITES) {
      const all = keysOf(one);
      expect(keysOf(one, weightsFor(30_000))).toEqual(all);
      const rare = keysOf(one, MILLION);
      expect(all).toEqual(expect.arrayContaining([...rare]));
      expect(rare.length).toBeGreaterThanOrEqual(Math.min(12, all.length));
      fewer += all.length - rare.length;
    }
    expect(fewer).toBeGreaterThan(REWRITES.length);
  });

  it('are of ten million articles still twelve of an article without a rare one', () => {
    const [, one] = REWRITES[0] ?? [];
    if (one === undefined) throw new Error('No pair');
    expect(keysOf(one, weightsFor(1e9))).toHaveLength(12);
  });

  it('still bring 18 of 20 rewrites together where a million are expected', () => {
    const met = REWRITES.filter(([, a, b]) => sharedCount(keysOf(a, MILLION), keysOf(b, MILLION)) >= 3);
    expect(met.length).toBeGreaterThanOrEqual(18);
  });
});

describe('the volume of a snapshot', () => {
  it.each([
    [0, undefined],
    [30_000, undefined],
    [30_001, 30_456],
    [280_000, 225_043],
    [300_000, 371_033],
    [1_000_000, 1_008_572],
    [1_200_000, 1_008_572],
  ])('of a store that took in %d articles in 30 days is %s', (articles, volume) => {
    expect(volumeFor(articles)).toBe(volume);
    expect(leastRarity(volume)).toBe(leastRarity(articles));
  });

  it('is part of its name and its file, and is left out where none is known', () => {
    expect(MILLION.version).not.toBe(shippedWeights().version);
    expect(parseWeights(JSON.stringify(modelOf(MILLION)))).toEqual(MILLION);
    expect('volume' in shippedWeights()).toBe(false);
  });

  it('is renewed where it was counted, and else stays', () => {
    const { documents, frequencies, templates } = shippedWeights();
    const counted = { documents, frequencies, templates };
    expect(renewedWeights(MILLION, 3, counted).volume).toBe(1_000_000);
    expect(renewedWeights(MILLION, 3, { ...counted, volume: 200_000 }).volume).toBe(200_000);
  });
});
