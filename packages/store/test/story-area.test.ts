import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const NAMES = Array.from({ length: 24 }, (_, i) => `n${i}`);

const index = fc.integer({ min: 0, max: NAMES.length - 1 });
/** Few different scores, so that equal means are common; most of them near even odds, so that chains are. */
const score = fc.oneof(
  fc.constantFrom(0.3, 0.45, 0.5, 0.55, 0.6, 0.6, 0.7, 0.9),
  fc.double({ min: 0.2, max: 0.99, noNaN: true }),
);
const kind = fc.constantFrom<EvidenceKind>('story', 'story', 'story', 'story', 'near', 'exact');
const pair = fc.tuple(index, index, kind, score);
const pairs = fc.array(pair, { minLength: 20, maxLength: 90 });

/** A saga: most pairs are stated and likely, so that it is crowded around most articles. */
const sagaScore = fc.oneof(
  fc.constantFrom(0.6, 0.9, 0.95, 0.99, 0.999, 0.9999),
  fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
);
const sagaPairs = fc.array(fc.tuple(index, index, kind, sagaScore), { minLength: 150, maxLength: 400 });

/** Copies: most articles have one of a few texts, which is stated between some of them, and the rest of any of them. */
const copyPairs = fc
  .tuple(
    fc.array(fc.tuple(index, fc.integer({ min: 1, max: 5 })), { minLength: 8, maxLength: 24 }),
    fc.array(fc.tuple(index, index, kind, fc.oneof(score, sagaScore)), { minLength: 20, maxLength: 200 }),
  )
  .map(([copies, rest]) => [
    ...copies.map(([i, step]) => [i, (i + 6 * step) % NAMES.length, 'exact' as const, 1] as const),
    ...rest.map(([i, j, sort, odds]) => [i, j, sort, sort === 'exact' ? 0.9 : odds] as const),
  ]);

/** Stars: two articles are like most others, which are hardly like each other. */
const starPairs = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(0, 1), index, fc.constant('story' as const), sagaScore), {
      minLength: 30,
      maxLength: 60,
    }),
    fc.array(fc.tuple(index, index, kind, fc.constantFrom(0.52, 0.6, 0.7, 0.8)), { maxLength: 40 }),
  )
  .map(([spokes, rest]) => [...spokes, ...rest]);

function evidenceOf(list: readonly (readonly [number, number, EvidenceKind, number])[]): Evidence[] {
  return list.flatMap(([i, j, sort, odds]) =>
    i === j ? [] : [$.aPair(NAMES[i] ?? '', NAMES[j] ?? '', sort, odds)],
  );
}

function foundBy(name: string, evidence: readonly Evidence[]): Evidence[] {
  const id = $.articleId(name);
  return evidence.filter(({ articleId, otherArticleId }) => articleId === id || otherArticleId === id);
}

test.each([
  ['chained articles', pairs, pairs],
  ['articles of a saga', sagaPairs, sagaPairs],
  ['stars', starPairs, starPairs],
  ['copies', copyPairs, copyPairs],
  ['articles that have copies later', pairs, copyPairs],
  ['articles of a saga that thins out', sagaPairs, pairs],
])(
  '%s that come one at a time, are revised, and get evidence later fold as all of them at once',
  (_, early, late) => {
    fc.assert(
      fc.property(
        early,
        late,
        fc.uniqueArray(index, { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (first, later, revised, size) => {
          const path = $.newDatabasePath();
          const writer = openWriter(path);
          const evidence = evidenceOf(first);
          const tasks = NAMES.map((name) => $.anArticle(name, {}, foundBy(name, evidence)));
          for (let at = 0; at < tasks.length; at += size) writer.commit(tasks.slice(at, at + size), $.T0);
          const again = evidenceOf(later);
          writer.addEvidence(again.slice(0, 8), $.T1);
          for (const at of revised) {
            const name = NAMES[at] ?? '';
            writer.accept([$.anItem(name)], $.T1);
            writer.commit([$.anArticle(name, { text: 'Another text.' }, foundBy(name, again))], $.T1);
          }
          writer.close();
          const reader = openReader(path);
          // `verify` folds all articles by all evidence from scratch.
          expect(reader.verify()).toEqual([]);
          reader.close();
        },
      ),
      { numRuns: 40 },
    );
  },
  180_000,
);

test('an article that it becomes crowded around leaves what it is not liker than the rest', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const found = [$.aPair('twin', 'hub', 'story', 0.9999), $.aPair('twin', 'x', 'story', 0.55)];
  writer.commit(
    [$.anArticle('x', {}, []), $.anArticle('hub', {}, [$.aPair('hub', 'x', 'story', 0.55)])],
    $.T0,
  );
  writer.commit([$.anArticle('twin', {}, found)], $.T0);
  // None of these comes into the story, and the last seven are not even like enough to be looked at for it.
  const spokes = [...Array<number>(11).fill(0.9905), ...Array<number>(7).fill(0.6)];
  const withX = `SELECT count(*) AS n FROM articles WHERE story_id = (SELECT story_id FROM articles WHERE id = '${$.articleId('x')}')`;
  for (const [at, odds] of spokes.entries()) {
    expect([at, $.rowsOf(path, withX)]).toEqual([at, [{ n: 3 }]]);
    writer.commit([$.anArticle(`spoke${at}`, {}, [$.aPair('hub', `spoke${at}`, 'story', odds)])], $.T1);
  }
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
  expect($.rowsOf(path, withX)).toEqual([{ n: 1 }]);
  const explained = openReader(path);
  const counts = explained.explainArticle($.articleId('x'))?.evidence.map((pair) => pair.counts < 0.5);
  expect(counts?.toSorted()).toEqual([false, true]);
  explained.close();
});

test('a story that a new article sets free of one neighbour and ties to another changes with both', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const dated = (name: string, day: number, found: Evidence[]) =>
    $.anArticle(name, { publishedAt: `2026-03-0${day}` }, found);
  writer.commit([dated('a', 1, []), dated('b', 2, [$.aPair('a', 'b', 'story', 0.6)])], $.T0);
  expect($.rowsOf(path, 'SELECT article_count AS n FROM stories')).toEqual([{ n: 2 }]);
  const found = [$.aPair('b', 'c', 'story', 0.95), $.aPair('a', 'c', 'story', 0.01)];
  writer.commit([dated('c', 3, found)], $.T1);
  writer.close();
  expect($.rowsOf(path, 'SELECT id, article_count AS n FROM stories ORDER BY first_published_at')).toEqual([
    { id: $.storyId('a'), n: 1 },
    { id: $.storyId('b'), n: 2 },
  ]);
});
