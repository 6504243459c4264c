import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startLoopbackServer, temporaryFolder } from '@wirefold/testing';
import { describe, expect, it, vi } from 'vitest';
import { records, startWirefold, wirefold } from './wirefold.ts';
import { createWorkshop, headlineOf, pageOf, textOf } from './workshop.ts';

const LOOPBACK = { WIREFOLD_ALLOW_PRIVATE: '127.0.0.0/8' };

/** A server whose pages answer while `open`, cut the line while not, and `/never` does neither. */
async function startMoodyServer() {
  const mood = { open: true, asked: 0 };
  const server = await startLoopbackServer((request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    mood.asked += 1;
    if (request.url === '/never') return;
    if (!mood.open) request.socket.destroy();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf(20));
  });
  return { mood, url: server.url };
}

const stored = (shop: Awaited<ReturnType<typeof createWorkshop>>) =>
  shop.rows("SELECT 1 FROM items WHERE state = 'stored'").length;

describe('Ctrl-C during ingest', () => {
  async function ingestOfASilentPage(graceMs: string) {
    const { mood, url } = await startMoodyServer();
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const env = { ...shop.env, ...LOOPBACK, WIREFOLD_GRACE_MS: graceMs };
    const running = startWirefold(['ingest', 'a.txt', `${url}/never`], { cwd: shop.cwd, env });
    await vi.waitUntil(() => mood.asked > 0 && stored(shop) > 0, { timeout: 20_000 });
    running.kill('SIGINT');
    await running.told('Stopping: what is at work ends first.');
    return { running, shop };
  }

  it('once: ends what is at work within the grace, says what is left, and ends with 1', async () => {
    const { running, shop } = await ingestOfASilentPage('200');
    const { status, out, err } = await running.ended();
    expect(status).toBe(1);
    expect(out).toMatch(/^2 items in .*: 1 stored, 1 still in flight/);
    expect(err).toContain('the next `wirefold ingest` or `wirefold worker` goes on with the rest');
    expect(shop.rows("SELECT count(*) FROM items WHERE state = 'accepted'")).toEqual([[1]]);
    expect(await shop.call(['verify'])).toMatchObject({ status: 0 });
  });

  it('twice: ends at once, and the ledger still balances', async () => {
    const { running, shop } = await ingestOfASilentPage('86400000');
    running.kill('SIGINT');
    expect(await running.ended()).toMatchObject({ status: 130, out: '' });
    expect(await shop.call(['verify'])).toMatchObject({ status: 0 });
  });
});

describe('worker', () => {
  it('does what was added, is seen by status, and ends with 0 at SIGTERM', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0), 'b.txt': textOf(1) });
    const worker = startWirefold(['worker'], shop);
    await worker.told('worker started');
    expect((await shop.call(['add', 'a.txt', 'b.txt'])).out).toBe('Accepted: 2 new\n');
    await vi.waitUntil(() => stored(shop) === 2, { timeout: 20_000 });
    const { status, out } = await shop.call(['status']);
    expect(status).toBe(0);
    expect(out).toContain(`Redis: Redis at ${shop.env.REDIS_URL}\n\nstage `);
    expect(out).toContain('Ledger: 2 accepted = 2 stored');
    expect(out).toContain('\n2 items ended in the last minute\n');
    worker.kill('SIGTERM');
    const ended = await worker.ended();
    expect(ended).toMatchObject({ status: 0, out: '' });
    expect(ended.err).toContain('worker stopped');
  });

  it('without the store stage needs no database and makes none', async () => {
    const shop = await createWorkshop();
    const worker = startWirefold(['worker', '--stages', 'fetch,clean,dedupe'], shop);
    await worker.told('worker started');
    worker.kill('SIGTERM');
    expect((await worker.ended()).status).toBe(0);
    expect(existsSync(join(shop.cwd, 'wirefold.db'))).toBe(false);
    expect(existsSync(join(shop.cwd, '.wirefold'))).toBe(false);
  });

  it.each(['nonsense', '', 'fetch,nonsense', 'FETCH'])(
    'refuses --stages %j as wrong usage',
    async (stages) => {
      const cwd = await temporaryFolder();
      const { status, out, err } = await wirefold(['worker', '--stages', stages], { cwd });
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toContain('the stages are fetch, clean, dedupe, store');
    },
  );

  it('status --watch prints a JSON line a look and ends with 0 at Ctrl-C', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    await shop.ingest(['a.txt']);
    const watching = startWirefold(['status', '--watch', '--json'], shop);
    await watching.shown('"ledger"');
    watching.kill('SIGINT');
    const { status, out, err } = await watching.ended();
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(records(out)[0]).toMatchObject({ ledger: { accepted: 1, stored: 1, endedLastMinute: 1 } });
  });
});

describe('quarantine', () => {
  /** An address at which nobody listens any more. */
  async function deadAddress(): Promise<string> {
    const server = await startLoopbackServer(() => {});
    await server.close();
    return `${server.url}/report`;
  }

  it('takes an item whose host cannot be reached; list and show say why; drop ends it', async () => {
    const shop = await createWorkshop();
    const env = { ...shop.env, ...LOOPBACK, WIREFOLD_ATTEMPTS: '2' };
    const call = (...args: string[]) => wirefold(args, { cwd: shop.cwd, env });
    const dead = await deadAddress();
    const ingested = await call('ingest', dead);
    expect(ingested.status).toBe(1);
    expect(ingested.out).toContain('1 quarantined\n  host-unreachable: 1\n');
    expect(ingested.err).toContain('`wirefold quarantine list` says why');
    const [item] = records((await call('quarantine', 'list', '--json')).out);
    expect(item).toMatchObject({ url: dead, stage: 'fetch', reason: 'host-unreachable', attempts: 2 });
    const shown = await call('quarantine', 'show', String(item?.id));
    expect(shown.out).toContain('host-unreachable: no connection to the host, or it was cut');
    expect(await call('quarantine', 'drop', String(item?.id))).toMatchObject({ status: 0 });
    expect((await call('quarantine', 'list', '--json')).out).toBe('');
    expect(shop.rows('SELECT state, reason FROM items')).toEqual([['rejected', 'dropped']]);
  });

  it('retry sends it to a running worker, which stores it where the host is back', async () => {
    const { mood, url } = await startMoodyServer();
    mood.open = false;
    const shop = await createWorkshop();
    const env = { ...shop.env, ...LOOPBACK, WIREFOLD_ATTEMPTS: '1', WIREFOLD_RECONCILE_EVERY_MS: '86400000' };
    const around = { cwd: shop.cwd, env };
    expect((await wirefold(['ingest', `${url}/report`], around)).status).toBe(1);
    const worker = startWirefold(['worker'], around);
    await worker.told('worker started');
    mood.open = true;
    const retried = await wirefold(['quarantine', 'retry', '--all'], around);
    expect(retried.status).toBe(0);
    expect(retried.err).toContain('1 item sent again; running workers do the rest');
    const headlines = () => shop.rows('SELECT headline FROM articles');
    await vi.waitUntil(() => headlines().length > 0, { timeout: 20_000 });
    expect(headlines()).toEqual([[headlineOf(20)]]);
  });

  it('retry of a file that was kept sends its bytes too', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(3) });
    await shop.ingest(['a.txt']);
    const { openWriter } = await import('@wirefold/store');
    const { itemIdOf } = await import('@wirefold/contracts/ids');
    const { pathToFileURL } = await import('node:url');
    const id = itemIdOf(pathToFileURL(join(shop.cwd, 'b.txt')).href);
    shop.write('b.txt', textOf(4));
    await shop.call(['add', 'b.txt']);
    const writer = openWriter(join(shop.cwd, 'wirefold.db'));
    writer.quarantine(id, 'clean', 'clean-timeout', 'by hand', new Date().toISOString());
    writer.close();
    await shop.call(['quarantine', 'retry', id]);
    shop.write('c.txt', textOf(5));
    await shop.ingest(['c.txt', 'b.txt']);
    expect(shop.rows('SELECT count(*) FROM articles')).toEqual([[3]]);
  });

  it('retry without Redis accepts the items again and says that they are not sent yet', async () => {
    const shop = await createWorkshop();
    const env = { ...shop.env, ...LOOPBACK, WIREFOLD_ATTEMPTS: '1' };
    await wirefold(['ingest', await deadAddress()], { cwd: shop.cwd, env });
    const gone = { ...env, REDIS_URL: 'redis://127.0.0.1:1' };
    const { status, err } = await wirefold(['quarantine', 'retry', '--all'], { cwd: shop.cwd, env: gone });
    expect(status).toBe(0);
    expect(err).toContain('1 item accepted again, not sent yet: ');
    expect(err).toContain('The next `wirefold worker` or `wirefold ingest` sends them.');
    expect(shop.rows('SELECT state FROM items')).toEqual([['accepted']]);
  });
});
