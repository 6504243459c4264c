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

function evidenceOf(list: readonly [number, number, EvidenceKind, number][]): Evidence[] {
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
