import type { CandidateRule, DedupeIndex, Signature } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areCandidates } from '../rule.ts';
import { idsFound, signed, TODAY } from './signed.ts';
import { twinConformance } from './twin-conformance.ts';

/** An index under test and how to let go of it. */
export interface IndexUnderTest {
  readonly index: DedupeIndex;
  close(): Promise<void>;
}

/** The rule that `make` must build its index with. */
export const CONFORMANCE_RULE: CandidateRule = {
  minSharedFingerprints: 3,
  nearWindowDays: 30,
  minSharedTermKeys: 2,
  storyWindowDays: 7,
  moreTermKeysApart: 2,
};

/**
 * The suite that every dedupe index passes; `make` gives an empty index built with
 * `CONFORMANCE_RULE`. The order of the candidates is left open.
 */
export function indexConformance(name: string, make: () => Promise<IndexUnderTest>): void {
  describe(`${name} as a dedupe index`, () => {
    let made: IndexUnderTest;
    beforeEach(async () => {
      made = await make();
    });
    afterEach(() => made.close());
    const index = (): DedupeIndex => made.index;
    registration(index);
    thresholds(index);
    windows(index);
    concurrency(index);
    properties(index);
    twinConformance(index, CONFORMANCE_RULE);
  });
}

function registration(index: () => DedupeIndex): void {
  it('finds nothing for the first article, and never an article itself', async () => {
    const first = signed('a', { termKeys: [1, 2], fingerprints: [1, 2, 3], exactKey: 'x' });
    expect(await idsFound(index(), first)).toEqual([]);
    expect(await idsFound(index(), first)).toEqual([]);
  });

  it('gives back the sketch byte for byte, zero and 255 included', async () => {
    const sketch = Uint8Array.from({ length: 256 }, (_, value) => value);
    await index().registerAndFind(signed('a', { termKeys: [1, 2], sketch }));
    const [found] = await index().registerAndFind(signed('b', { termKeys: [1, 2] }));
    expect([...(found?.sketch ?? [])]).toEqual([...sketch]);
  });

  it('names a candidate once where every rule finds it', async () => {
    const parts = { termKeys: [1, 2, 3], fingerprints: [1, 2, 3], exactKey: 'same' };
    await index().registerAndFind(signed('a', parts));
    expect(await idsFound(index(), signed('b', parts))).toEqual(['a']);
  });

  it('replaces an article that is registered again and changes nothing else', async () => {
    await index().registerAndFind(signed('a', { termKeys: [1, 2], fingerprints: [7, 8, 9], exactKey: 'x' }));
    await index().registerAndFind(signed('b', { termKeys: [1, 2] }));
    expect(await idsFound(index(), signed('a', { termKeys: [5, 6, 7], day: TODAY + 1 }))).toEqual([]);
    expect(await index().size()).toBe(2);
    expect(await idsFound(index(), signed('c', { termKeys: [1, 2] }))).toEqual(['b']);
    expect(await idsFound(index(), signed('d', { termKeys: [5, 6, 7] }))).toEqual(['a']);
    expect(await idsFound(index(), signed('e', { fingerprints: [7, 8, 9], exactKey: 'x' }))).toEqual([]);
  });

  it('is idempotent: the same article twice finds the same', async () => {
    await index().registerAndFind(signed('a', { termKeys: [1, 2] }));
    expect(await idsFound(index(), signed('b', { termKeys: [1, 2] }))).toEqual(['a']);
    expect(await idsFound(index(), signed('b', { termKeys: [1, 2] }))).toEqual(['a']);
    expect(await index().size()).toBe(2);
  });

  it('counts its articles and forgets all of them when cleared', async () => {
    expect(await index().size()).toBe(0);
    await index().registerAndFind(signed('a', { termKeys: [1, 2] }));
    await index().registerAndFind(signed('b'));
    expect(await index().size()).toBe(2);
    await index().clear();
    expect(await index().size()).toBe(0);
    expect(await idsFound(index(), signed('c', { termKeys: [1, 2] }))).toEqual([]);
  });
}

function thresholds(index: () => DedupeIndex): void {
  const known = { termKeys: [1, 5, 4_294_967_295], fingerprints: [2, 3, 4_294_967_294, 4_294_967_295] };
  it.each([
    ['two shared term keys', { termKeys: [5, 4_294_967_295] }, ['a']],
    ['one shared term key', { termKeys: [4, 5, 6] }, []],
    ['three shared fingerprints', { fingerprints: [2, 4_294_967_294, 4_294_967_295] }, ['a']],
    ['two shared fingerprints', { fingerprints: [2, 3, 4] }, []],
    ['one term key and two fingerprints', { termKeys: [1], fingerprints: [2, 3] }, []],
    ['term keys equal to fingerprints', { termKeys: [2, 3], fingerprints: [1, 5, 6] }, []],
  ] as const)('weighs %s', async (_, parts, expected) => {
    await index().registerAndFind(signed('a', known));
    expect(await idsFound(index(), signed('b', parts))).toEqual(expected);
  });

  it('finds an equal exact key, but never an empty one', async () => {
    await index().registerAndFind(signed('a', { exactKey: 'same' }));
    await index().registerAndFind(signed('b', { exactKey: '' }));
    expect(await idsFound(index(), signed('c', { exactKey: 'same' }))).toEqual(['a']);
    expect(await idsFound(index(), signed('d', { exactKey: '' }))).toEqual([]);
  });
}

function windows(index: () => DedupeIndex): void {
  it.each([
    [7, true, true],
    [8, false, true],
    [30, false, true],
    [31, false, false],
  ])('at %i days apart: story %s, near and exact %s, before and after', async (days, story, near) => {
    await index().registerAndFind(signed('t', { termKeys: [1, 2, 3, 4] }));
    await index().registerAndFind(signed('f', { fingerprints: [1, 2, 3] }));
    await index().registerAndFind(signed('x', { exactKey: 'same' }));
    const all = { termKeys: [1, 2, 3, 4], fingerprints: [1, 2, 3], exactKey: 'same' };
    const expected = [...(near ? ['f'] : []), ...(story ? ['t'] : []), ...(near ? ['x'] : [])];
    expect(await idsFound(index(), signed('later', { ...all, day: TODAY + days }))).toEqual(expected);
    await index().clear();
    await index().registerAndFind(signed('t', { termKeys: [1, 2, 3, 4] }));
    await index().registerAndFind(signed('f', { fingerprints: [1, 2, 3] }));
    await index().registerAndFind(signed('x', { exactKey: 'same' }));
    expect(await idsFound(index(), signed('earlier', { ...all, day: TODAY - days }))).toEqual(expected);
  });

  it.each([
    [0, [1, 2], ['two', 'three', 'four']],
    [1, [1, 2, 3], ['three', 'four']],
    [2, [1, 2, 3, 4], ['four']],
    [3, [1, 2, 3, 4], ['four']],
    [7, [1, 2, 3, 4], ['four']],
    [8, [1, 2, 3, 4], []],
  ])('asks at %i days apart for as many more term keys, up to two', async (days, termKeys, expected) => {
    for (const sign of [1, -1]) {
      await index().clear();
      await index().registerAndFind(signed('two', { termKeys: [1, 2, 11] }));
      await index().registerAndFind(signed('three', { termKeys: [1, 2, 3, 12] }));
      await index().registerAndFind(signed('four', { termKeys: [1, 2, 3, 4] }));
      const found = await idsFound(index(), signed('it', { termKeys, day: TODAY + sign * days }));
      expect(found).toEqual([...expected].sort());
    }
  });

  it('lets an article without a day meet every day, both ways', async () => {
    await index().registerAndFind(signed('undated', { termKeys: [1, 2], day: null }));
    await index().registerAndFind(signed('old', { termKeys: [1, 2], day: -3_000 }));
    expect(await idsFound(index(), signed('new', { termKeys: [1, 2] }))).toEqual(['undated']);
    expect(await idsFound(index(), signed('undated too', { termKeys: [1, 2], day: null }))).toEqual([
      'new',
      'old',
      'undated',
    ]);
  });
}

function concurrency(index: () => DedupeIndex): void {
  it('lets each pair of 40 articles that arrive at once see each other at least one way', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => `article-${n}`);
    const found = await Promise.all(
      ids.map((id) => index().registerAndFind(signed(id, { termKeys: [1, 2], fingerprints: [1, 2, 3] }))),
    );
    const seen = new Set(
      found.flatMap((list, n) => list.map(({ articleId }) => [ids[n], articleId].sort().join(' '))),
    );
    expect(seen.size).toBe((40 * 39) / 2);
  });
}

const articleParts = fc.record({
  articleId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'ü:1', '{i}'),
  day: fc.option(fc.integer({ min: TODAY - 40, max: TODAY + 40 }), { nil: null }),
  exactKey: fc.constantFrom('', '', 'x', 'y'),
  fingerprints: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }),
  termKeys: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 5 }),
});

function properties(index: () => DedupeIndex): void {
  it('agrees with comparing all pairs, for any arrivals and repeats', async () => {
    const arrivals = fc.array(articleParts, { maxLength: 25 });
    const ascending = (keys: readonly number[]): number[] => [...keys].sort((x, y) => x - y);
    await fc.assert(
      fc.asyncProperty(arrivals, async (list) => {
        await index().clear();
        const held = new Map<string, Signature>();
        for (const parts of list) {
          const arrival = signed(parts.articleId, {
            ...parts,
            fingerprints: ascending(parts.fingerprints),
            termKeys: ascending(parts.termKeys),
          });
          const expected = [...held.values()]
            .filter((other) => areCandidates(CONFORMANCE_RULE, arrival, other))
            .map(({ articleId }) => articleId);
          expect(await idsFound(index(), arrival)).toEqual(expected.sort());
          held.set(arrival.articleId, arrival);
        }
        expect(await index().size()).toBe(held.size);
      }),
      { numRuns: 60 },
    );
  });
}
