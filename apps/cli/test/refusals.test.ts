import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { startOwnServer, temporaryFolder } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { createNewsroom } from './newsroom.ts';
import { wirefold } from './wirefold.ts';
import { createWorkshop, textOf } from './workshop.ts';

type Sqlite = new (path: string) => { exec(sql: string): void; close(): void };

/** The store's own SQLite: only it may write what a Wirefold of another day would have written. */
function loadSqlite(): Sqlite {
  return createRequire(import.meta.resolve('@wirefold/store'))('better-sqlite3') as Sqlite;
}

const WRITING = [['ingest', 'a.txt'], ['add', 'a.txt'], ['worker'], ['worker', '--stages', 'fetch']];

describe('a Redis that will not do', () => {
  it.each([
    ['ingest', 'a.txt'],
    ['worker', '--stages', 'fetch'],
  ])('%s %s names one that nobody answers for, and what to do', async (...args) => {
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const env = { REDIS_URL: 'redis://me:s3cret@127.0.0.1:1' };
    const { status, out, err } = await wirefold(args, { cwd: shop.cwd, env });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('127.0.0.1:1');
    expect(err).toContain('Start it, or leave REDIS_URL empty to use a private one.');
    expect(err).not.toMatch(/s3cret| {4}at /);
  });

  it('is one that would throw jobs away: refused in words, and by doctor too', async () => {
    const server = await startOwnServer({
      args: ['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'],
    });
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const env = { REDIS_URL: String(server.options.path) };
    for (const args of WRITING) {
      const { status, out, err } = await wirefold(args, { cwd: shop.cwd, env });
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toMatch(/^wirefold: .*maxmemory-policy is allkeys-lru.*noeviction/);
    }
    const doctor = await wirefold(['doctor'], { cwd: shop.cwd, env });
    expect(doctor.status).toBe(1);
    expect(doctor.out).toMatch(/^refuse redis eviction +maxmemory-policy is allkeys-lru/m);
  });

  it('is one whose queues hold the jobs of another database', async () => {
    const one = await createWorkshop({ 'a.txt': textOf(0) });
    await one.call(['add', 'a.txt']);
    const other = await createWorkshop({ 'b.txt': textOf(1) });
    const { status, err } = await wirefold(['ingest', 'b.txt'], { cwd: other.cwd, env: one.env });
    expect(status).toBe(1);
    expect(err).toContain(
      `holds jobs of another database, ${join(one.cwd, 'wirefold.db')} (1 in its queues)`,
    );
  });
});

describe('a database that will not do', () => {
  /** A database whose list of migrations says something else. */
  async function withMigrations(change: string): Promise<string> {
    const { cwd } = await createNewsroom();
    const db = new (loadSqlite())(join(cwd, 'wirefold.db'));
    db.exec(change);
    db.close();
    return cwd;
  }

  it('of a newer Wirefold is left alone by every verb', async () => {
    const cwd = await withMigrations(
      "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of the future', 99999999999999)",
    );
    const { env } = await createWorkshop();
    for (const args of [['stories'], ['verify'], ['ingest', '-'], ['add', '-'], ['worker'], ['status']]) {
      const { status, out, err } = await wirefold(args, { cwd, env, input: textOf(0) });
      expect({ args, status, out }).toEqual({ args, status: 1, out: '' });
      expect(err).toMatch(
        /^wirefold: The database .*wirefold\.db has a newer schema than this Wirefold knows\. Update/,
      );
    }
  });

  it('of an older Wirefold is read by no verb, and the message names those that migrate it', async () => {
    const newest = 'SELECT max(created_at) FROM __drizzle_migrations';
    const cwd = await withMigrations(`DELETE FROM __drizzle_migrations WHERE created_at = (${newest})`);
    const { status, out, err } = await wirefold(['stories'], { cwd });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(
      /^wirefold: The database .*wirefold\.db has an older schema\. Run any writing verb once/,
    );
  });

  it('is made with its folder where that is not there', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const { status } = await shop.call(['add', 'a.txt', '--db', 'no/such/folder/news.db']);
    expect(status).toBe(0);
    expect(existsSync(join(shop.cwd, 'no/such/folder/news.db'))).toBe(true);
  });

  it('cannot be made where a file stands in the way of its folder', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const { status, err } = await shop.call(['add', 'a.txt', '--db', 'a.txt/news.db']);
    expect(status).toBe(1);
    expect(err).toMatch(
      /^wirefold: E[A-Z]+: .*a\.txt'\. Check that path and who may write there, or name another\.\n$/,
    );
  });
});

it('doctor leaves no data folder behind', async () => {
  const cwd = await temporaryFolder();
  const { status, out } = await wirefold(['doctor'], { cwd });
  expect(status).toBe(0);
  expect(out).toMatch(/^ok +redis +private Redis/m);
  expect(existsSync(join(cwd, '.wirefold'))).toBe(false);
});
