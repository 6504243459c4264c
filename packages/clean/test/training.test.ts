import { describe, expect, it } from 'vitest';
import { logitOf } from '../src/trees.ts';
import { bucketOf, hashOf, weightOfWord } from '../src/word-weights.ts';
import { BOOSTING, boost, randomFrom } from '../train/boosting.ts';
import { sharesInGold } from '../train/gold.ts';
import { foldOf } from '../train/train-model.ts';
import { trainWords } from '../train/train-words.ts';

describe('boosting', () => {
  const random = randomFrom(7);
  const size = 400;
  const features = Float32Array.from({ length: size * 3 }, () => random());
  const either = (row: number): boolean =>
    (features[row * 3] as number) > 0.5 !== (features[row * 3 + 1] as number) > 0.5;
  const labels = Float32Array.from({ length: size }, (_, row) => (either(row) ? 1 : 0));
  const rows = { width: 3, features, labels, weights: new Float32Array(size).fill(1 / size) };
  const options = { ...BOOSTING, trees: 60, minHessian: 1e-4, lambda: 1e-4, featureShare: 1 };

  it('learns what no single feature tells: one of two, but not both', () => {
    const trees = boost(rows, options);
    const right = Array.from(
      { length: size },
      (_, row) => logitOf(trees, features, row * 3) > 0 === either(row),
    );
    expect(right.filter(Boolean).length / size).toBeGreaterThan(0.97);
  });

  it('gives the same trees for the same seed, others for another', () => {
    expect(boost(rows, options)).toEqual(boost(rows, options));
    expect(boost(rows, { ...options, seed: 2 })).not.toEqual(boost(rows, options));
  });
});

describe('words', () => {
  it('weigh for the article where they stand in kept bags, against it elsewhere, and nothing unseen', () => {
    const bag = (word: string, label: number) => ({ buckets: [bucketOf(hashOf(word))], label, weight: 1 });
    const bags = Array.from({ length: 40 }, (_, at) =>
      at % 2 === 0 ? bag('harbour', 1) : bag('subscribe', 0),
    );
    const weights = trainWords(bags);
    expect(weightOfWord(weights, bucketOf(hashOf('harbour')))).toBeGreaterThan(0.5);
    expect(weightOfWord(weights, bucketOf(hashOf('subscribe')))).toBeLessThan(-0.5);
    expect(weightOfWord(weights, bucketOf(hashOf('unseen')))).toBe(0);
  });
});

describe('the share of a block in the gold text', () => {
  const gold =
    'Ice closed the harbour on Monday morning. In brief The ferry to the islands stayed at its pier all day.';
  it('is whole for its paragraphs, in any case, and nothing for foreign ones', () => {
    const blocks = ['ICE closed the harbour on Monday morning.', 'Read what our readers cook in winter'];
    expect([...sharesInGold(blocks, gold)]).toEqual([1, 0]);
  });
  it('counts a short heading only where it stands between its neighbours', () => {
    const blocks = [
      'In brief',
      'Ice closed the harbour on Monday morning.',
      'In brief',
      'The ferry to the islands stayed at its pier all day.',
      'In brief',
    ];
    expect([...sharesInGold(blocks, gold)]).toEqual([0, 1, 1, 1, 0]);
  });
  it('is nothing at all without any gold', () =>
    expect([...sharesInGold(['Some words', 'more'], '')]).toEqual([0, 0]));
});

describe('folds', () => {
  it('hold all pages of a host together, and spread hosts', () => {
    const folds = Array.from({ length: 200 }, (_, at) => foldOf(`outlet${at}.example`, 5));
    expect(foldOf('outlet7.example', 5)).toBe(folds[7]);
    for (let fold = 0; fold < 5; fold += 1)
      expect(folds.filter((of) => of === fold).length).toBeGreaterThan(20);
  });
});
