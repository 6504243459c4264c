import { cpSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { DatabaseDamagedError } from '../src/errors/database-damaged-error.ts';
import { DatabaseMissingError } from '../src/errors/database-missing-error.ts';
import { SchemaTooNewError } from '../src/errors/schema-too-new-error.ts';
import { SchemaTooOldError } from '../src/errors/schema-too-old-error.ts';
import { migrateSchema } from '../src/migration.ts';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url));

/** A database as the first released schema left it: migrations 0000 and 0001, and a few rows. */
function versionOneDatabase(): string {
  const path = $.newDatabasePath();
  const folder = join(dirname(path), 'drizzle');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journalPath = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(journalPath, 'utf8'));
  writeFileSync(journalPath, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
  const db = new Database(path);
  migrateSchema(db, path, folder);
  db.exec(readFileSync(new URL('fixtures/version-1.sql', import.meta.url), 'utf8'));
  db.close();
  return path;
}

test('a new file gets the whole schema, in WAL, with the foreign keys on and the owner’s mark', () => {
  const path = $.newDatabasePath();
  openWriter(path).close();
  const reader = openReader(path);
  expect($.rowsOf(path, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(reader.sql('PRAGMA application_id').rows).toEqual([[0x57464c44]]);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('a database of schema version 1 is migrated by a writer and keeps its rows', () => {
  const path = versionOneDatabase();
  expect(() => openReader(path)).toThrow(SchemaTooOldError);
  const writer = openWriter(path);
  expect(writer.balance()).toMatchObject({ accepted: 1, stored: 1 });
  writer.close();
  const reader = openReader(path);
  expect(reader.stories({ query: 'lighthouse', limit: 5, order: 'newest' })).toHaveLength(1);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('a database of a newer schema is refused in words by writer and reader', () => {
  const path = $.newDatabasePath();
  openWriter(path).close();
  const db = new Database(path);
  db.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('future', 9999999999999)");
  db.close();
  expect(() => openWriter(path)).toThrow(SchemaTooNewError);
  expect(() => openReader(path)).toThrow(/Update Wirefold/u);
});

test('a reader of a missing file says how to make one, and makes none', () => {
  const path = $.newDatabasePath();
  expect(() => openReader(path)).toThrow(DatabaseMissingError);
  expect(() => openReader(path)).toThrow(/wirefold ingest/u);
  expect(() => statSync(path)).toThrow();
});

test('a file that is no database, and a database of another program, are left alone', () => {
  const text = $.newDatabasePath();
  writeFileSync(text, 'These are the minutes of the meeting. '.repeat(100));
  expect(() => openWriter(text)).toThrow(DatabaseDamagedError);
  expect(() => openReader(text)).toThrow(DatabaseDamagedError);

  const foreign = $.newDatabasePath();
  const db = new Database(foreign);
  db.exec('CREATE TABLE recipes (name)');
  db.close();
  expect(() => openWriter(foreign)).toThrow(/another program/u);
});

test('a file in which the first migration was cut off is migrated', () => {
  const path = $.newDatabasePath();
  const db = new Database(path);
  db.exec(
    'CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
  );
  db.close();
  const writer = openWriter(path);
  expect(writer.balance()).toMatchObject({ accepted: 0 });
  writer.close();
});

function filledDatabase(): string {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
  writer.commit(
    names.map((name) => $.anArticle(name, { text: `${name} ${'grain ship quay '.repeat(60)}` })),
    $.T0,
  );
  writer.close();
  return path;
}

test('a damaged page of a table is found at open', () => {
  const path = filledDatabase();
  const db = new Database(path, { readonly: true });
  const root =
    db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'").pluck().get() ?? 0;
  db.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, (root - 1) * 4096, root * 4096);
  writeFileSync(path, bytes);
  expect(() => openReader(path)).toThrow(DatabaseDamagedError);
  expect(() => openWriter(path)).toThrow(DatabaseDamagedError);
});

test('a database whose end is missing is found at open', () => {
  const path = filledDatabase();
  truncateSync(path, statSync(path).size - 5 * 4096);
  expect(() => openReader(path)).toThrow(DatabaseDamagedError);
});

test('every table, view and column is described in README, and nothing else is', () => {
  const path = $.newDatabasePath();
  openWriter(path).close();
  const described = $.rowsOf(path, 'SELECT name FROM README ORDER BY name');
  const present = $.rowsOf(
    path,
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT IN ('sqlite_schema')
     UNION SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
       WHERE t.schema = 'main' AND t.name NOT IN ('sqlite_schema') ORDER BY 1`,
  );
  expect(described).toEqual(present);
  expect($.rowsOf(path, 'SELECT * FROM README WHERE length(meaning) < 4')).toEqual([]);
});

test('the tables have the columns that the contract fixes', () => {
  const fixed: Record<string, string> = {
    items: 'id url kind accepted_at state stage reason ended_at',
    documents: 'id item_id url final_url fetched_at http_status media_type sha256 body',
    articles:
      'id item_id story_id source url canonical_url headline lede text byline credit dateline published_at published_precision modified_at language word_count cleaner_version',
    revisions: 'article_id seen_at headline text',
    removed_blocks: 'article_id position text rule',
    evidence: 'article_id other_article_id kind score signals weights_version',
    stories:
      'id headline lede language first_published_at last_published_at article_count source_count lead_article_id origin_credit',
    related_stories: 'story_id other_story_id score',
    story_redirects: 'old_id new_id merged_at',
  };
  const path = $.newDatabasePath();
  openWriter(path).close();
  for (const [table, columns] of Object.entries(fixed)) {
    const present = $.rowsOf(path, `SELECT name FROM pragma_table_info('${table}')`).map(
      (row) => Object.values(row as object)[0],
    );
    expect(present, table).toEqual(expect.arrayContaining(columns.split(' ')));
  }
});

test('a folder that does not exist yet is made', () => {
  const path = join(dirname($.newDatabasePath()), 'new', 'folder', 'news.db');
  openWriter(path).close();
  expect(statSync(path).isFile()).toBe(true);
});

test('a path that cannot be opened is named', () => {
  const folder = dirname($.newDatabasePath());
  expect(() => openWriter(folder)).toThrow(folder);
});
