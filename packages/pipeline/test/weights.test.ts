import { join } from 'node:path';
import { shippedWeights } from '@wirefold/dedupe/weights';
import { resolveSettings, type Settings } from '@wirefold/settings';
import { openWriter } from '@wirefold/store';
import { randomPrefix, startOwnServer, temporaryFolder } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { recordItem } from '../src/accept/record-item.ts';
import { openHome } from '../src/home.ts';
import { previewReindex, reindexDatabase } from '../src/reindex-database.ts';
import { wantedWeights, weightsIn } from '../src/snapshots.ts';
import { runWorker } from '../src/worker.ts';
import { articleIdOfName, ask, claimed, faultsIn, stock, stored } from './stocked-home.ts';

let server: Awaited<ReturnType<typeof startOwnServer>>;
let settings: Settings;
const notices: string[] = [];
const notice = (text: string) => void notices.push(text);

const settingsWith = (folder: string, prefix: string, more: Record<string, string> = {}): Settings =>
  resolveSettings({
    env: {
      WIREFOLD_DB: join(folder, 'wirefold.db'),
      REDIS_URL: join(server.folder, 'redis.sock'),
      WIREFOLD_REDIS_PREFIX: prefix,
      ...more,
    },
  }).values;

beforeAll(async () => {
  server = await startOwnServer({ appendOnly: false });
});
beforeEach(async () => {
  notices.length = 0;
  settings = settingsWith(await temporaryFolder(), randomPrefix());
});

const until = async (done: () => boolean) => {
  for (let i = 0; i < 400 && !done(); i++) await new Promise((wait) => setTimeout(wait, 50));
  expect(done()).toBe(true);
};
const VERSIONS = 'SELECT DISTINCT weights_version FROM evidence ORDER BY 1';
const EVIDENCE = 'SELECT article_id, other_article_id, kind, score FROM evidence ORDER BY 1, 2, 3';
const STORIES = 'SELECT id, article_count FROM stories ORDER BY id';
const versionsIn = (db: string) => ask(db, VERSIONS).map(([version]) => String(version));

/** 340 events of three articles each: enough to count weights over. */
const NEWS = inventNews(340, 3, 5);
const MANY = () => NEWS.map((article) => stored(article.id, article));

it('keeps only what today’s rules state of the articles in the window, and leaves older ones alone', async () => {
  const [first] = NEWS;
  if (first === undefined) throw new Error('no news');
  stock(settings.db, [stored('ancient', first)], 40 * 24);
  stock(settings.db, [
    ...MANY().slice(0, 30),
    stored('liar', { ...first, title: 'Elsewhere', text: 'Nothing is said here.' }, [
      claimed('liar', 's4c0', 'w999999-others'),
      claimed('liar', 's5c0', 'w000001-others'),
      claimed('liar', 'ancient', 'w000001-others'),
    ]),
  ]);
  await reindexDatabase(settings, notice);
  const { version } = shippedWeights();
  expect(ask(settings.db, 'SELECT weights_version, count(*) FROM evidence GROUP BY 1')).toEqual([
    ['w000001-others', 1],
    [version, 30],
  ]);
  const about = (name: string) =>
    `SELECT count(*) FROM evidence WHERE '${articleIdOfName(name)}' IN (article_id, other_article_id)`;
  expect(ask(settings.db, about('liar'))).toEqual([[1]]);
  expect(ask(settings.db, 'SELECT article_count, count(*) FROM stories GROUP BY 1 ORDER BY 1')).toEqual([
    [2, 1],
    [3, 10],
  ]);
  expect(faultsIn(settings.db)).toEqual([]);
});

it('renews the weights from the articles; they outlive a restart, a decision outlives them', {
  timeout: 120_000,
}, async () => {
  stock(settings.db, MANY());
  const before = await reindexDatabase(settings, notice);
  expect(before).toMatchObject({ articles: 1_020, weightsBefore: null, weights: shippedWeights().version });
  const writer = openWriter(settings.db);
  const [[story], [other]] = ask(settings.db, STORIES) as [[string], [string]];
  writer.merge(story, other, null, new Date().toISOString());
  writer.close();
  const preview = await previewReindex(settings, { renewWeights: true });
  const seen: string[] = [];
  const after = await reindexDatabase(settings, notice, {
    renewWeights: true,
    onCount: ({ counted, total }) => void seen.push(`${counted}/${total}`),
  });
  expect(after).toMatchObject({ articles: 1_020, weights: preview?.after.version, stopped: false });
  expect(preview).toMatchObject({ before: { countedOver: null }, after: { countedOver: 1_020 } });
  expect(Number(after?.weights.slice(1, 7))).toBe(shippedWeights().number + 1);
  expect(seen.at(-1)).toBe('1000/1020');
  expect(versionsIn(settings.db)).toEqual([after?.weights]);
  const sizes = 'SELECT article_count, count(*) FROM stories GROUP BY 1 ORDER BY 1';
  expect(ask(settings.db, sizes)).toEqual([
    [3, 338],
    [6, 1],
  ]);
  expect(faultsIn(settings.db)).toEqual([]);

  const home = await openHome(settings, notice);
  const { weights, index } = await home.hands.yardstick();
  expect([weights.version, weights.documents, await index.size()]).toEqual([after?.weights, 1_020, 1_020]);
  await home.close(1_000);
  expect(notices).toEqual([]);
  const keys = await server.connect().keys(`${settings.redisPrefix}:${before?.weights}:*`);
  expect(keys).toEqual([]);
});

it('refuses to count weights over fewer than 1,000 articles, and says what serves until then', async () => {
  stock(settings.db, MANY().slice(0, 999));
  await expect(reindexDatabase(settings, notice, { renewWeights: true })).rejects.toThrow(
    /has 999 articles, .* 1,000 at least\. Leave out --renew-weights/,
  );
});

it('can be stopped in the middle and run again, to the same end as without', {
  timeout: 120_000,
}, async () => {
  const other = settingsWith(await temporaryFolder(), randomPrefix());
  for (const { db } of [settings, other]) stock(db, MANY());
  for (const each of [settings, other]) await reindexDatabase(each, notice);
  const stop = new AbortController();
  const options = { renewWeights: true, signal: stop.signal };
  const cut = await reindexDatabase(settings, notice, { ...options, onProgress: () => stop.abort() });
  expect(cut).toMatchObject({ articles: 256, stopped: true });
  expect(versionsIn(settings.db)).toEqual([shippedWeights().version, cut?.weights]);
  expect(faultsIn(settings.db)).toEqual([]);
  const home = await openHome(settings, notice);
  expect((await home.hands.yardstick()).weights.version).toBe(shippedWeights().version);
  await home.close(1_000);
  expect(notices.join()).toContain(`a change to the weights ${cut?.weights} was begun and not finished`);
  expect(await reindexDatabase(settings, notice)).toMatchObject({ weights: cut?.weights, stopped: false });
  await reindexDatabase(other, notice, { renewWeights: true });
  for (const query of [EVIDENCE, STORIES, VERSIONS])
    expect(ask(settings.db, query)).toEqual(ask(other.db, query));
  expect(faultsIn(settings.db)).toEqual([]);
});

it('has running workers go by new weights without a restart, and loses no pair in between', {
  timeout: 120_000,
}, async () => {
  stock(settings.db, MANY());
  const home = await openHome(settings, notice);
  expect(notices.join()).toContain('1020 articles were signed again');
  home.start(['store']);
  const worker = await runWorker(settings, ['fetch', 'clean', 'dedupe'], notice);
  const copies = inventNews(340, 4, 5).filter(({ id }) => id.endsWith('c3'));
  const items = copies.map((article, n) => ({
    item: recordItem(Buffer.from(JSON.stringify(article)), n + 1, 'file:///more.jsonl', 'more'),
  }));
  await home.accept(items.slice(0, 200));
  const changed = await reindexDatabase(settings, notice, { renewWeights: true });
  await home.accept(items.slice(200));
  await until(() => home.balance().inFlight === 0);
  expect(home.balance().stored).toBe(1_020 + 340);
  await worker.stop(5_000);
  await home.close(5_000);
  expect(versionsIn(settings.db)).toEqual([changed?.weights]);
  expect(ask(settings.db, 'SELECT article_count, count(*) FROM stories GROUP BY 1')).toEqual([[4, 340]]);
  expect(faultsIn(settings.db)).toEqual([]);
});

it('compares an article once more that was judged by weights no longer in force', async () => {
  stock(settings.db, MANY().slice(0, 30));
  const home = await openHome(settings, notice);
  const board = home.hands.board;
  const late = await board.current();
  await home.close(1_000);
  const changed = await reindexDatabase({ ...settings, dayPenalty: 2.5 }, notice);
  const again = await openHome(settings, notice);
  again.start(['fetch', 'clean', 'store']);
  const [copy] = inventNews(1, 4, 5).filter(({ id }) => id.endsWith('c3'));
  await again.accept([
    { item: recordItem(Buffer.from(JSON.stringify(copy)), 1, 'file:///late.jsonl', 'late') },
  ]);
  const stale = { weights: late, index: again.hands.indexOf(late.version) };
  const { dedupeStage } = await import('../src/stages/dedupe-stage.ts');
  const { runDelivery } = await import('../src/stage-shell.ts');
  const stage = dedupeStage({ bodies: again.hands.bodies, yardstick: async () => stale });
  const consumer = again.hands.consume('dedupe', 1, (it) => runDelivery(stage, again.hands, it));
  await until(() => again.balance().inFlight === 0);
  await consumer.close(1_000);
  await again.close(1_000);
  expect(versionsIn(settings.db)).toEqual([changed?.weights]);
  expect(ask(settings.db, 'SELECT max(article_count) FROM stories')).toEqual([[4]]);
  expect(notices.join()).toContain('dayPenalty');
});

const BRIDGE = {
  title: 'Cracked pier closes Larkholm bridge to lorries',
  text: 'Engineers closed the Larkholm bridge to lorries after divers found a crack of two metres in its second pier. Mayor Edda Tolling said the repair would take until autumn and cost four million crowns. Buses go by way of Stanmoor.',
  date: '2026-05-04T08:00:00.000Z',
};
const AGAIN = {
  title: 'Province pays half of Larkholm bridge repair',
  text: 'The province takes over half of what the repair of the Larkholm bridge costs, minister Tove Ask said. Divers had found a crack in a pier. The town must pay two million crowns itself, and lorries have to wait until autumn.',
  date: '2026-05-07T08:00:00.000Z',
};

it('joins or parts articles days apart by the setting, from the next reindexing on', async () => {
  stock(settings.db, [stored('bridge', BRIDGE), stored('again', AGAIN)]);
  const sizes = () => ask(settings.db, 'SELECT article_count FROM stories').map(([count]) => count);
  const outcomes: [number, unknown, string | undefined][] = [];
  for (const dayPenalty of [1, 10, 0, 1]) {
    const before = sizes();
    const home = await openHome({ ...settings, dayPenalty }, notice);
    await home.close(1_000);
    if (outcomes.length > 0) expect(sizes()).toEqual(before);
    const result = await reindexDatabase({ ...settings, dayPenalty }, notice);
    outcomes.push([dayPenalty, sizes(), result?.weights.slice(0, 7)]);
  }
  const first = shippedWeights().number;
  const name = (more: number) => `w${String(first + more).padStart(6, '0')}`;
  expect(outcomes).toEqual([
    [1, [2], name(0)],
    [10, [1, 1], name(1)],
    [0, [2], name(2)],
    [1, [2], name(3)],
  ]);
  expect(notices.filter((text) => text.includes('dayPenalty'))).toHaveLength(3);
});

it('lets no other weights in while articles are signed by some, and the same ones beside', {
  timeout: 120_000,
}, async () => {
  stock(settings.db, MANY());
  await reindexDatabase(settings, notice);
  let beside: Promise<unknown> | null = null;
  let other: Promise<unknown> | null = null;
  await reindexDatabase({ ...settings, dayPenalty: 1 }, notice, {
    onProgress: () => {
      beside ??= reindexDatabase({ ...settings, dayPenalty: 1 }, notice);
      other ??= reindexDatabase({ ...settings, dayPenalty: 2.5 }, notice).catch((error: Error) => error.name);
    },
  });
  expect(await other).toBe('ReindexUnderwayError');
  expect(await beside).toMatchObject({ articles: 1_020, stopped: false });
  expect(faultsIn(settings.db)).toEqual([]);
});

it('says what would change and changes nothing', async () => {
  stock(settings.db, MANY().slice(0, 30));
  await reindexDatabase(settings, notice);
  const before = [EVIDENCE, STORIES, 'SELECT version FROM term_weights'].map((query) =>
    ask(settings.db, query),
  );
  const preview = await previewReindex({ ...settings, dayPenalty: 2.5 });
  expect(preview).toMatchObject({
    before: { days: shippedWeights().days },
    after: { days: { sameDay: shippedWeights().days.sameDay, furtherDay: -2.5 } },
    articles: 30,
    pairsByOthers: 30,
  });
  const after = [EVIDENCE, STORIES, 'SELECT version FROM term_weights'].map((query) =>
    ask(settings.db, query),
  );
  expect(after).toEqual(before);
});

it('signs the articles again where the program brings other weights, and not where only their name is another', async () => {
  stock(settings.db, MANY().slice(0, 30));
  await reindexDatabase(settings, notice);
  const writer = openWriter(settings.db);
  const { inForce } = writer.weights();
  if (inForce === null) throw new Error('nothing in force');
  writer.keepWeights({ ...inForce, basis: 'w000001-former' }, new Date().toISOString());
  await (await openHome(settings, notice)).close(1_000);
  expect(notices).toEqual([]);
  expect(writer.weights().inForce).toEqual(inForce);
  const former = wantedWeights(writer.weights(), 2.5).snapshot;
  writer.keepWeights({ ...former, basis: 'w000001-former' }, new Date().toISOString());
  writer.enforceWeights(former.version, new Date().toISOString());
  await (await openHome(settings, notice)).close(1_000);
  expect(notices.join()).toContain('this program brings other weights: 30 articles were signed again');
  expect(versionsIn(settings.db)).toEqual([writer.weightsInForce()]);
  expect(writer.weights().inForce).toMatchObject({ number: inForce.number + 2, basis: inForce.basis });
  writer.close();
});

it('gives what workers read the very weights that the home keeps', async () => {
  stock(settings.db, []);
  await (await openHome({ ...settings, dayPenalty: 2 }, notice)).close(1_000);
  const writer = openWriter(settings.db);
  const { inForce } = writer.weights();
  writer.close();
  if (inForce === null) throw new Error('nothing in force');
  expect(weightsIn(inForce)).toMatchObject({ version: inForce.version, days: { furtherDay: -2 } });
});
