import type { Evidence } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoldArticle, foldStories } from '../src/fold.ts';

const article = (id: string, parts: Partial<FoldArticle> = {}): FoldArticle => ({
  id,
  wordCount: 300,
  source: 'example.org',
  ...parts,
});

const fact = (a: string, b: string, score: number, kind: Evidence['kind'] = 'story'): Evidence => ({
  articleId: a < b ? a : b,
  otherArticleId: a < b ? b : a,
  kind,
  score,
  signals: {},
  weightsVersion: 'test',
});

const groups = (ids: string, evidence: Evidence[]): string[] =>
  foldStories(
    [...ids].map((id) => article(id)),
    evidence,
  ).map((story) => story.articleIds.join(''));

describe('foldStories', () => {
  it.each<[string, string, Evidence[], string[]]>([
    ['gives nothing for nothing', '', [], []],
    ['leaves an article without evidence a story of its own', 'a', [], ['a']],
    ['joins a pair above even odds', 'ab', [fact('a', 'b', 0.51)], ['ab']],
    ['does not join a pair at even odds', 'ab', [fact('a', 'b', 0.5)], ['a', 'b']],
    ['does not join a pair below even odds', 'ab', [fact('a', 'b', 0.49)], ['a', 'b']],
    [
      'does not let a chain drag its ends together',
      'abc',
      [fact('a', 'b', 0.9), fact('b', 'c', 0.8)],
      ['ab', 'c'],
    ],
    ['gives a tie to the smaller ids', 'abc', [fact('a', 'b', 0.8), fact('b', 'c', 0.8)], ['ab', 'c']],
    [
      'joins three where two strong pairs outweigh a weak third',
      'abc',
      [fact('a', 'b', 0.95), fact('b', 'c', 0.9), fact('a', 'c', 0.4)],
      ['abc'],
    ],
    [
      'counts a near pair above even odds at the ceiling whatever its score says',
      'abc',
      [fact('a', 'b', 0.51, 'near'), fact('b', 'c', 0.94)],
      ['ab', 'c'],
    ],
    [
      'joins nothing to a round-up, which is near at even odds at most',
      'abcd',
      [
        fact('a', 'c', 0.5, 'near'),
        fact('b', 'c', 0.5, 'near'),
        fact('c', 'd', 1, 'exact'),
        fact('a', 'd', 0.5, 'near'),
      ],
      ['a', 'b', 'cd'],
    ],
    ['ignores evidence about articles that are not there', 'a', [fact('a', 'z', 1, 'exact')], ['a']],
    ['ignores evidence of an article with itself', 'a', [fact('a', 'a', 1, 'exact')], ['a']],
    ['takes scores of 0 and 1', 'abc', [fact('a', 'b', 1), fact('b', 'c', 0)], ['ab', 'c']],
  ])('%s', (_, ids, evidence, expected) => {
    expect(groups(ids, evidence)).toEqual(expected);
  });

  it('names a story by its first article by time, with undated articles last and dates without zone as UTC', () => {
    const articles = [
      article('a'),
      article('b', { publishedAt: '2025-03-02T10:00:00Z' }),
      article('c', { publishedAt: '2025-03-02T09:59:00' }),
      article('d', { publishedAt: '2025-03-02T12:30:00+02:00' }),
    ];
    const copies = ['ab', 'ac', 'ad', 'bc', 'bd', 'cd'].map((p) => fact(p.charAt(0), p.charAt(1), 1, 'near'));
    expect(foldStories(articles, copies)[0]?.earliestArticleId).toBe('c');
  });

  it.each<[string, FoldArticle[], string]>([
    [
      'a credited article among complete ones',
      [article('a'), article('b', { credit: 'Agence Exemple' })],
      'b',
    ],
    [
      'the complete article before a credited brief of under 0.8 of its words',
      [article('a', { credit: 'Agence Exemple', wordCount: 239 }), article('b')],
      'b',
    ],
    [
      'the report and not a page of more than 2,000 words and four times the middle',
      [article('a', { wordCount: 2001, credit: 'Agence Exemple' }), article('b'), article('c')],
      'b',
    ],
    ['a report of just 2,000 words', [article('a'), article('b'), article('c', { wordCount: 2000 })], 'c'],
    [
      'a long report among long ones',
      [article('a', { wordCount: 600 }), article('b', { wordCount: 600 }), article('c', { wordCount: 2400 })],
      'c',
    ],
    ['the longer of two, however long', [article('a'), article('b', { wordCount: 9000 })], 'b'],
    [
      'a credited one of just 0.8 of the words',
      [article('a'), article('b', { credit: 'Agence Exemple', wordCount: 240 })],
      'b',
    ],
    ['the earlier of two equals', [article('a'), article('b', { publishedAt: '2025-03-02' })], 'b'],
    ['the smaller id where nothing else differs', [article('b'), article('a')], 'a'],
  ])('leads with %s', (_, articles, expected) => {
    const copies = ['ab', 'ac', 'bc'].map((p) => fact(p.charAt(0), p.charAt(1), 1, 'exact'));
    expect(foldStories(articles, copies)[0]?.leadArticleId).toBe(expected);
  });

  it('puts every article in exactly one story and does not depend on any order', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const pair = fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([a, b, score]) => fact(a, b, score));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (evidence, stream) => {
        const articles = ids.map((id) => article(id));
        const expected = foldStories(articles, evidence);
        expect(expected.flatMap((story) => story.articleIds).sort()).toEqual(ids);
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((value) => ({ value, key: stream.next().value ?? 0 }))
            .sort((x, y) => x.key - y.key)
            .map(({ value }) => value);
        expect(foldStories(shuffled(articles), shuffled(evidence))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('gives each component the stories it has alone', () => {
    const left = [fact('a', 'b', 0.9), fact('b', 'c', 0.7), fact('a', 'c', 0.6)];
    const right = [fact('x', 'y', 0.8), fact('y', 'z', 0.55)];
    const bridge = [fact('c', 'x', 0.49)];
    expect(groups('abcxyz', [...left, ...right, ...bridge])).toEqual([
      ...groups('abc', left),
      ...groups('xyz', right),
    ]);
  });
});
