import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connectForWriting } from '../src/connection.ts';
import { DatabaseFullError } from '../src/errors/database-full-error.ts';
import { migrateSchema } from '../src/migration.ts';
import { openReader } from '../src/reader.ts';
import { writerOn } from '../src/writer.ts';
import * as $ from './samples.ts';

test('a full disk rolls the commit back, says so, and work goes on when there is space', () => {
  const path = $.newDatabasePath();
  const db = connectForWriting(path);
  migrateSchema(db, path);
  const writer = writerOn(db, path);
  writer.accept([$.anItem('a'), $.anItem('b')], $.T0);
  const counts = $.rowCounts(path);
  // A real SQLITE_FULL: the database may not grow by a single page.
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  const long = $.anArticle('b', { text: 'tide '.repeat(40_000) });
  expect(() => writer.commit([$.anArticle('a'), long], $.T1)).toThrow(DatabaseFullError);
  expect($.rowCounts(path)).toEqual(counts);
  expect(writer.balance()).toMatchObject({ accepted: 2, inFlight: 2 });

  db.pragma('max_page_count = 1000000');
  expect(writer.commit([$.anArticle('a'), long], $.T2).map(({ state }) => state)).toEqual([
    'stored',
    'stored',
  ]);
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('a failed task in a batch takes the whole batch back', () => {
  const path = $.newDatabasePath();
  const db = connectForWriting(path);
  migrateSchema(db, path);
  const writer = writerOn(db, path);
  const other = new Database(path);
  other.exec(
    "CREATE TRIGGER refuse BEFORE INSERT ON articles WHEN new.headline = 'refuse' BEGIN SELECT raise(ABORT, 'no'); END",
  );
  other.close();
  expect(() => writer.commit([$.anArticle('a'), $.anArticle('b', { headline: 'refuse' })], $.T0)).toThrow(
    'no',
  );
  expect($.rowCounts(path)).toMatchObject({ items: { n: 0 }, articles: { n: 0 }, documents: { n: 0 } });
  writer.close();
});
