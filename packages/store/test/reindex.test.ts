import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

test('evidence found apart from any end joins the stories that it touches, once', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit([$.anArticle('a'), $.anArticle('b'), $.anArticle('c')], $.T0);
  writer.addEvidence([$.aPair('b', 'c'), $.aPair('a', 'b'), $.aPair('a', 'c')], $.T1);
  const before = $.rowCounts(path);
  expect($.rowsOf(path, 'SELECT article_count FROM stories')).toEqual([{ article_count: 3 }]);
  writer.addEvidence([$.aPair('a', 'b')], $.T2);
  expect($.rowCounts(path)).toEqual(before);
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('the ids of pending items and the items themselves agree, and ended ones are left out', () => {
  const writer = openWriter($.newDatabasePath());
  writer.accept([$.anItem('a', { provided: $.provided('bytes') }), $.anItem('b'), $.anItem('c')], $.T0);
  writer.commit([$.anArticle('b')], $.T0);
  const ids = writer.pendingIds($.T1);
  expect(ids).toEqual([$.itemId('a'), $.itemId('c')]);
  const items = writer.pendingItems([...ids, $.itemId('b'), 'it_none']);
  expect(items.map(({ job, bytes }) => [job.itemId, bytes === null ? null : String(bytes)])).toEqual([
    [$.itemId('a'), 'bytes'],
    [$.itemId('c'), null],
  ]);
  writer.close();
});

test('a database keeps its id, and another has another', () => {
  const path = $.newDatabasePath();
  const ids = [path, path, $.newDatabasePath()].map((file) => {
    const writer = openWriter(file);
    writer.close();
    return writer.databaseId;
  });
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('evidence tells how many pairs were news, and leaves out those of an article that was stored again since', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit([$.anArticle('a'), $.anArticle('b'), $.anArticle('c')], $.T0);
  const reader = openReader(path);
  const versions = new Map([...reader.dedupeInputs($.T0)].map((input) => [input.articleId, input.storedAt]));
  expect([versions.size, reader.dedupeInputCount($.T0), reader.dedupeInputCount($.T1)]).toEqual([3, 3, 0]);
  writer.accept([$.anItem('c')], $.T1);
  writer.commit([$.anArticle('c', { text: 'Another report.' })], $.T1);
  const found = [$.aPair('a', 'b'), $.aPair('a', 'c'), $.aPair('b', 'unborn')];
  expect(writer.addEvidence(found, $.T2, versions)).toBe(2);
  expect(writer.addEvidence(found, $.T2, versions)).toBe(0);
  expect(reader.story($.storyId('a'))?.articleCount ?? reader.story($.storyId('b'))?.articleCount).toBe(2);
  expect(reader.article($.articleId('c'))?.storyId).toBe($.storyId('c'));
  reader.close();
  writer.close();
});
