import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { DatabaseBusyError } from './errors/database-busy-error.ts';
import { DatabaseDamagedError } from './errors/database-damaged-error.ts';
import { DatabaseFullError } from './errors/database-full-error.ts';
import { DatabaseMissingError } from './errors/database-missing-error.ts';

export type Connection = Database.Database;

/** Milliseconds a statement waits for another process's lock: three times the 10 s of fault F11. */
export const BUSY_TIMEOUT_MS = 30_000;

/** Milliseconds between two tries to switch a new file to WAL, which takes another process about one. */
const WAL_RETRY_MS = 5;

/** `PRAGMA application_id` of a Wirefold database: "WFLD". Migration 0001 sets it. */
export const APPLICATION_ID = 0x57464c44;

/**
 * Bytes up to which a database is checked whole at open: `quick_check` took 100 to 160 ms for 29 MB of
 * articles in the file cache. What is larger is checked by `verify` and `doctor`.
 */
const CHECKED_AT_OPEN_BYTES = 32 * 2 ** 20;

/**
 * Opens the file for writing, creating it and its folder where they are missing: WAL, foreign keys on, and
 * `synchronous = FULL`, since a commit is what the rest of the pipeline acknowledges on (bodies are
 * dropped from Redis after it): with NORMAL a power cut takes back the last commits of a WAL database.
 * By `checks/commit-rate.ts` it costs 3 to 11 % in batches of 10, and in batches of 100 less than the noise.
 */
export function connectForWriting(path: string): Connection {
  return connect(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    switchToWal(db);
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // 16 MB: 8 and 64 were alike in speed (docs/decisions/0019); the file cache has the rest.
    db.pragma('cache_size = -16384');
    // 16 MB of log between checkpoints: the full-text index rewrites the same pages again and again.
    db.pragma('wal_autocheckpoint = 4000');
    return db;
  });
}

/**
 * SQLite does not wait for the lock here (https://sqlite.org/c3ref/busy_handler.html: a busy handler may be
 * passed over), so of several processes that make a file together all but one fail at once, and try again.
 */
function switchToWal(db: Connection): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (db.pragma('journal_mode', { simple: true }) !== 'wal') {
    try {
      db.pragma('journal_mode = WAL');
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || performance.now() > deadline) throw error;
      Atomics.wait(pause, 0, 0, WAL_RETRY_MS);
    }
  }
}

/** Throws DatabaseMissingError where there is no file: for what writes, and must not make one by mistake. */
export function assertDatabase(path: string): void {
  if (!existsSync(path)) throw new DatabaseMissingError(path);
}

/** Opens the file for reading only; fails with DatabaseMissingError where there is none. */
export function connectForReading(path: string): Connection {
  assertDatabase(path);
  return connect(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    db.pragma('query_only = ON');
    return db;
  });
}

function connect(path: string, open: () => Connection): Connection {
  return translating(path, () => {
    const db = open();
    try {
      assertWhole(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** The cheap part of the check: whose file it is, whether its end is there, and all of it where it is small. */
function assertWhole(db: Connection, path: string): void {
  // On one snapshot: another process may be making the file at this moment.
  if (!db.transaction(() => isOurs(db)).deferred()) {
    throw new DatabaseDamagedError(path, 'it is a SQLite database of another program');
  }
  const bytes = statSync(path).size;
  if (bytes > CHECKED_AT_OPEN_BYTES) return;
  const fault = String(db.pragma('quick_check(1)', { simple: true }));
  if (fault !== 'ok') throw new DatabaseDamagedError(path, fault);
}

/** A file with our mark; or an empty one; or one in which a first migration was cut off after drizzle's own table. */
function isOurs(db: Connection): boolean {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return true;
  const tables = db.prepare<[], string>('SELECT tbl_name FROM sqlite_schema').pluck().all();
  return tables.every((table) => table === '__drizzle_migrations');
}

/** Runs `work` and turns SQLite's errors into the store's own; any other error passes through. */
export function translating<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(path, error);
  }
}

function translated(path: string, error: unknown): unknown {
  const code = codeOf(error);
  const options = { cause: error };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new DatabaseFullError(path, options);
  if (code.startsWith('SQLITE_BUSY')) return new DatabaseBusyError(path, BUSY_TIMEOUT_MS, options);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new DatabaseDamagedError(path, error instanceof Error ? error.message : code, options);
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new Error(
      `The database ${path} cannot be opened: may this user write to it and its folder?`,
      options,
    );
  }
  return error;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Drizzle wraps what the driver threw.
  return error.cause === undefined ? '' : codeOf(error.cause);
}
