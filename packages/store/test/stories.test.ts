import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import type { StoreTask } from '@wirefold/contracts/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const STORIES = 'SELECT * FROM stories ORDER BY id';
const MEMBERS = 'SELECT id, story_id FROM articles ORDER BY id';
const RELATED = 'SELECT * FROM related_stories ORDER BY story_id, other_story_id';
const EVIDENCE = 'SELECT * FROM evidence ORDER BY article_id, other_article_id, kind';

/** Stories and their members in a database that has had these batches. */
function stateAfter(batches: readonly (readonly StoreTask[])[]) {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  for (const batch of batches) writer.commit(batch, $.T0);
  writer.close();
  const reader = openReader(path);
  const faults = reader.verify();
  reader.close();
  return { faults, state: [STORIES, MEMBERS, RELATED, EVIDENCE].map((sql) => $.rowsOf(path, sql)) };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A set of articles, with each pair's evidence handed in by one or by both of its articles. */
const tasks = fc
  .record({
    dates: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: NAMES.length, maxLength: NAMES.length }),
    pairs: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: NAMES.length - 1 }),
        fc.integer({ min: 0, max: NAMES.length - 1 }),
        fc.constantFrom<EvidenceKind>('exact', 'near', 'story'),
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
      ),
      { maxLength: 16 },
    ),
  })
  .map(({ dates, pairs }) => {
    const evidence = new Map<string, Evidence[]>(NAMES.map((name) => [name, []]));
    for (const [i, j, kind, percent, isTwice] of pairs) {
      const [a, b] = [NAMES[i] ?? '', NAMES[j] ?? ''];
      if (a === b) continue;
      const pair = $.aPair(a, b, kind, percent / 100);
      evidence.get(a)?.push(pair);
      if (isTwice) evidence.get(b)?.push(pair);
    }
    return NAMES.map((name, i) =>
      $.anArticle(name, { publishedAt: `2026-03-0${dates[i]}` }, evidence.get(name)),
    );
  });

/** The tasks in another order, cut into batches. */
const orderings = tasks.chain((list) =>
  fc.record({
    list: fc.constant(list),
    shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
    cuts: fc.array(fc.boolean(), { minLength: list.length, maxLength: list.length }),
  }),
);

function batchesOf<T>(list: readonly T[], cuts: readonly boolean[]): T[][] {
  const batches: T[][] = [[]];
  list.forEach((entry, i) => {
    if (cuts[i] === true) batches.push([]);
    batches.at(-1)?.push(entry);
  });
  return batches;
}

test('any order and any batching of the same ends give the same stories, members and relations', () => {
  fc.assert(
    fc.property(orderings, ({ list, shuffled, cuts }) => {
      const once = stateAfter([list]);
      const otherwise = stateAfter(batchesOf(shuffled, cuts));
      expect(otherwise.state).toEqual(once.state);
      expect([...once.faults, ...otherwise.faults]).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 180_000);

test('evidence that comes before its other article joins the two when that arrives', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.accept([$.anItem('a'), $.anItem('b')], $.T0);
  expect(
    writer.commit([$.anArticle('b', { publishedAt: $.T1 }, [$.aPair('a', 'b')])], $.T1)[0]?.storyIds,
  ).toEqual([$.storyId('b')]);
  expect(writer.commit([$.anArticle('a')], $.T2)[0]?.storyIds).toEqual([$.storyId('a')]);
  writer.close();
  const reader = openReader(path);
  expect(reader.story($.storyId('b'))).toMatchObject({
    id: $.storyId('a'),
    redirectedFrom: $.storyId('b'),
    articleCount: 2,
  });
  expect(reader.recentStories([$.storyId('b'), $.storyId('a'), 'st_none']).map(({ id }) => id)).toEqual([
    $.storyId('a'),
  ]);
  expect(reader.changes(0, 10).map(({ storyId, change }) => [storyId, change])).toEqual([
    [$.storyId('b'), 'merged'],
    [$.storyId('a'), 'changed'],
  ]);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('redirects of redirects lead straight to the story that is left', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const dated = (name: string, day: number, pairs: Evidence[] = []) =>
    $.anArticle(name, { publishedAt: `2026-03-0${day}` }, pairs);
  writer.commit([dated('c', 3)], $.T0);
  writer.commit([dated('b', 2, [$.aPair('b', 'c')])], $.T1);
  writer.commit([dated('a', 1, [$.aPair('a', 'b'), $.aPair('a', 'c')])], $.T2);
  writer.close();
  expect($.rowsOf(path, 'SELECT old_id, new_id FROM story_redirects ORDER BY merged_at')).toEqual(
    expect.arrayContaining([
      { old_id: $.storyId('b'), new_id: $.storyId('a') },
      { old_id: $.storyId('c'), new_id: $.storyId('a') },
    ]),
  );
});

test('a revision that is no longer the same story parts it, and the id that lives again has no redirect', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit([$.anArticle('b', { publishedAt: '2026-03-02' })], $.T0);
  writer.commit([$.anArticle('a', { publishedAt: '2026-03-01' }, [$.aPair('a', 'b')])], $.T0);
  expect($.rowsOf(path, STORIES)).toHaveLength(1);
  writer.accept([$.anItem('a')], $.T1);
  const revised = $.anArticle('a', { text: 'Something else altogether.', publishedAt: '2026-03-01' });
  expect(writer.commit([revised], $.T2)[0]).toMatchObject({ state: 'revised', storyIds: [$.storyId('a')] });
  writer.close();
  expect($.rowsOf(path, MEMBERS)).toEqual(
    [
      { id: $.articleId('a'), story_id: $.storyId('a') },
      { id: $.articleId('b'), story_id: $.storyId('b') },
    ].sort((x, y) => (x.id < y.id ? -1 : 1)),
  );
  expect($.rowsOf(path, 'SELECT * FROM story_redirects')).toEqual([]);
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  expect(reader.article($.articleId('a'))?.revisions).toHaveLength(1);
  reader.close();
});

test('the whole run again adds no row', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const names = NAMES.slice(0, 4);
  const run = (now: string) => {
    writer.accept(
      names.map((name) => $.anItem(name)),
      now,
    );
    return writer.commit(
      names.map((name) =>
        $.anArticle(name, { captions: [{ text: 'c' }] }, [
          $.aPair('a', 'b'),
          $.aPair('c', 'd', 'story', 0.4),
        ]),
      ),
      now,
    );
  };
  run($.T0);
  const before = [$.rowCounts(path), $.rowsOf(path, STORIES), $.rowsOf(path, MEMBERS)];
  expect(run($.T2).map(({ state }) => state)).toEqual(names.map(() => 'unchanged'));
  expect([$.rowCounts(path), $.rowsOf(path, STORIES), $.rowsOf(path, MEMBERS)]).toEqual(before);
  writer.close();
});

test('a component of two thousand articles is folded once for a batch', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const names = Array.from({ length: 2000 }, (_, i) => `n${i}`);
  const hub = names[0] ?? '';
  for (let i = 0; i < names.length; i += 500) {
    writer.commit(
      names
        .slice(i, i + 500)
        .map((name) => $.anArticle(name, {}, name === hub ? [] : [$.aPair(hub, name, 'exact', 1)])),
      $.T0,
    );
  }
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
}, 180_000);
