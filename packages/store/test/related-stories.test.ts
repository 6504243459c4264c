import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const RELATED = 'SELECT * FROM related_stories ORDER BY story_id, other_story_id';

function planOf(path: string, sql: string): string[] {
  return $.rowsOf(path, `EXPLAIN QUERY PLAN ${sql}`).map((row) => String(Object(row).detail));
}

test('stories are related by the highest score between their articles, in both directions, and never to themselves', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit(
    [
      $.anArticle('a', { publishedAt: '2026-03-01' }, [$.aPair('a', 'c', 'story', 0.2)]),
      $.anArticle('b', { publishedAt: '2026-03-02' }, [
        $.aPair('a', 'b'),
        $.aPair('b', 'c', 'story', 0.45),
        $.aPair('b', 'd', 'story', 0.3),
      ]),
      $.anArticle('c', { publishedAt: '2026-03-03' }),
    ],
    $.T0,
  );
  const [first, second] = [$.storyId('a'), $.storyId('c')];
  const pairs = [
    { story_id: first, other_story_id: second, score: 0.45 },
    { story_id: second, other_story_id: first, score: 0.45 },
  ];
  expect($.rowsOf(path, RELATED)).toEqual(pairs.sort((x, y) => (x.story_id < y.story_id ? -1 : 1)));
  writer.close();
});

test('how alike two articles are whatever the days between counts before the score that takes them off', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const alike = (a: string, b: string, score: number, likeness: number) => ({
    ...$.aPair(a, b, 'story', score),
    signals: { days: 3, alike: likeness },
  });
  writer.commit(
    [
      $.anArticle('a', {}, [alike('a', 'b', 0.1, 0.8), $.aPair('a', 'c', 'story', 0.45)]),
      $.anArticle('b'),
      $.anArticle('c'),
    ],
    $.T0,
  );
  writer.close();
  const scores = `SELECT other_story_id AS id, score FROM related_stories WHERE story_id = '${$.storyId('a')}' ORDER BY score DESC`;
  expect($.rowsOf(path, scores)).toEqual([
    { id: $.storyId('b'), score: 0.8 },
    { id: $.storyId('c'), score: 0.45 },
  ]);
});

test('asking for the relations of one story reads its articles and their evidence by their indexes', () => {
  const path = $.newDatabasePath();
  openWriter(path).close();
  const plan = planOf(path, "SELECT * FROM related_stories WHERE story_id = 'st_1'");
  expect(plan.filter((step) => /^SCAN (?!related_stories)/u.test(step))).toEqual([]);
  expect(plan.join('\n')).toContain('articles_by_story');
});

test('items are counted that ended at the time asked for or after it, by an index', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.accept([$.anItem('a'), $.anItem('b'), $.anItem('c')], $.T0);
  writer.commit([$.anArticle('a')], $.T1);
  writer.commit([$.aFailure('b', 'rejected')], $.T2);
  writer.close();
  const reader = openReader(path);
  expect([$.T0, $.T1, $.T2, '2026-03-01T10:00:00.001Z'].map((time) => reader.endedSince(time))).toEqual([
    2, 2, 1, 0,
  ]);
  reader.close();
  expect(planOf(path, "SELECT count(*) FROM items WHERE ended_at >= '2026'").join()).toContain(
    'items_by_end',
  );
});
