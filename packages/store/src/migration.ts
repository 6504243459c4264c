import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Connection } from './connection.ts';
import { SchemaTooNewError } from './errors/schema-too-new-error.ts';
import { SchemaTooOldError } from './errors/schema-too-old-error.ts';
import { MEANINGS } from './meanings.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../drizzle', import.meta.url));

type SchemaAge = 'older' | 'current' | 'newer';

/** Compares the newest migration that the database has had with the newest that this program brings. */
function schemaAgeOf(db: Connection, folder: string): SchemaAge {
  const latest = Math.max(...readMigrationFiles({ migrationsFolder: folder }).map((m) => m.folderMillis));
  const has =
    db.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get() !== undefined;
  if (!has) return 'older';
  const sql = 'SELECT max(created_at) AS latest FROM __drizzle_migrations';
  const applied = Number(db.prepare<[], { latest: number | null }>(sql).get()?.latest ?? 0);
  return applied < latest ? 'older' : applied > latest ? 'newer' : 'current';
}

/** Brings the schema and the README table up to date; refuses a database of a newer schema. */
export function migrateSchema(db: Connection, path: string, folder = MIGRATIONS_FOLDER): void {
  const age = schemaAgeOf(db, folder);
  if (age === 'newer') throw new SchemaTooNewError(path);
  if (age === 'older') applyMigrations(db, folder);
  describeSchema(db);
}

/** For readers: they need today's schema, and leave migrating to a writer. */
export function assertCurrentSchema(db: Connection, path: string): void {
  const age = schemaAgeOf(db, MIGRATIONS_FOLDER);
  if (age === 'newer') throw new SchemaTooNewError(path);
  if (age === 'older') throw new SchemaTooOldError(path);
}

/**
 * Drizzle's migrator looks which migrations are missing before it takes the write lock, so of two
 * processes that open a new file together the later finds the work done and fails on it; that is
 * success as long as the schema is now current.
 */
function applyMigrations(db: Connection, folder: string): void {
  try {
    migrate(drizzle(db), { migrationsFolder: folder });
  } catch (error) {
    if (schemaAgeOf(db, folder) !== 'current') throw error;
  }
  db.pragma(`user_version = ${readMigrationFiles({ migrationsFolder: folder }).length}`);
}

function describeSchema(db: Connection): void {
  const rows = db.prepare<[], { name: string; meaning: string }>('SELECT name, meaning FROM README').all();
  const isCurrent =
    rows.length === MEANINGS.size && rows.every((row) => MEANINGS.get(row.name) === row.meaning);
  if (isCurrent) return;
  const insert = db.prepare('INSERT INTO README (name, meaning) VALUES (?, ?)');
  db.transaction(() => {
    db.prepare('DELETE FROM README').run();
    for (const [name, meaning] of MEANINGS) insert.run(name, meaning);
  }).immediate();
}
