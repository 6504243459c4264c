import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { itemIdOf } from '@wirefold/contracts/ids';
import { resolveSettings, type Settings } from '@wirefold/settings';
import { openReader } from '@wirefold/store';
import { randomPrefix, startOwnServer, temporaryFolder } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { recordItem } from '../src/accept/record-item.ts';
import { openHome } from '../src/home.ts';
import { ingest } from '../src/ingest.ts';

let server: Awaited<ReturnType<typeof startOwnServer>>;
let settings: Settings;
const notices: string[] = [];
const notice = (text: string) => void notices.push(text);

beforeAll(async () => {
  server = await startOwnServer({ appendOnly: false });
});
beforeEach(async () => {
  notices.length = 0;
  settings = settingsIn(await temporaryFolder());
});

function settingsIn(folder: string, prefix = randomPrefix()): Settings {
  return resolveSettings({
    env: {
      WIREFOLD_DB: join(folder, 'wirefold.db'),
      REDIS_URL: join(server.folder, 'redis.sock'),
      WIREFOLD_REDIS_PREFIX: prefix,
    },
  }).values;
}

const records = (stories: number) =>
  inventNews(stories, 3).map((article, i) => ({
    item: recordItem(Buffer.from(JSON.stringify(article)), i + 1, 'file:///news.jsonl', 'news'),
  }));

async function* each<T>(list: readonly T[]) {
  yield* list;
}

const until = async (done: () => boolean) => {
  for (let i = 0; i < 200 && !done(); i++) await sleep(50);
  expect(done()).toBe(true);
};

it('takes records through all four stages, and has every end in the ledger', async () => {
  const home = await openHome(settings, notice);
  const result = await ingest(home, each(records(5)), {
    signal: new AbortController().signal,
    graceMs: 5_000,
  });
  await home.close(5_000);
  expect(result).toMatchObject({
    accepted: 15,
    known: 0,
    inFlight: 0,
    ended: { stored: 15 },
    stopped: false,
  });
  expect(result.storyIds).toHaveLength(5);
  const reader = openReader(settings.db);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

it('knows the same bytes again, and adds nothing', async () => {
  for (const expected of [
    { accepted: 6, known: 0 },
    { accepted: 0, known: 6 },
  ]) {
    const home = await openHome(settings, notice);
    const result = await ingest(home, each(records(2)), {
      signal: new AbortController().signal,
      graceMs: 5_000,
    });
    await home.close(5_000);
    expect(result).toMatchObject(expected);
  }
});

it('sends again, when it opens, what an earlier run accepted and never sent', async () => {
  const first = await openHome(settings, notice);
  first.writer.accept(
    records(2).map(({ item }) => item),
    '2026-05-01T00:00:00.000Z',
  );
  await first.close(1_000);
  const home = await openHome(settings, notice);
  home.start(['fetch', 'clean', 'dedupe', 'store']);
  await until(() => home.balance().stored === 6);
  await home.close(5_000);
  expect(notices.join()).toContain('6 items had left their queues');
});

it('quarantines an item that was sent again five times and never ended', async () => {
  const id = itemIdOf('file:///news.jsonl#s0c0');
  const [input] = records(1);
  if (!input) throw new Error('no record');
  const setUp = await openHome(settings, notice);
  setUp.writer.accept([input.item], '2026-05-01T00:00:00.000Z');
  for (let i = 0; i < 5; i++) setUp.writer.redelivered([id], '2026-05-01T00:00:00.000Z');
  await setUp.close(1_000);
  const home = await openHome(settings, notice);
  expect(home.balance()).toMatchObject({ quarantined: 1, inFlight: 0, reasons: { 'lost-repeatedly': 1 } });
  await home.close(1_000);
});

it('refuses a Redis whose queues hold another database’s jobs, and takes it over when they are empty', async () => {
  const first = await openHome(settings, notice);
  await first.accept(records(1));
  const other = settingsIn(await temporaryFolder(), settings.redisPrefix);
  await expect(openHome(other, notice)).rejects.toThrow(
    /holds jobs of another database, .*\(3 in its queues\)/,
  );
  first.start(['fetch', 'clean', 'dedupe', 'store']);
  await until(() => first.balance().inFlight === 0);
  await first.close(5_000);
  const second = await openHome(other, notice);
  await second.close(1_000);
});

it('finds the pairs that met while the index was empty', async () => {
  const all = records(3);
  const home = await openHome(settings, notice);
  await ingest(home, each(all.slice(0, 5)), { signal: new AbortController().signal, graceMs: 5_000 });
  await home.close(5_000);
  await server.connect().flushall();
  const again = await openHome(settings, notice);
  const result = await ingest(again, each(all), { signal: new AbortController().signal, graceMs: 5_000 });
  await again.close(5_000);
  expect(notices.join()).toContain('5 articles were registered again');
  expect(result.known).toBe(5);
  const reader = openReader(settings.db);
  expect(reader.stories({ limit: 10, order: 'newest' }).map((story) => story.articleCount)).toEqual([
    3, 3, 3,
  ]);
  reader.close();
});

it('clears the index of an older program, whose sketches it cannot read, and builds its own', async () => {
  const home = await openHome(settings, notice);
  await ingest(home, each(records(2)), { signal: new AbortController().signal, graceMs: 5_000 });
  await home.close(5_000);
  const redis = server.connect();
  const of = `${settings.redisPrefix}:home`;
  await redis.hdel(of, 'index');
  await redis.hset(of, 'sketches', '2');
  const old = `${settings.redisPrefix}:sketch2:index:r:0`;
  await redis.hset(old, 'id', 'no sketch');
  const again = await openHome(settings, notice);
  expect(notices.join()).toContain('6 articles were registered again');
  expect(await redis.exists(old)).toBe(0);
  expect(await (await again.hands.yardstick()).index.size()).toBe(6);
  await again.close(1_000);
  notices.length = 0;
  await (await openHome(settings, notice)).close(1_000);
  expect(notices).toEqual([]);
});

it('stops when it is told to, leaves the rest in the queues, and a later run ends it', async () => {
  const stop = new AbortController();
  stop.abort();
  const home = await openHome(settings, notice);
  await home.accept(records(4));
  const result = await ingest(home, each(records(4)), { signal: stop.signal, graceMs: 5_000 });
  await home.close(5_000);
  expect(result.stopped).toBe(true);
  const later = await openHome(settings, notice);
  later.start(['fetch', 'clean', 'dedupe', 'store']);
  await until(() => later.balance().inFlight === 0);
  expect(later.balance().stored).toBe(12);
  await later.close(5_000);
});
