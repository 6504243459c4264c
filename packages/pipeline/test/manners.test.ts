import { setTimeout as sleep } from 'node:timers/promises';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { describe, expect, it, vi } from 'vitest';
import { createHostTurns } from '../src/manners/host-turns.ts';
import { startFetching } from './fetching-workers.ts';
import { PAGE, startHost } from './host-server.ts';

/** What Redis's clock and the servers' may differ in, in milliseconds: the script counts whole ones. */
const ROUNDING_MS = 2;

const pagesOf = (url: string, count: number) => Array.from({ length: count }, (_, i) => `${url}/page/${i}`);
const until = (done: () => Promise<boolean>) => vi.waitUntil(done, { timeout: 25_000, interval: 20 });

describe('turns at a host', () => {
  it.each([
    [2, 100],
    [4, 100],
    [4, 0],
  ])('%i workers never ask a host twice at once, and keep a gap of %i ms', async (workers, hostGapMs) => {
    const hosts = await Promise.all([0, 5, 20].map((tookMs) => startHost({ tookMs })));
    const fetching = startFetching({ workers, hostGapMs });
    await fetching.send(hosts.flatMap(({ url }) => pagesOf(url, 12)));
    await until(async () => (await fetching.fetched()) === 36);
    for (const host of hosts) {
      expect(host.arrivals.filter(({ path }) => path === '/robots.txt')).toHaveLength(1);
      expect(host.arrivals).toHaveLength(13);
      expect(host.mostAtOnce()).toBe(1);
      expect(host.smallestGap()).toBeGreaterThanOrEqual(hostGapMs - ROUNDING_MS);
    }
  });

  it('waits twice as long as a slow host took', async () => {
    const host = await startHost({ tookMs: 150 });
    const fetching = startFetching({ workers: 2, hostGapMs: 1 });
    await fetching.send(pagesOf(host.url, 3));
    await until(async () => (await fetching.fetched()) === 3);
    expect(host.smallestGap()).toBeGreaterThanOrEqual(300 - ROUNDING_MS);
  });

  it('keeps the crawl-delay of robots.txt where that is longer', async () => {
    const host = await startHost({ robots: 'User-agent: *\nCrawl-delay: 0.4\n' });
    const fetching = startFetching({ workers: 2 });
    await fetching.send(pagesOf(host.url, 4));
    await until(async () => (await fetching.fetched()) === 4);
    const pages = host.arrivals.filter(({ path }) => path !== '/robots.txt');
    const gaps = pages.slice(1).map(({ from }, i) => from - (pages[i]?.to ?? Number.NaN));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(400 - ROUNDING_MS);
  });

  it('waits as long as a 429 asks, with every page of the host, and tries again', async () => {
    let refused = 0;
    const host = await startHost({
      page: (response) => {
        if (refused++ === 0) response.writeHead(429, { 'retry-after': '1' }).end();
        else response.setHeader('content-type', 'text/html').end(PAGE);
      },
    });
    const fetching = startFetching({ workers: 2, attempts: 2 });
    await fetching.send(pagesOf(host.url, 3));
    await until(async () => (await fetching.fetched()) === 3);
    const [, first, second] = host.arrivals;
    expect(host.arrivals).toHaveLength(5);
    expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThanOrEqual(1_000 - ROUNDING_MS);
  });

  it('stays with a worker whose request takes longer than a lease', async () => {
    const host = await startHost({ tookMs: 900 });
    const fetching = startFetching({ workers: 2, leaseMs: 300 });
    await fetching.send(pagesOf(host.url, 2));
    await until(async () => (await fetching.fetched()) === 2);
    expect(host.arrivals).toHaveLength(3);
    expect([host.mostAtOnce(), host.smallestGap() >= -ROUNDING_MS]).toEqual([1, true]);
  });

  it('passes to others when the lease of a dead worker has run out, and not before', async () => {
    const host = await startHost();
    const fetching = startFetching();
    const { host: name } = new URL(host.url);
    const dead = createHostTurns({
      ...{
        connection: () => fetching.redis,
        prefix: fetching.prefix,
        leaseMs: 700,
        deadMs: 1,
        maxAdaptedMs: 0,
      },
      now: () => new Date().toISOString(),
    });
    expect((await dead.take(name, 'it_dead', 0)).kind).toBe('turn');
    const taken = performance.now();
    await fetching.send(pagesOf(host.url, 1));
    await until(async () => (await fetching.fetched()) === 1);
    expect((host.arrivals[0]?.from ?? 0) - taken).toBeGreaterThanOrEqual(700 - 50);
  });

  it('tells those who wait to come back in the order in which they came', async () => {
    const redis = testRedis();
    const turns = createHostTurns({
      ...{ connection: () => redis, prefix: randomPrefix(), leaseMs: 60_000, deadMs: 1, maxAdaptedMs: 0 },
      now: () => new Date().toISOString(),
    });
    await turns.take('news.example', 'it_0', 1_000);
    const waits = [];
    for (const item of ['it_1', 'it_2', 'it_3', 'it_1'])
      waits.push(await turns.take('news.example', item, 1_000));
    const [a = 0, b = 0, c = 0, again = 0] = waits.map((turn) => (turn.kind === 'wait' ? turn.afterMs : 0));
    expect([b - a > 500, c - b > 500, again < b]).toEqual([true, true, true]);
  });

  it('tells them to come back by the pace that the host is really asked at', async () => {
    const redis = testRedis();
    const turns = createHostTurns({
      ...{
        connection: () => redis,
        prefix: randomPrefix(),
        leaseMs: 60_000,
        deadMs: 1,
        maxAdaptedMs: 10_000,
      },
      now: () => new Date().toISOString(),
    });
    const first = await turns.take('news.example', 'it_0', 1);
    await sleep(60);
    if (first.kind === 'turn') await first.leave({ kind: 'answered', status: 200, headers: {} });
    const waits = [];
    for (const item of ['it_1', 'it_2', 'it_3']) waits.push(await turns.take('news.example', item, 1));
    const [a = 0, b = 0, c = 0] = waits.map((turn) => (turn.kind === 'wait' ? turn.afterMs : 0));
    // 60 ms for the answer, and twice as long until the next.
    for (const step of [b - a, c - b]) expect(step).toBeGreaterThanOrEqual(150);
  });

  it('remembers a host without a connection: the others wait, who found it tries on', async () => {
    const host = await startHost();
    await host.close();
    const fetching = startFetching({ attempts: 3 });
    const [first = '', ...others] = pagesOf(host.url, 4);
    await fetching.send([first]);
    await until(async () => (await fetching.endOf(first)) !== null);
    expect(await fetching.endOf(first)).toMatchObject({ reason: 'host-unreachable', attempts: 3 });
    await fetching.send(others);
    await until(async () => fetching.counted('deferred') === 3);
    expect(await fetching.waiting()).toBe(3);
  });

  it('gives up on a host that has been dead for over an hour', async () => {
    const fetching = startFetching({ attempts: 2 });
    const url = 'http://127.0.0.1:9999/page';
    const now = Date.now();
    await fetching.redis.hset(`${fetching.prefix}:host:127.0.0.1:9999`, {
      ...{ dead: now + 60_000, since: now - 3_700_000, by: 'it_other' },
    });
    await fetching.send([url]);
    await until(async () => (await fetching.endOf(url)) !== null);
    expect(await fetching.endOf(url)).toMatchObject({
      ...{ end: 'quarantined', reason: 'host-unreachable', attempts: 1 },
      detail: 'no connection to 127.0.0.1:9999 for 62 minutes',
    });
  });
});

describe('robots.txt in the fetch stage', () => {
  it('rejects what is disallowed, naming the rule, and asks for nothing but robots.txt', async () => {
    const host = await startHost({ robots: 'User-agent: wirefold\nDisallow: /page/\n' });
    const fetching = startFetching();
    const [url = ''] = pagesOf(host.url, 1);
    await fetching.send([url]);
    await until(async () => (await fetching.endOf(url)) !== null);
    const { host: name } = new URL(url);
    expect(await fetching.endOf(url)).toMatchObject({
      ...{ end: 'rejected', stage: 'fetch', reason: 'robots' },
      detail: expect.stringContaining(`robots.txt of ${name} disallows /page/0: Disallow: /page/ (line 2)`),
    });
    expect(host.paths()).toEqual(['/robots.txt']);
  });

  it('asks for no robots.txt of a host that the settings name', async () => {
    const host = await startHost({ robots: 'User-agent: *\nDisallow: /\n' });
    const fetching = startFetching({ ignoreRobots: [new URL(host.url).host] });
    await fetching.send(pagesOf(host.url, 1));
    await until(async () => (await fetching.fetched()) === 1);
    expect(host.paths()).toEqual(['/page/0']);
  });

  it('waits while it answers 503, at no attempt, and goes on when it is back', async () => {
    let asked = 0;
    const host = await startHost({
      robots: (response) => {
        if (asked++ < 2) response.writeHead(503, { 'retry-after': '1' }).end();
        else response.end('User-agent: *\nAllow: /\n');
      },
    });
    const fetching = startFetching({ attempts: 1, workers: 2 });
    await fetching.send(pagesOf(host.url, 2));
    await until(async () => (await fetching.fetched()) === 2);
    expect(host.paths().filter((path) => path === '/robots.txt')).toHaveLength(3);
    expect(fetching.notices[0]).toMatch(/its pages wait until its robots\.txt can be read: .* answered 503/);
  });

  it('gives up where it has been unavailable for over a day', async () => {
    const host = await startHost({ robots: (response) => void response.writeHead(500).end() });
    const fetching = startFetching();
    const [url = ''] = pagesOf(host.url, 1);
    const since = new Date(Date.now() - 90_000_000).toISOString();
    await fetching.redis.set(`${fetching.prefix}:robots:wirefold:${host.url}:since`, since);
    await fetching.send([url]);
    await until(async () => (await fetching.endOf(url)) !== null);
    expect(await fetching.endOf(url)).toMatchObject({ end: 'quarantined', reason: 'robots-unavailable' });
    expect(host.paths()).toEqual(['/robots.txt']);
  });

  it('is read once, and for a day, by processes that come later', async () => {
    const host = await startHost();
    const first = startFetching();
    await first.send(pagesOf(host.url, 1));
    await until(async () => (await first.fetched()) === 1);
    const later = startFetching({ prefix: first.prefix });
    await later.send(pagesOf(host.url, 3));
    await until(async () => (await first.fetched()) === 3);
    expect(host.paths().filter((path) => path === '/robots.txt')).toHaveLength(1);
    const key = `${first.prefix}:robots:wirefold:${host.url}`;
    expect(await first.redis.pttl(key)).toBeLessThanOrEqual(3_600_000);
  });
});

describe('redirects', () => {
  it('go on where they were left when the other host is busy, and keep its gap', async () => {
    const target = await startHost();
    const host = await startHost({
      page: (response, request) => response.writeHead(301, { location: `${target.url}${request.url}` }).end(),
    });
    const fetching = startFetching({ workers: 2, hostGapMs: 200 });
    await fetching.send(pagesOf(host.url, 4));
    await until(async () => (await fetching.fetched()) === 4);
    expect(host.paths().toSorted()).toEqual([...pagesOf('', 4), '/robots.txt'].toSorted());
    expect(target.paths().toSorted()).toEqual([...pagesOf('', 4), '/robots.txt'].toSorted());
    for (const each of [host, target]) expect(each.smallestGap()).toBeGreaterThanOrEqual(200 - ROUNDING_MS);
  });

  it('lead to no page that the robots.txt of the other host disallows', async () => {
    const target = await startHost({ robots: 'User-agent: *\nDisallow: /\n' });
    const host = await startHost({
      page: (response) => response.writeHead(302, { location: `${target.url}/x` }).end(),
    });
    const fetching = startFetching({ hostGapMs: 50 });
    const [url = ''] = pagesOf(host.url, 1);
    await fetching.send([url]);
    await until(async () => (await fetching.endOf(url)) !== null);
    expect(await fetching.endOf(url)).toMatchObject({ reason: 'robots' });
    expect(target.paths()).toEqual(['/robots.txt']);
  });
});
