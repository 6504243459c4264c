import { setImmediate as turn } from 'node:timers/promises';
import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { Entry, StoreJob } from '@wirefold/contracts/jobs';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { type OwnServer, startLoopbackServer, startOwnServer } from '@wirefold/testing';
import { beforeAll, expect, it } from 'vitest';
import type { Home } from '../src/home.ts';
import { feedOf, homeBench, startWorkerScript, until } from './home-bench.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});

const addressOf = (list: string, i: number): string => `https://${list}.example/report-${i}`;
const now = () => new Date().toISOString();

/** Accepts a list and sends its end to the store queue, as the fetch stage does once it has read it. */
async function endList(home: Home, list: string, count: number): Promise<string> {
  const url = `https://${list}.example/sitemap.xml`;
  const itemId = itemIdOf(url);
  home.writer.accept([{ id: itemId, url, kind: 'sitemap', kindForced: true, source: list }], now());
  const entries: Entry[] = Array.from({ length: count }, (_, i) => ({ url: addressOf(list, i) }));
  await home.hands.bodies.put(itemId, 'entries', Buffer.from(JSON.stringify(entries)));
  const head = { v: PAYLOAD_VERSION, itemId, articleId: articleIdOf(itemId) } as const;
  const media = { mediaType: 'application/xml', charset: 'utf-8', httpStatus: 200 } as const;
  const document = { ...media, url, finalUrl: url, fetchedAt: now(), sha256: '0'.repeat(64), byteLength: 9 };
  const job: StoreJob = { ...head, end: 'expanded', kind: 'sitemap', document };
  await home.hands.transport.send('store', [job]);
  return itemId;
}

it('lets others run between the steps of a list of 50,000, and the balance holds whenever they look', async () => {
  const bench = await homeBench(server);
  const home = await bench.open();
  const list = await endList(home, 'archive', 50_000);
  const seen = new Set<number>();
  home.start(['store']);
  while (home.writer.ends([list]).length === 0) {
    const { accepted, stored, inFlight } = home.balance();
    expect(accepted).toBe(stored + inFlight);
    seen.add(accepted);
    await turn();
  }
  expect([...seen].filter((accepted) => accepted > 1 && accepted < 50_001).length).toBeGreaterThanOrEqual(90);
  expect(home.balance()).toMatchObject({ accepted: 50_001, stored: 1, inFlight: 50_000 });
  await home.close(5_000);
  expect(bench.faults()).toEqual([]);
  expect(bench.notices).toEqual([]);
}, 120_000);

it('takes long lists in one after the other, and short ones beside them', async () => {
  const bench = await homeBench(server);
  const home = await bench.open();
  const long = await Promise.all(['one', 'two', 'three'].map((list) => endList(home, list, 5_000)));
  const short = await endList(home, 'short', 10);
  const ended: string[] = [];
  home.start(['store'], ({ itemId }) => void ended.push(itemId));
  await until(() => ended.length === 4);
  await home.close(5_000);
  expect(ended.toSorted()).toEqual([...long, short].toSorted());
  const runs = `SELECT count(*) FROM (SELECT parent_id, lag(parent_id) OVER (ORDER BY rowid) AS before FROM items
    WHERE parent_id IN (${long.map((id) => `'${id}'`).join()})) WHERE before IS NULL OR before <> parent_id`;
  expect(bench.cell(runs)).toBe(3);
  expect(bench.cell('SELECT count(*) FROM items')).toBe(15_014);
  expect(bench.faults()).toEqual([]);
}, 120_000);

it('ends a list of 30,000 right whose worker was killed between two steps, and counts its entries once', async () => {
  const { url } = await startLoopbackServer((request, response) => {
    if (request.url !== '/map.xml') return void response.writeHead(404).end();
    const lines = Array.from({ length: 30_000 }, (_, i) => `<url><loc>${url}/report-${i}</loc></url>`);
    response.setHeader('content-type', 'application/xml').end(`<urlset>${lines.join('')}</urlset>`);
  });
  const bench = await homeBench(server, { WIREFOLD_LOCK_MS: '5000' });
  const setUp = await bench.open();
  const feed = feedOf(`${url}/map.xml`, 'sitemap');
  setUp.writer.addFeeds([feed], now());
  await setUp.close(100);
  const script = startWorkerScript(bench.env);
  await until(() => Number(bench.cell('SELECT count(*) FROM items')) > 500, 60);
  script.kill('SIGKILL');
  await script;
  const [[taken, state] = []] = bench.ask(
    `SELECT count(*), max(state) FILTER (WHERE id = '${feed.id}') FROM items`,
  );
  expect(state).toBe('accepted');
  expect(taken).toBeLessThan(30_001);
  const home = await bench.open();
  home.start(['store']);
  await until(() => home.writer.ends([feed.id]).length === 1, 60);
  expect(home.writer.ends([feed.id])[0]?.childIds).toHaveLength(30_000);
  expect(home.balance().accepted).toBe(30_001);
  expect(bench.ask('SELECT entries, new_entries, polls FROM feeds')).toEqual([[30_000, 30_000, 1]]);
  await home.close(5_000);
  expect(bench.faults()).toEqual([]);
}, 180_000);
