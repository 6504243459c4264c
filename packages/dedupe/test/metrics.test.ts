import { describe, expect, it } from 'vitest';
import { agreementOf, shuffled } from '../checks/metrics.ts';
import { fitLogistic } from '../train/logistic.ts';

const clusters = (groups: string): Map<string, string> =>
  new Map(groups.split(' ').flatMap((group) => [...group].map((id) => [id, group] as const)));

describe('agreementOf', () => {
  it('gives 1 throughout for the same groups, whatever they are called', () => {
    const { bCubed, pairwise, adjustedRand } = agreementOf(clusters('abc de'), clusters('cba ed'));
    expect([bCubed.f1, pairwise.f1, adjustedRand]).toEqual([1, 1, 1]);
  });

  it('charges one cluster of everything to precision, and singletons to recall', () => {
    const joined = agreementOf(clusters('ab cd'), clusters('abcd'));
    expect(joined.bCubed).toMatchObject({ precision: 0.5, recall: 1 });
    expect(joined.pairwise).toMatchObject({ precision: 2 / 6, recall: 1 });
    expect(joined.adjustedRand).toBe(0);
    const parted = agreementOf(clusters('ab cd'), clusters('a b c d'));
    expect(parted.bCubed).toMatchObject({ precision: 1, recall: 0.5 });
    expect(parted.pairwise).toMatchObject({ precision: 1, recall: 0 });
  });

  it('agrees with figures worked out by hand where one article stands with the wrong group', () => {
    const { bCubed, pairwise, adjustedRand } = agreementOf(clusters('abc de'), clusters('ab cde'));
    expect(bCubed.precision).toBeCloseTo((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, 12);
    expect(bCubed.recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, 12);
    expect(pairwise).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(adjustedRand).toBeCloseTo((2 - 1.6) / (4 - 1.6), 12);
  });
});

describe('shuffled', () => {
  it('gives the same order for the same seed, another for another, and loses nothing', () => {
    const list = Array.from({ length: 50 }, (_, at) => at);
    expect(shuffled(list, 3)).toEqual(shuffled(list, 3));
    expect(shuffled(list, 3)).not.toEqual(shuffled(list, 4));
    expect(shuffled(list, 3).sort((a, b) => a - b)).toEqual(list);
  });
});

describe('fitLogistic', () => {
  const examples = Array.from({ length: 40 }, (_, at) => ({
    features: [at / 40, (at * 7) % 5],
    positive: at >= 20 || at === 13,
    weight: 1,
  }));

  it('parts what a line can part, gives the intercept first, and the same numbers each time', () => {
    const beta = fitLogistic(examples, 0.1);
    expect(beta).toHaveLength(3);
    expect(beta[0]).toBeLessThan(0);
    expect(beta[1]).toBeGreaterThan(1);
    expect(fitLogistic(examples, 0.1)).toEqual(beta);
  });

  it('counts an example of weight 2 as two examples', () => {
    const [first, ...rest] = examples;
    if (first === undefined) throw new Error('No examples');
    const doubled = fitLogistic([{ ...first, weight: 2 }, ...rest], 0.1);
    const twice = fitLogistic([first, first, ...rest], 0.1);
    for (const [at, value] of doubled.entries()) expect(value).toBeCloseTo(twice[at] ?? Number.NaN, 9);
  });

  it('shrinks all but the intercept as the ridge grows', () => {
    const [, loose = 0] = fitLogistic(examples, 0.1);
    const [, tight = 0] = fitLogistic(examples, 100);
    expect(Math.abs(tight)).toBeLessThan(Math.abs(loose) / 4);
  });
});
