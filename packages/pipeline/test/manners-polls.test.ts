import type { IncomingMessage, ServerResponse } from 'node:http';
import { itemIdOf } from '@wirefold/contracts/ids';
import { type StoreJob, storeJobSchema } from '@wirefold/contracts/jobs';
import { describe, expect, it, vi } from 'vitest';
import { startFetching } from './fetching-workers.ts';
import { startHost } from './host-server.ts';

const FEED =
  '<rss version="2.0"><channel><title>The Ferry Post</title><ttl>30</ttl>' +
  '<item><title>Ferry sails</title><link>http://news.example/1</link></item></channel></rss>';
const DATE = 'Sun, 01 Feb 2026 10:00:00 GMT';

type Fetching = ReturnType<typeof startFetching>;

/** How a poll ended, as the store would be told. */
async function endOf(fetching: Fetching, url: string): Promise<StoreJob> {
  await vi.waitUntil(async () => (await fetching.endOf(url)) !== null, { timeout: 25_000, interval: 20 });
  return storeJobSchema.parse(await fetching.endOf(url));
}

/** A server of one feed: 304 to whoever has its tag or date. */
function answerFeed(headers: Record<string, string>) {
  return (response: ServerResponse, request: IncomingMessage) => {
    const { 'if-none-match': tag, 'if-modified-since': date } = request.headers;
    const same =
      tag === undefined ? date !== undefined && date === headers['last-modified'] : tag === headers.etag;
    response.writeHead(same ? 304 : 200, headers).end(same ? undefined : FEED);
  };
}

describe('a poll', () => {
  it.each<[string, Record<string, string>, { etag?: string; lastModified?: string }, boolean]>([
    ['with the same tag', { etag: '"a"' }, { etag: '"a"' }, true],
    ['with the same weak tag', { etag: 'W/"a"' }, { etag: 'W/"a"' }, true],
    ['with the same date', { 'last-modified': DATE }, { lastModified: DATE }, true],
    ['with both the same', { etag: '"a"', 'last-modified': DATE }, { etag: '"a"', lastModified: DATE }, true],
    ['with another tag', { etag: '"b"' }, { etag: '"a"' }, false],
    ['with another tag and the same date', { etag: '"b"' }, { etag: '"a"', lastModified: DATE }, false],
    ['with another date', { 'last-modified': DATE }, { lastModified: 'yesterday' }, false],
    ['with nothing', { etag: '"a"' }, {}, false],
  ])('%s goes to the store and nowhere else', async (_, headers, validators, same) => {
    const host = await startHost({ page: answerFeed(headers) });
    const fetching = startFetching();
    const url = `${host.url}/feed`;
    await fetching.poll(url, { url, ...validators });
    const answer = {
      ...(headers.etag === undefined ? {} : { etag: headers.etag }),
      ...(headers['last-modified'] === undefined ? {} : { lastModified: headers['last-modified'] }),
    };
    const said = { title: 'The Ferry Post', askedSeconds: 1_800, wireBytes: FEED.length };
    expect(await endOf(fetching, url)).toMatchObject(
      same
        ? { end: 'not-modified', poll: { ...answer, wireBytes: 0 } }
        : { end: 'expanded', kind: 'feed', poll: { ...answer, ...said } },
    );
    const bodies = await fetching.redis.keys(`${fetching.prefix}:*${itemIdOf(url)}*`);
    expect(bodies.some((key) => key.includes('bod'))).toBe(!same);
    expect(await fetching.fetched()).toBe(0);
  });
});

describe('a chain of redirects that waits in between', () => {
  const chainOf = async (first: number, second: number) => {
    const last = await startHost({ page: answerFeed({ etag: '"a"' }) });
    const middle = await startHost({
      page: (response) => response.writeHead(second, { location: `${last.url}/c` }).end(),
    });
    const host = await startHost({
      page: (response) => response.writeHead(first, { location: `${middle.url}/b` }).end(),
    });
    return { host, middle, last };
  };

  it.each([
    [301, 308, true],
    [301, 302, false],
    [307, 301, false],
  ])('still knows at its end that it was %i and %i', async (first, second, moved) => {
    const { host, middle, last } = await chainOf(first, second);
    const fetching = startFetching({ hostGapMs: 300 });
    const url = `${host.url}/a`;
    await fetching.poll(url, { url });
    const end = await endOf(fetching, url);
    expect(end).toMatchObject({ end: 'expanded', poll: { title: 'The Ferry Post' } });
    expect('poll' in end && end.poll?.movedTo).toBe(moved ? `${last.url}/c` : undefined);
    expect(fetching.counted('deferred')).toBeGreaterThan(0);
    expect([host, middle, last].map((each) => each.paths().filter((path) => path !== '/robots.txt'))).toEqual(
      [['/a'], ['/b'], ['/c']],
    );
  });

  it('asks with its validators at the end where it moved for a while only', async () => {
    const { host } = await chainOf(302, 307);
    const fetching = startFetching({ hostGapMs: 300 });
    const url = `${host.url}/a`;
    await fetching.poll(url, { url, etag: '"a"' });
    expect(await endOf(fetching, url)).toMatchObject({ end: 'not-modified', poll: { etag: '"a"' } });
  });

  it('begins anew where the feed is asked for elsewhere meanwhile', async () => {
    const { host, last } = await chainOf(301, 301);
    const fetching = startFetching({ hostGapMs: 50 });
    const url = `${host.url}/a`;
    const key = `${fetching.prefix}:hop:${itemIdOf(url)}`;
    const left = { url: `${host.url}/lost`, redirects: [{ url: `${host.url}/old`, permanent: true }] };
    await fetching.redis.set(key, JSON.stringify(left));
    await fetching.poll(url, { url: `${last.url}/now` });
    const end = await endOf(fetching, url);
    expect('poll' in end && end.poll?.movedTo).toBeUndefined();
    expect(last.paths()).toContain('/now');
    expect(host.paths()).toEqual([]);
  });

  it('begins anew where an earlier version left its bookmark', async () => {
    const { host, last } = await chainOf(301, 301);
    const fetching = startFetching({ hostGapMs: 50 });
    const url = `${host.url}/a`;
    const key = `${fetching.prefix}:hop:${itemIdOf(url)}`;
    await fetching.redis.set(key, JSON.stringify({ url: `${host.url}/lost`, redirects: [url] }));
    await fetching.poll(url, { url });
    expect(await endOf(fetching, url)).toMatchObject({ poll: { movedTo: `${last.url}/c` } });
  });
});
