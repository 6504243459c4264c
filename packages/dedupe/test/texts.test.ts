import type { EvidenceKind } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, resolveDecisions } from '../src/constraints.ts';
import { foldStories } from '../src/fold.ts';
import type { Statement } from '../src/texts.ts';

const stated = (a: string, b: string, score: number, kind: EvidenceKind = 'story'): Statement => ({
  articleId: a < b ? a : b,
  otherArticleId: a < b ? b : a,
  kind,
  score,
});

const copy = (a: string, b: string): Statement => stated(a, b, 1, 'exact');

function folded(
  ids: readonly string[],
  facts: readonly Statement[],
  decisions: readonly Decision[] = [],
): string[] {
  const articles = ids.map((id) => ({ id, wordCount: 300, source: 'example.org' }));
  return foldStories(articles, facts, resolveDecisions(decisions).constraints).map(({ articleIds }) =>
    articleIds.join(''),
  );
}

const split = (ids: string, others: string): Decision => ({
  action: 'split',
  articleIds: [...ids],
  otherArticleIds: [...others],
});
const merge = (ids: string, others: string): Decision => ({ ...split(ids, others), action: 'merge' });

describe('exact copies', () => {
  it.each<[string, string, Statement[], string[]]>([
    ['are one story', 'ab', [copy('a', 'b')], ['ab']],
    ['are one story by way of a third', 'abc', [copy('a', 'b'), copy('b', 'c')], ['abc']],
    ['are not held together by one that is not there', 'ac', [copy('a', 'b'), copy('b', 'c')], ['a', 'c']],
    [
      'bring along what is stated of one of them alone',
      'abx',
      [copy('a', 'b'), stated('b', 'x', 0.9)],
      ['abx'],
    ],
    [
      'weigh as one article, so that many do not outvote what one would join',
      'abcdx',
      [copy('a', 'b'), copy('b', 'c'), copy('c', 'd'), stated('d', 'x', 0.6)],
      ['abcdx'],
    ],
    [
      'weigh with others what is the highest stated of any of them',
      'abx',
      [copy('a', 'b'), stated('a', 'x', 0.3), stated('b', 'x', 0.6)],
      ['abx'],
    ],
    [
      'join no third of which one is like, where their mean is no better than that of one article would be',
      'abxy',
      [copy('a', 'b'), stated('a', 'x', 0.9), stated('b', 'y', 0.8)],
      ['abx', 'y'],
    ],
    [
      'are nodes of their own where they are not sure',
      'abx',
      [stated('a', 'b', 0.99, 'exact'), stated('b', 'x', 0.94)],
      ['ab', 'x'],
    ],
    [
      'join no round-up by way of its item',
      'abc',
      [copy('a', 'b'), stated('b', 'c', 0.5, 'near')],
      ['ab', 'c'],
    ],
  ])('%s', (_, ids, facts, expected) => {
    expect(folded([...ids], facts)).toEqual(expected);
  });

  it('of one report make no crowd, and 20 reports do', () => {
    const others = Array.from({ length: 20 }, (_, at) => `m${10 + at}`);
    // A logit of 0.3 counts where it is not crowded, and not beside an article whose 20 likest are at 2.9.
    const facts = [
      ...others.map((other) => stated('a', other, 0.95)),
      stated('a', 'x', 0.58),
      stated('m29', 'x', 0.58),
    ];
    const ofOneText = [...facts, ...others.slice(1).map((id) => copy('m10', id))];
    const storyOf = (list: readonly Statement[]): string[] =>
      foldStories(
        ['a', 'x', ...others].map((id) => ({ id, wordCount: 1, source: '' })),
        list,
      ).flatMap(({ articleIds }) => (articleIds.includes('x') ? articleIds : []));
    expect(storyOf(facts)).toEqual(['m29', 'x']);
    expect(storyOf(ofOneText)).toEqual(['a', ...others, 'x']);
  });

  it.each<[string, string, Statement[], Decision[], string[]]>([
    ['stay parted where a split parts them', 'ab', [copy('a', 'b')], [split('a', 'b')], ['a', 'b']],
    [
      'that no decision names go with the most of those that one does',
      'abcdef',
      [copy('a', 'b'), copy('b', 'c'), copy('c', 'd'), copy('d', 'e'), copy('e', 'f')],
      [split('a', 'bc')],
      ['a', 'bcdef'],
    ],
    [
      'that are parted have the same evidence, and the smaller id gets what is like both',
      'abx',
      [copy('a', 'b'), stated('b', 'x', 0.9)],
      [split('a', 'b')],
      ['ax', 'b'],
    ],
    [
      'bring the copies of one article to the story that it was merged with',
      'abxy',
      [copy('a', 'b'), copy('x', 'y')],
      [merge('a', 'x')],
      ['abxy'],
    ],
    [
      'obey a split of two stories that other copies belong to',
      'abcxyz',
      [copy('a', 'b'), copy('b', 'c'), copy('x', 'y'), copy('y', 'z'), stated('c', 'z', 0.99)],
      [split('a', 'x')],
      ['abc', 'xyz'],
    ],
  ])('%s', (_, ids, facts, decisions, expected) => {
    expect(folded([...ids], facts, decisions)).toEqual(expected);
  });
});

const IDS = Array.from({ length: 18 }, (_, at) => String.fromCharCode(97 + at));
const TEXTS = 6;
const odds = fc.constantFrom(0.3, 0.55, 0.6, 0.7, 0.9, 0.99, 0.9999);

/** Which text each article has, and what is stated between texts. */
const news = fc.record({
  textOf: fc.array(fc.integer({ min: 0, max: TEXTS - 1 }), { minLength: IDS.length, maxLength: IDS.length }),
  links: fc.uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: TEXTS - 1 }),
      fc.integer({ min: 0, max: TEXTS - 1 }),
      fc.constantFrom<EvidenceKind>('story', 'story', 'near'),
      odds,
    ),
    { selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`, maxLength: 15 },
  ),
});

type News = typeof news extends fc.Arbitrary<infer T> ? T : never;

/** One way in which the same news may be stated: who is compared with whom, and by whom it is told. */
function statementsOf({ textOf, links }: News, pick: (most: number) => number): Statement[] {
  const members = Array.from({ length: TEXTS }, (_, text) => IDS.filter((_, at) => textOf[at] === text));
  const copies = members.flatMap((ids) => ids.slice(1).map((id, at) => copy(id, ids[pick(at + 1)] ?? id)));
  const rest = links.flatMap(([a, b, kind, score]) => {
    const [ones, others] = [members[a] ?? [], members[b] ?? []];
    if (a === b || ones.length === 0 || others.length === 0) return [];
    const pairs = Array.from({ length: 1 + pick(3) }, (_, at) =>
      stated(
        ones[pick(ones.length)] ?? '',
        others[pick(others.length)] ?? '',
        at === 0 ? score : Math.min(score, 0.3),
        kind,
      ),
    );
    return pairs;
  });
  return [...copies, ...rest]
    .map((fact) => ({ fact, key: pick(1_000) }))
    .sort((x, y) => x.key - y.key)
    .map(({ fact }) => fact);
}

const side = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 4 });
const decision = fc
  .tuple(fc.constantFrom<'merge' | 'split'>('merge', 'split', 'split'), side, side)
  .map(([action, articleIds, others]) => ({
    action,
    articleIds,
    otherArticleIds: others.filter((id) => !articleIds.includes(id)),
  }))
  .filter(({ otherArticleIds }) => otherArticleIds.length > 0);

describe('which of the copies carries the evidence', () => {
  it('does not matter, nor does the order, whatever persons decided, and decisions hold', () => {
    fc.assert(
      fc.property(
        news,
        fc.array(decision, { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (one, decisions, stream) => {
          const pick = (most: number): number => (stream.next().value ?? 0) % most;
          const expected = folded(IDS, statementsOf(one, pick), decisions);
          expect(folded(IDS.toReversed(), statementsOf(one, pick), decisions)).toEqual(expected);
          const { constraints } = resolveDecisions(decisions);
          const storyOf = new Map(expected.flatMap((ids, at) => [...ids].map((id) => [id, at] as const)));
          for (const [a, group] of constraints.groupOf) {
            for (const [b, other] of constraints.groupOf) {
              if (group === other) expect(storyOf.get(a)).toBe(storyOf.get(b));
              if (constraints.apart.get(group)?.has(other)) expect(storyOf.get(a)).not.toBe(storyOf.get(b));
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
