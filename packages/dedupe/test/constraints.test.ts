import type { Evidence } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, resolveDecisions } from '../src/constraints.ts';
import { type FoldArticle, foldStories } from '../src/fold.ts';

const article = (id: string): FoldArticle => ({ id, wordCount: 300, source: 'example.org' });

const fact = (a: string, b: string, score: number, kind: Evidence['kind'] = 'story'): Evidence => ({
  articleId: a < b ? a : b,
  otherArticleId: a < b ? b : a,
  kind,
  score,
  signals: {},
  weightsVersion: 'test',
});

/** `ab+c` merges, `a-bc` splits. */
function decision(text: string): Decision {
  const [ids = '', others = ''] = text.split(/[+-]/u);
  return {
    action: text.includes('+') ? 'merge' : 'split',
    articleIds: [...ids],
    otherArticleIds: [...others],
  };
}

const folded = (ids: string, evidence: Evidence[], decisions: readonly string[]): string[] =>
  foldStories([...ids].map(article), evidence, resolveDecisions(decisions.map(decision)).constraints)
    .map((story) => story.articleIds.join(''))
    .sort();

describe('foldStories under decisions', () => {
  const triangle = [fact('a', 'b', 0.9), fact('b', 'c', 0.9), fact('a', 'c', 0.9)];

  it.each<[string, string, Evidence[], string[], string[]]>([
    ['merges what has no evidence', 'abc', [], ['a+b'], ['ab', 'c']],
    [
      'takes along what evidence folds with either side',
      'abcd',
      [fact('a', 'c', 0.9)],
      ['a+b'],
      ['abc', 'd'],
    ],
    ['merges three through two decisions', 'abc', [], ['a+b', 'b+c'], ['abc']],
    ['splits an exact copy off', 'ab', [fact('a', 'b', 1, 'exact')], ['a-b'], ['a', 'b']],
    ['leaves the rest of a split story together', 'abc', triangle, ['a-bc'], ['a', 'bc']],
    ['lets what was split off together stay together', 'abc', triangle, ['ab-c'], ['ab', 'c']],
    [
      'gives an article between two parts to the nearer one alone',
      'abx',
      [fact('a', 'x', 0.9), fact('b', 'x', 0.8), fact('a', 'b', 0.9)],
      ['a-b'],
      ['ax', 'b'],
    ],
    ['lets a later merge win over a split', 'abc', triangle, ['a-bc', 'a+bc'], ['abc']],
    ['lets a later split win over a merge', 'abc', [], ['a+bc', 'b-ac'], ['ac', 'b']],
    ['keeps what a later decision does not contradict', 'abc', [], ['a+bc', 'a-c'], ['ab', 'c']],
    ['lets a later merge win by way of a third', 'abc', [], ['a-c', 'a+b', 'b+c'], ['abc']],
    ['holds a split against a later merge of others', 'abcd', [], ['a-c', 'a+b', 'c+d'], ['ab', 'cd']],
    [
      'forbids a merged story what one of its parts may not join',
      'abc',
      [fact('b', 'c', 1, 'exact')],
      ['a+b', 'a-c'],
      ['ab', 'c'],
    ],
    [
      'forbids what came in by evidence on either side of a merge',
      'abpq',
      [fact('a', 'p', 0.99), fact('b', 'q', 0.9)],
      ['p-q', 'a+b'],
      ['abp', 'q'],
    ],
    ['holds together by way of an article that is not there', 'ac', [], ['a+b', 'b+c'], ['ac']],
    ['ignores a decision without articles', 'ab', [fact('a', 'b', 0.9)], ['+', '-'], ['ab']],
  ])('%s', (_, ids, evidence, decisions, expected) => {
    expect(folded(ids, evidence, decisions)).toEqual(expected);
  });

  it('says which decisions hold, hold in part and are overridden', () => {
    const standings = (...texts: string[]) => [...resolveDecisions(texts.map(decision)).standings];
    expect(standings('a+b', 'c-d')).toEqual(['holds', 'holds']);
    expect(standings('a-b', 'a+b')).toEqual(['overridden', 'holds']);
    expect(standings('a-bc', 'a+b')).toEqual(['holds in part', 'holds']);
    expect(standings('a+b', 'a-b')).toEqual(['overridden', 'holds']);
    expect(standings('a+bc', 'a-c')).toEqual(['holds in part', 'holds']);
    expect(standings('a-b', 'a+b', 'a-b')).toEqual(['holds', 'overridden', 'holds']);
  });
});

const NAMES = [...'abcdefghij'];
const name = fc.constantFrom(...NAMES);
const facts = fc.array(
  fc
    .tuple(name, name, fc.integer({ min: 1, max: 99 }), fc.constantFrom<Evidence['kind']>('story', 'near'))
    .filter(([a, b]) => a !== b)
    .map(([a, b, percent, kind]) => fact(a, b, percent / 100, kind)),
  { maxLength: 25 },
);
const sides = fc
  .uniqueArray(name, { minLength: 2, maxLength: 5 })
  .chain((ids) => fc.tuple(fc.constant(ids), fc.integer({ min: 1, max: ids.length - 1 })));
const decisions = fc.array(
  fc.tuple(sides, fc.constantFrom<Decision['action']>('merge', 'split')).map(([[ids, at], action]) => ({
    action,
    articleIds: ids.slice(0, at),
    otherArticleIds: ids.slice(at),
  })),
  { maxLength: 6 },
);

describe('any decisions', () => {
  it('the last one holds as it was said, and every one that is said to hold does', () => {
    fc.assert(
      fc.property(facts, decisions, (evidence, list) => {
        const { constraints, standings } = resolveDecisions(list);
        const stories = foldStories(NAMES.map(article), evidence, constraints);
        const storyOf = new Map(
          stories.flatMap((story, n) => story.articleIds.map((id) => [id, n] as const)),
        );
        const doesHold = ({ action, articleIds, otherArticleIds }: Decision): boolean => {
          const [ones, others] = [articleIds, otherArticleIds].map(
            (ids) => new Set(ids.map((id) => storyOf.get(id))),
          );
          if (action === 'merge') return new Set([...(ones ?? []), ...(others ?? [])]).size === 1;
          return [...(ones ?? [])].every((story) => others?.has(story) === false);
        };
        list.forEach((one, at) => {
          if (standings[at] === 'holds') expect(doesHold(one)).toBe(true);
        });
        expect(standings.at(-1) ?? 'holds').toBe('holds');
        expect(stories.flatMap(({ articleIds }) => articleIds).sort()).toEqual(NAMES);
      }),
      { numRuns: 500 },
    );
  });

  it('200 orders of articles and evidence give the same stories', () => {
    fc.assert(
      fc.property(facts, decisions, fc.infiniteStream(fc.nat()), (evidence, list, random) => {
        const { constraints } = resolveDecisions(list);
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => [Number(random.next().value), item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const articles = NAMES.map(article);
        const expected = foldStories(articles, evidence, constraints);
        for (let order = 0; order < 5; order += 1)
          expect(foldStories(shuffled(articles), shuffled(evidence), constraints)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
