import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HolderCounts, Postings } from '../src/postings.ts';

describe('postings', () => {
  it('hold key 0 and the largest, and give nobody for a key that was never held', () => {
    const postings = new Postings();
    postings.add(0, 0);
    postings.add(4_294_967_295, 7);
    expect([...postings.holders(0)]).toEqual([0]);
    expect([...postings.holders(4_294_967_295)]).toEqual([7]);
    expect([...postings.holders(1)]).toEqual([]);
  });

  it('find all of 100,000 keys that differ in their high bits alone', () => {
    const postings = new Postings();
    const key = (n: number) => (n << 15) >>> 0;
    for (let n = 0; n < 100_000; n += 1) postings.add(key(n), n);
    for (let n = 0; n < 100_000; n += 997) expect(postings.holders(key(n))).toContain(n);
  });

  it('count how many of some keys each holder has, anew in each round, and list those with enough', () => {
    const postings = new Postings();
    postings.add(5, 0);
    for (const holder of [0, 1, 2_000]) postings.add(4_000_000_000, holder);
    const counts = new HolderCounts();
    for (const least of [1, 2, 3]) {
      counts.begin(2_001, least);
      postings.count([5, 6, 4_000_000_000], counts);
      expect([0, 1, 2_000, 7].map((holder) => counts.of(holder))).toEqual([2, 1, 1, 0]);
      expect(counts.enough).toEqual([[0, 1, 2_000], [0], []][least - 1]);
    }
  });

  it('count up to 255', () => {
    const counts = new HolderCounts();
    counts.begin(1, 255);
    for (let n = 0; n < 300; n += 1) counts.add(0);
    expect(counts.of(0)).toBe(255);
    expect(counts.enough).toEqual([0]);
  });

  it('hold what a map of lists holds, whatever is added and removed', () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 20 }),
      holder: fc.nat(9),
      isAdded: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const postings = new Postings();
        const expected = new Map<number, Set<number>>();
        for (const { key, holder, isAdded } of steps) {
          const held = expected.get(key) ?? new Set();
          expected.set(key, held);
          if (isAdded && !held.has(holder)) postings.add(key, holder);
          if (!isAdded) postings.remove(key, holder);
          if (isAdded) held.add(holder);
          else held.delete(holder);
        }
        for (const [key, held] of expected) expect([...postings.holders(key)]).toEqual([...held]);
      }),
    );
  });
});
