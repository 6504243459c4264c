import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdingOf, scoreInCrowd } from '../src/crowding.ts';
import { weightOf } from '../src/pair-weight.ts';

const score = fc.integer({ min: 1, max: 9_999 }).map((parts) => parts / 10_000);

describe('crowding', () => {
  it.each([
    ['no pairs', [], 0],
    ['six sure pairs', Array<number>(6).fill(0.9999), 0],
    ['ten pairs at a logit of 4', Array<number>(10).fill(0.9821), 0],
    ['twenty of them: a mean of 4, less 2', Array<number>(20).fill(0.9821), 2],
    ['thirty of them: the twenty likest count', Array<number>(30).fill(0.9821), 2],
    ['twenty surer than 6, which count as 6', Array<number>(20).fill(0.9999), 4],
    [
      'twenty and a hundred under even odds',
      [...Array<number>(20).fill(0.9821), ...Array<number>(100).fill(0.4)],
      2,
    ],
  ])('around an article with %s', (_, scores, crowding) => {
    expect(crowdingOf(scores)).toBe(crowding);
  });

  it('comes in quarters, does not depend on the order, and never falls as articles come', () => {
    fc.assert(
      fc.property(fc.array(score, { maxLength: 60 }), score, (scores, one) => {
        const crowding = crowdingOf(scores);
        expect(Number.isInteger(crowding * 4)).toBe(true);
        expect(crowdingOf(scores.toReversed())).toBe(crowding);
        expect(crowdingOf([...scores, one])).toBeGreaterThanOrEqual(crowding);
      }),
    );
  });

  it('lowers a story pair by as many logits, and leaves copies alone', () => {
    fc.assert(
      fc.property(score, fc.integer({ min: 0, max: 16 }), (stated, quarters) => {
        const crowding = quarters / 4;
        const counted = scoreInCrowd(stated, crowding);
        expect(Math.log(counted / (1 - counted))).toBeCloseTo(Math.log(stated / (1 - stated)) - crowding, 6);
        expect(
          Math.abs(weightOf('story', stated, crowding) - weightOf('story', counted)),
        ).toBeLessThanOrEqual(1);
        expect(weightOf('near', 0.9, crowding)).toBe(weightOf('near', 0.9));
      }),
    );
  });
});
