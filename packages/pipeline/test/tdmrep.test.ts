import type { IncomingMessage, ServerResponse } from 'node:http';
import { itemIdOf } from '@wirefold/contracts/ids';
import { cleanJobSchema } from '@wirefold/contracts/jobs';
import { describe, expect, it, vi } from 'vitest';
import { startFetching } from './fetching-workers.ts';
import { PAGE, startHost } from './host-server.ts';

const FILE = '/.well-known/tdmrep.json';
const RESERVED = JSON.stringify([
  { location: '/free/', 'tdm-reservation': 0 },
  { location: '/', 'tdm-reservation': 1, 'tdm-policy': 'https://a.example/terms' },
]);

/** A host whose tdmrep.json is answered by `file`. */
function hostWith(file: (response: ServerResponse) => void, robots: string | null = null) {
  const page = (response: ServerResponse, request: IncomingMessage) => {
    if (request.url === FILE) file(response);
    else if (request.url === '/moved') response.writeHead(302, { location: '/free/1' }).end();
    else response.setHeader('content-type', 'text/html').end(PAGE);
  };
  return startHost({ page, robots });
}

const until = (check: () => Promise<boolean>) => vi.waitUntil(check, { timeout: 20_000, interval: 10 });

describe('tdmrep.json', () => {
  it('is read once by all workers, before the pages, and its word goes with each page', async () => {
    const host = await hostWith((response) => response.end(RESERVED));
    const fetching = startFetching({ workers: 3, heedTdmrep: true });
    const urls = [...Array.from({ length: 6 }, (_, n) => `${host.url}/p/${n}`), `${host.url}/moved`];
    await fetching.send(urls);
    await until(async () => (await fetching.fetched()) === urls.length);
    expect(host.paths().filter((path) => path === FILE)).toHaveLength(1);
    expect(host.paths().slice(0, 2)).toEqual(['/robots.txt', FILE]);
    expect(await reservedIn(fetching, `${host.url}/p/3`)).toEqual([
      { place: 'tdmrep-json', says: '1', policy: 'https://a.example/terms' },
    ]);
    expect(await reservedIn(fetching, `${host.url}/moved`)).toBeUndefined();
  });

  it.each<[what: string, file: (response: ServerResponse) => void]>([
    ['is not there', (response) => response.writeHead(404).end()],
    ['is refused', (response) => response.writeHead(403).end()],
    ['is broken', (response) => response.writeHead(500).end()],
    ['is no JSON', (response) => response.end('<html>not found</html>')],
    [
      'breaks off',
      (response) => response.writeHead(200, { 'content-length': '99' }).write('[', () => response.destroy()),
    ],
    [
      'leads where nothing may be fetched',
      (response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    ],
    ['leads in a circle', (response) => response.writeHead(302, { location: FILE }).end()],
  ])('that %s reserves nothing and holds no page up', async (_, file) => {
    const host = await hostWith(file);
    const fetching = startFetching({ heedTdmrep: true });
    await fetching.send([`${host.url}/p/1`, `${host.url}/p/2`]);
    await until(async () => (await fetching.fetched()) === 2);
    expect(host.paths().filter((path) => path === FILE)).toHaveLength(1);
    expect(await reservedIn(fetching, `${host.url}/p/1`)).toBeUndefined();
  });

  it('is not asked for where robots.txt disallows it, or the settings say so', async () => {
    const closed = await hostWith(
      (response) => response.end(RESERVED),
      'User-agent: *\nDisallow: /.well-known/\n',
    );
    const open = await hostWith((response) => response.end(RESERVED));
    const heeding = startFetching({ heedTdmrep: true });
    const heedless = startFetching({ heedTdmrep: false });
    await heeding.send([`${closed.url}/p/1`]);
    await heedless.send([`${open.url}/p/1`]);
    await until(async () => (await heeding.fetched()) === 1 && (await heedless.fetched()) === 1);
    expect([...closed.paths(), ...open.paths()]).not.toContain(FILE);
  });

  it('keeps the gap, and rejects the pages where the settings leave reserved ones out', async () => {
    const host = await hostWith((response) => response.end(RESERVED));
    const fetching = startFetching({ heedTdmrep: true, excludeReserved: true, hostGapMs: 60 });
    await fetching.send([`${host.url}/p/1`, `${host.url}/free/1`]);
    await until(
      async () => (await fetching.fetched()) === 1 && (await fetching.endOf(`${host.url}/p/1`)) !== null,
    );
    expect(await fetching.endOf(`${host.url}/p/1`)).toMatchObject({
      end: 'rejected',
      reason: 'reserved',
      detail: '/.well-known/tdmrep.json says 1; terms: https://a.example/terms',
    });
    expect(host.smallestGap()).toBeGreaterThanOrEqual(58);
  });
});

/** What is noted with a page on its way to the clean stage. */
async function reservedIn({ redis, prefix }: ReturnType<typeof startFetching>, url: string) {
  const data = await redis.hget(`${prefix}:clean:${itemIdOf(url)}`, 'data');
  return cleanJobSchema.parse(JSON.parse(data ?? '{}')).document.reservations;
}
