import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

function soundDatabase(): string {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.accept([$.anItem('a'), $.anItem('b'), $.anItem('c')], $.T0);
  writer.commit(
    [$.anArticle('a'), $.anArticle('b', {}, [$.aPair('a', 'b')]), $.aFailure('c', 'rejected')],
    $.T1,
  );
  writer.close();
  return path;
}

function checksAfter(...statements: string[]): string[] {
  const path = soundDatabase();
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  for (const sql of statements) db.exec(sql);
  db.close();
  const reader = openReader(path);
  const faults = reader.verify();
  reader.close();
  return [...new Set(faults.map(({ check }) => check))];
}

test('a sound database has no faults', () => {
  expect(checksAfter()).toEqual([]);
});

test.each([
  ['a state that does not exist', "UPDATE items SET state = 'lost' WHERE state = 'rejected'", 'conservation'],
  ['an end without a time', "UPDATE items SET ended_at = NULL WHERE state = 'stored'", 'item-ended-at'],
  ['a reason out of no list', "UPDATE items SET reason = 'whim' WHERE state = 'rejected'", 'item-reason'],
  ['a rejection without a reason', "UPDATE items SET reason = NULL WHERE state = 'rejected'", 'item-reason'],
  [
    'a stored item without an article',
    "UPDATE items SET state = 'stored', reason = NULL WHERE state = 'rejected'",
    'item-article',
  ],
  [
    'evidence of an article that never came',
    "INSERT INTO evidence VALUES ('ar_1', 'ar_2', 'near', 0.9, '{}', 'w1')",
    'evidence-article',
  ],
  [
    'a feed that is polled and never comes up again',
    "INSERT INTO feeds (id, url, kind, poll_every_seconds, added_at, last_polled_at) VALUES ('it_1', 'u', 'feed', 900, '2026-03-01', '2026-03-01')",
    'feed',
  ],
  [
    'a feed whose next poll is further away than any is planned',
    "INSERT INTO feeds (id, url, kind, poll_every_seconds, added_at, next_poll_at) VALUES ('it_1', 'u', 'feed', 900, '2026-03-01', '2026-05-01')",
    'feed',
  ],
  ['a redirect to nowhere', "INSERT INTO story_redirects VALUES ('st_1', 'st_2', '2026')", 'foreign-key'],
  [
    'a redirect from a story that lives',
    'INSERT INTO story_redirects SELECT id, id, 0 FROM stories',
    'redirect',
  ],
  ['a wrong count in a story', 'UPDATE stories SET article_count = 7', 'story-columns'],
  ['a wrong date in a story', "UPDATE stories SET last_published_at = '1999'", 'story-columns'],
  ['evidence that was taken away behind the stories', 'DELETE FROM evidence', 'story-fold'],
  [
    'other bytes in a document',
    "UPDATE documents SET body = x'00', body_encoding = 'identity'",
    'document-body',
  ],
  [
    'a body that does not unpack',
    "UPDATE documents SET body = x'00', body_encoding = 'gzip'",
    'document-body',
  ],
])('%s is found', (_, sql, check) => {
  expect(checksAfter(sql)).toContain(check);
});

test('an article in a story that does not exist is found', () => {
  expect(checksAfter("UPDATE articles SET story_id = 'st_none'")).toContain('foreign-key');
});

test('a full-text index that does not agree with the articles is found', () => {
  const insert =
    "INSERT INTO article_search (rowid, headline, lede, text) VALUES (1, 'never', 'written', 'here')";
  expect(checksAfter(insert)).toEqual(['search-index']);
});
