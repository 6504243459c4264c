import { createBodies, createTransport } from '@wirefold/queue';
import { openReader, openWriter } from '@wirefold/store';
import { type OwnServer, randomPrefix, startOwnServer, temporaryFolder } from '@wirefold/testing';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { recordItem } from '../src/accept/record-item.ts';
import { createReconciler } from '../src/reconcile.ts';
import { homeBench, inputOf, until } from './home-bench.ts';

let server: OwnServer;
beforeEach(async () => {
  server = await startOwnServer({ appendOnly: false, args: ['--maxmemory-policy', 'noeviction'] });
});

/** Redis refuses all that needs memory, until it is given back. */
async function takeMemory(): Promise<() => Promise<void>> {
  const redis = server.connect();
  await redis.config('SET', 'maxmemory', '1mb');
  await expect(redis.set('any', 'thing')).rejects.toThrow(/^OOM /);
  return async () => void (await redis.config('SET', 'maxmemory', '0'));
}

const record = (i: number) =>
  recordItem(Buffer.from(JSON.stringify({ text: `The ferry ${i} is late.` })), i, 'file:///n.jsonl', 'news');
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
/** Addresses first, of which there is nothing to send but their jobs. */
const items = (n: number) =>
  count(n).map((i) => (i < n / 2 ? inputOf(`https://a.example/${i}`).item : record(i)));

/** Items that were accepted and never sent, and what sends them; a minute goes by between two sweeps. */
async function startReconciling(accepted: number) {
  const path = `${await temporaryFolder()}/news.db`;
  const writer = openWriter(path);
  const prefix = randomPrefix();
  const transport = createTransport({ connect: server.connect, prefix });
  const bodies = createBodies(server.connect, prefix, { expireSeconds: 600 });
  onTestFinished(async () => {
    await transport.close();
    await bodies.close();
    writer.close();
  });
  let minutes = 0;
  const now = () => {
    minutes += 1;
    return new Date(Date.parse('2026-05-01T00:00:00.000Z') + minutes * 60_000);
  };
  const wanted = items(accepted);
  writer.accept(wanted, now().toISOString());
  const ids = wanted.map(({ id }) => id);
  const sweep = createReconciler({ writer, bodies, transport, now });
  const redeliveries = () => writer.pendingItems(ids).map((item) => item.redeliveries);
  return { path, writer, transport, ids, sweep, redeliveries };
}

it('counts nothing as sent again while Redis has no memory, and sends all once it has', async () => {
  const { path, writer, transport, ids, sweep, redeliveries } = await startReconciling(450);
  const giveMemory = await takeMemory();
  expect(await sweep(0)).toEqual({ resent: 0, quarantined: 0, refused: null });
  for (const _ of count(20)) {
    const { resent, quarantined, refused } = await sweep(0);
    expect([resent, quarantined, refused?.fault]).toEqual([0, 0, 'out-of-memory']);
  }
  expect(new Set(redeliveries())).toEqual(new Set([0]));
  expect((await transport.holding(ids)).size).toBe(0);
  await giveMemory();
  expect(await sweep(0)).toEqual({ resent: 450, quarantined: 0, refused: null });
  expect((await transport.holding(ids)).size).toBe(450);
  expect(new Set(redeliveries())).toEqual(new Set([1]));
  expect(await sweep(0)).toEqual({ resent: 0, quarantined: 0, refused: null });
  expect(writer.balance()).toMatchObject({ accepted: 450, inFlight: 450, quarantined: 0 });
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

it('leaves alone what was sent before the process ended and never noted', async () => {
  const { writer, transport, ids, sweep, redeliveries } = await startReconciling(4);
  await transport.send(
    'fetch',
    writer.pendingItems(ids).map(({ job }) => job),
  );
  for (const _ of count(3)) expect(await sweep(0)).toEqual({ resent: 0, quarantined: 0, refused: null });
  expect(redeliveries()).toEqual([0, 0, 0, 0]);
});

it('gives up what was sent again five times, and left its queue each time', async () => {
  const { writer, ids, sweep } = await startReconciling(3);
  const sweeps = [];
  for (const _ of count(13)) {
    sweeps.push(await sweep(0));
    await server.connect().flushall();
  }
  expect(sweeps.reduce((sum, { resent }) => sum + resent, 0)).toBe(3 * 5);
  expect(writer.balance()).toMatchObject({ quarantined: 3, reasons: { 'lost-repeatedly': 3 } });
  expect(writer.pendingIds('9999')).toEqual([]);
  expect(ids).toHaveLength(3);
});

it('opens a home while Redis has no memory, says so once, and goes on when there is some', async () => {
  const bench = await homeBench(server, { WIREFOLD_RECONCILE_EVERY_MS: '200' });
  const first = await bench.open();
  first.writer.accept(count(6).map(record), '2026-05-01T00:00:00.000Z');
  await first.close(1_000);
  const giveMemory = await takeMemory();
  const home = await bench.open();
  home.start(['fetch', 'clean', 'dedupe', 'store']);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(home.balance()).toMatchObject({ accepted: 6, inFlight: 6 });
  expect(bench.cell('SELECT sum(redeliveries) FROM items')).toBe(0);
  const told = () => bench.notices.filter((text) => text.includes('wait to be sent again'));
  expect(told()).toHaveLength(1);
  await giveMemory();
  await until(() => home.balance().inFlight === 0);
  await home.close(5_000);
  expect(bench.ask('SELECT state, count(*) FROM items GROUP BY state')).toEqual([['stored', 6]]);
  expect(bench.faults()).toEqual([]);
}, 60_000);
