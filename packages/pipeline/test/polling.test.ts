import { type OwnServer, startOwnServer } from '@wirefold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_STAGES, type Home, ingest, pollNow } from '../src/index.ts';
import { each, feedOf, homeBench, inputOf, movableClock, startWorkerScript, until } from './home-bench.ts';
import { startNewsSite } from './news-site.ts';

const HALF_A_DAY = 13 * 3_600_000;

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});

async function pollingHome(bench: Awaited<ReturnType<typeof homeBench>>): Promise<Home> {
  const home = await bench.open();
  home.start(ALL_STAGES);
  home.startPolling();
  return home;
}

const now = () => new Date().toISOString();
const isIdle = (home: Home) => () => home.balance().inFlight === 0;

describe('a worker with the database', () => {
  it('polls a feed within a tick, brings its entries through all stages, and asks for changes alone when its time has come', async () => {
    const clock = movableClock();
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const home = await pollingHome(bench);
    home.writer.addFeeds([feedOf(site.feed)], now());
    await until(() => home.balance().stored === 3);
    expect(site.answers).toEqual([200]);
    clock.move(HALF_A_DAY);
    await until(() => site.answers.length === 2);
    await until(isIdle(home));
    expect(bench.cell("SELECT state || reason FROM items WHERE kind = 'feed'")).toBe('unchangednot-modified');
    site.entries = 4;
    clock.move(HALF_A_DAY);
    await until(() => bench.cell('SELECT count(*) FROM articles') === 4);
    expect(site.answers).toEqual([200, 304, 200]);
    expect(site.pages.sort()).toEqual(['/report-0', '/report-1', '/report-2', '/report-3']);
    await home.close(5_000);
    expect(bench.cell('SELECT count(*) FROM stories')).toBe(4);
    expect(bench.faults()).toEqual([]);
    expect(bench.notices).toEqual([]);
  });

  it('stores nothing more for polls that bring nothing, with a server that knows no validators too', async () => {
    const clock = movableClock();
    const site = await startNewsSite();
    site.mode = 'no-validators';
    const bench = await homeBench(server);
    const home = await pollingHome(bench);
    home.writer.addFeeds([feedOf(site.feed)], now());
    await until(() => home.balance().stored === 3);
    const rows = () => bench.ask('SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM items)');
    const before = rows();
    for (let polls = 2; polls <= 6; polls++) {
      clock.move(HALF_A_DAY);
      await until(() => site.answers.length === polls);
      await until(isIdle(home));
    }
    await home.close(5_000);
    expect(rows()).toEqual(before);
    expect(await server.connect().keys(`${bench.settings.redisPrefix}:body:*`)).toEqual([]);
    expect(bench.faults()).toEqual([]);
  });

  it('asks once where two workers have the same database by mistake', async () => {
    const clock = movableClock();
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const homes = [await pollingHome(bench), await pollingHome(bench)];
    homes[0]?.writer.addFeeds([feedOf(site.feed)], now());
    for (let polls = 1; polls <= 4; polls++) {
      await until(() => site.answers.length === polls);
      await until(() => homes.every((home) => isIdle(home)()));
      clock.move(HALF_A_DAY);
    }
    await until(() => site.answers.length === 5);
    await Promise.all(homes.map((home) => home.close(5_000)));
    expect(site.answers).toEqual([200, 304, 304, 304, 304]);
    expect(bench.faults()).toEqual([]);
  });

  it.each([404, 410, 500, 'hangs'] as const)(
    'goes on with the other feeds where one answers %s',
    async (mode) => {
      const [ill, well] = [await startNewsSite(), await startNewsSite()];
      ill.mode = mode;
      const bench = await homeBench(server, { WIREFOLD_ATTEMPTS: '1' });
      const home = await pollingHome(bench);
      home.writer.addFeeds([feedOf(ill.feed)], now());
      await until(() => ill.answers.length === 1);
      home.writer.addFeeds([feedOf(well.feed)], now());
      await until(() => home.balance().stored === 3);
      if (mode !== 'hangs') await until(isIdle(home));
      await home.close(500);
      expect(ill.answers).toHaveLength(1);
      expect(bench.faults()).toEqual([]);
    },
  );
});

describe('the clock of the polls', () => {
  it('is set again where its key was deleted by hand, and that is said once', async () => {
    const clock = movableClock();
    const site = await startNewsSite();
    // Patience of three seconds: a busy machine is silent for less.
    const bench = await homeBench(server, { WIREFOLD_POLL_TICK_MS: '1000' });
    const home = await pollingHome(bench);
    home.writer.addFeeds([feedOf(site.feed)], now());
    await until(() => home.balance().stored === 3);
    const redis = server.connect();
    const keys = await redis.keys(`${bench.settings.redisPrefix}:ticks:*`);
    await redis.del(keys);
    clock.move(HALF_A_DAY);
    await until(() => site.answers.length === 2);
    await until(async () => (await redis.zcard(`${bench.settings.redisPrefix}:ticks:repeat`)) === 1);
    await until(isIdle(home));
    await home.close(5_000);
    expect(bench.notices).toHaveLength(1);
    expect(bench.notices[0]).toMatch(/^no tick for \d+ s: the clock of the polls is set again$/);
    expect(bench.faults()).toEqual([]);
  });

  it('goes on where Redis was emptied while a poll was under way, and the poll ends', async () => {
    const clock = movableClock();
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const home = await pollingHome(bench);
    home.writer.addFeeds([feedOf(site.feed)], now());
    await until(() => home.balance().stored === 3);
    site.mode = 'hangs';
    clock.move(HALF_A_DAY);
    await until(() => site.answers.length === 2);
    await server.connect().flushall();
    site.mode = 'well';
    site.entries = 3;
    await until(() => bench.cell('SELECT count(*) FROM articles') === 3);
    clock.move(HALF_A_DAY);
    await until(() => site.answers.at(-1) === 304);
    await until(isIdle(home));
    await home.close(500);
    expect(bench.faults()).toEqual([]);
  });

  it('goes on when Redis is back, and when the time of day was put back', async () => {
    const clock = movableClock();
    const [site, later, latest] = [await startNewsSite(), await startNewsSite(), await startNewsSite()];
    const own = await startOwnServer();
    const bench = await homeBench(own);
    const home = await pollingHome(bench);
    home.writer.addFeeds([feedOf(site.feed)], now());
    await until(() => home.balance().stored === 3);
    await own.kill();
    home.writer.addFeeds([feedOf(later.feed)], now());
    await until(() => bench.notices.length > 0);
    await own.restart();
    await until(() => home.balance().stored === 6);
    clock.move(-3 * 3_600_000);
    home.writer.addFeeds([feedOf(latest.feed)], now());
    await until(() => home.balance().stored === 9);
    await home.close(5_000);
    expect(bench.faults()).toEqual([]);
    await own.stop();
  });

  it('is taken away by a home that stops, and one tick at most waits where it was killed', async () => {
    const bench = await homeBench(server);
    const redis = server.connect();
    const held = async () =>
      (await redis.llen(`${bench.settings.redisPrefix}:ticks:wait`)) +
      (await redis.zcard(`${bench.settings.redisPrefix}:ticks:delayed`));
    const script = startWorkerScript(bench.env);
    await until(async () => (await held()) === 1);
    script.kill('SIGKILL');
    await script;
    expect(await held()).toBeLessThanOrEqual(1);
    const home = await pollingHome(bench);
    await until(async () => (await held()) === 1);
    await home.close(1_000);
    expect(await held()).toBe(0);
  });
});

describe('a worker that is killed', () => {
  it('in the middle of a poll loses nothing of it', async () => {
    const site = await startNewsSite();
    site.mode = 'hangs';
    const bench = await homeBench(server, { WIREFOLD_LOCK_MS: '5000' });
    const setUp = await bench.open();
    setUp.writer.addFeeds([feedOf(site.feed)], now());
    await setUp.close(100);
    const script = startWorkerScript(bench.env);
    await until(() => site.answers.length === 1);
    script.kill('SIGKILL');
    await script;
    site.mode = 'well';
    await bench.endTurns();
    const home = await pollingHome(bench);
    await until(() => home.balance().stored === 3);
    await until(isIdle(home));
    await home.close(5_000);
    expect(site.answers).toEqual([0, 200]);
    expect(bench.faults()).toEqual([]);
  });
});

describe('full queues', () => {
  it('get 20 polls beyond their mark and no more, and the rest when there is room', async () => {
    const site = await startNewsSite();
    const bench = await homeBench(server, { WIREFOLD_HIGH_WATER_ITEMS: '30' });
    const home = await bench.open();
    home.startPolling();
    const feeds = Array.from({ length: 60 }, (_, i) => feedOf(site.feed.replace('feed', `gone-${i}`)));
    home.writer.addFeeds(feeds, now());
    const waiting = async () => (await home.hands.transport.depths()).fetch.waiting;
    await until(async () => (await waiting()) === 50);
    for (let looks = 0; looks < 20; looks++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await waiting()).toBe(50);
    }
    home.start(ALL_STAGES);
    await until(() => home.balance().rejected === 60);
    await home.close(5_000);
    expect(bench.faults()).toEqual([]);
  });
});

describe('pollNow', () => {
  const options = () => ({ signal: new AbortController().signal, graceMs: 5_000 });

  it('polls by hand what is not due, and counts what came of it', async () => {
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const { id } = feedOf(site.feed);
    const polls = [
      { accepted: 3, ended: { stored: 3 }, reasons: { expanded: 1 } },
      { accepted: 1, ended: { unchanged: 1 }, reasons: { 'not-modified': 1 } },
      { accepted: 2, ended: { stored: 2 }, reasons: { expanded: 1 } },
    ];
    for (const [i, expected] of polls.entries()) {
      site.entries = i === 2 ? 3 : 2;
      const home = await bench.open();
      home.writer.addFeeds([feedOf(site.feed)], now());
      const result = await pollNow(home, [id, feedOf('http://127.0.0.1:1/none').id], options());
      await home.close(5_000);
      expect(result).toMatchObject({ ...expected, known: 0, inFlight: 0, stopped: false });
      expect(result.ended).toEqual(expected.ended);
    }
    expect(bench.faults()).toEqual([]);
  });

  it('waits for a poll that is under way already', async () => {
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const home = await bench.open();
    home.writer.addFeeds([feedOf(site.feed)], now());
    expect(await home.poll([feedOf(site.feed).id])).toEqual([feedOf(site.feed).id]);
    expect(await home.poll([feedOf(site.feed).id])).toEqual([]);
    const result = await pollNow(home, [feedOf(site.feed).id], options());
    await home.close(5_000);
    expect(result).toMatchObject({ accepted: 3, inFlight: 0, ended: { stored: 3 } });
    expect(site.answers).toEqual([200]);
  });

  it('stops when it is told to, and counts what is still under way', async () => {
    const site = await startNewsSite();
    site.mode = 'hangs';
    const bench = await homeBench(server);
    const home = await bench.open();
    home.writer.addFeeds([feedOf(site.feed)], now());
    const stop = new AbortController();
    const running = pollNow(home, [feedOf(site.feed).id], { signal: stop.signal, graceMs: 100 });
    await until(() => site.answers.length === 1);
    stop.abort();
    expect(await running).toMatchObject({ accepted: 1, inFlight: 1, ended: {}, stopped: true });
    await home.close(100);
    expect(bench.faults()).toEqual([]);
  });

  it('is what ingest of a polled address is too', async () => {
    const site = await startNewsSite();
    const bench = await homeBench(server);
    const home = await bench.open();
    home.writer.addFeeds([feedOf(site.feed)], now());
    await pollNow(home, [feedOf(site.feed).id], options());
    const result = await ingest(home, each([inputOf(site.feed)]), options());
    await home.close(5_000);
    expect(site.answers).toEqual([200, 304]);
    expect(result).toMatchObject({ accepted: 1, ended: { unchanged: 1 } });
    expect(bench.faults()).toEqual([]);
  });
});
