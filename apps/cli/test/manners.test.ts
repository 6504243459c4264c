import { startLoopbackServer } from '@wirefold/testing';
import { describe, expect, it, vi } from 'vitest';
import { startWirefold, wirefold } from './wirefold.ts';
import { createWorkshop, NEWS, pageOf } from './workshop.ts';

/** A host that keeps its own log: when each request came, and when its answer was sent. */
async function startHost(robots: string) {
  const log: { path: string; from: number; to: number }[] = [];
  const server = await startLoopbackServer((request, response) => {
    const path = request.url ?? '';
    const entry = { path, from: performance.now(), to: Number.POSITIVE_INFINITY };
    log.push(entry);
    response.on('close', () => {
      entry.to = performance.now();
    });
    if (path === '/robots.txt') response.end(robots);
    else response.setHeader('content-type', 'text/html').end(pageOf(Number(path.split('/').at(-1))));
  });
  return { url: server.url, log };
}

const LOOPBACK = { WIREFOLD_ALLOW_PRIVATE: '127.0.0.0/8' };

describe('robots.txt', () => {
  it('keeps out pages that a person has named, says so, and lets in by the setting ignoreRobots', async () => {
    const host = await startHost('User-agent: *\nDisallow: /closed/\n');
    const shop = await createWorkshop();
    const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK } };
    const named = [`${host.url}/closed/1`, `${host.url}/open/2`];
    const first = await wirefold(['ingest', ...named], around);
    expect(first.status).toBe(0);
    expect(first.out).toContain('1 rejected, 1 stored\n  robots: 1\n');
    expect(first.err).toContain('robots.txt of their hosts disallows them');
    const [[detail = ''] = []] = shop.rows("SELECT detail FROM items WHERE reason = 'robots'") as string[][];
    expect(detail).toContain('disallows /closed/1: Disallow: /closed/ (line 2)');
    expect(detail).toContain(`WIREFOLD_IGNORE_ROBOTS=${new URL(host.url).host}`);
    expect(host.log.map(({ path }) => path).toSorted()).toEqual(['/open/2', '/robots.txt']);

    const leave = { ...around.env, WIREFOLD_IGNORE_ROBOTS: new URL(host.url).host };
    const second = await wirefold(['ingest', `${host.url}/closed/3`], { ...around, env: leave });
    expect(second.out).toContain('1 stored');
  });
});

describe('four worker processes', () => {
  it('ask a host one at a time and keep the gap, by the log of the host', async () => {
    const gapMs = 60;
    const hosts = await Promise.all([startHost(''), startHost('')]);
    const shop = await createWorkshop();
    const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK, WIREFOLD_HOST_GAP_MS: String(gapMs) } };
    const hands = [1, 2, 3].map(() => startWirefold(['worker', '--stages', 'fetch'], around));
    await Promise.all(hands.map((hand) => hand.told('worker started')));
    const pages = hosts.flatMap(({ url }) => NEWS.map((_, n) => `${url}/page/${n}`));
    const { status, out } = await wirefold(['ingest', ...pages], around);
    expect({ status, out: out.split('\n')[0] }).toMatchObject({ status: 0 });
    expect(shop.rows('SELECT state, count(*) FROM items GROUP BY state')).toEqual([['stored', pages.length]]);
    for (const hand of hands) hand.kill('SIGTERM');
    await Promise.all(hands.map((hand) => hand.ended()));
    for (const { log } of hosts) {
      expect(log).toHaveLength(NEWS.length + 1);
      const gaps = log.slice(1).map(({ from }, i) => from - (log[i]?.to ?? Number.NaN));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(gapMs - 2);
    }
  }, 120_000);
});

describe('Ctrl-C', () => {
  it('gives back the turn at a host that was being asked: the next run need not wait for it', async () => {
    let silent = true;
    const asked: string[] = [];
    const { url } = await startLoopbackServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else if (!silent) response.setHeader('content-type', 'text/html').end(pageOf(1));
    });
    const shop = await createWorkshop();
    const around = {
      cwd: shop.cwd,
      env: { ...shop.env, ...LOOPBACK, WIREFOLD_GRACE_MS: '100', WIREFOLD_LOCK_MS: '2000' },
    };
    const running = startWirefold(['ingest', `${url}/page`], around);
    await vi.waitUntil(() => asked.includes('/page'), { timeout: 20_000 });
    running.kill('SIGINT');
    expect((await running.ended()).status).toBe(1);
    silent = false;
    const again = await wirefold(['ingest', `${url}/page`], around);
    expect(again.out).toContain('1 stored');
  }, 60_000);
});
