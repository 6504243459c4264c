import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { FetchJob, PollRequest } from '@wirefold/contracts/jobs';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { fetchDocument } from '../src/fetch-document.ts';
import { createHttpClient } from '../src/http-client.ts';
import { validatorsOf } from '../src/validators.ts';
import { serve, serveRaw } from './loopback-server.ts';

const NOW = '2026-02-01T12:00:00.000Z';
const DATE = 'Sun, 01 Feb 2026 10:00:00 GMT';
const RSS =
  '<rss version="2.0"><channel><title>The Ferry Post</title><ttl>30</ttl>' +
  '<item><title>Ferry sails</title><link>/1</link></item></channel></rss>';
const PACE = { everySeconds: 1_800 };
const URLSET = '<urlset><url><loc>http://127.0.0.1/1</loc></url></urlset>';

const client = createHttpClient({ userAgent: 'wirefold-test/1', allowPrivate: ['127.0.0.0/8'] });
afterAll(() => client.close());

function jobOf(url: string, poll: Partial<PollRequest> | null, fields: Partial<FetchJob> = {}): FetchJob {
  const base = { v: 1, itemId: 'it_1', articleId: 'ar_1', source: '127.0.0.1', kind: 'feed' } as const;
  return { ...base, url, kindForced: true, ...(poll === null ? {} : { poll: { url, ...poll } }), ...fields };
}

/** What a job came to: its value, or the reason why there is none. */
async function run(job: FetchJob) {
  try {
    const outcome = await fetchDocument(job, { client, bytes: null, now: NOW });
    if (outcome.kind === 'done') return outcome.value;
    return { kind: outcome.kind === 'dropped' ? outcome.reason : outcome.kind };
  } catch (error) {
    if (error instanceof RetryError) return { kind: `retry ${error.reason}` };
    if (error instanceof QuarantineError) return { kind: `quarantine ${error.reason}` };
    throw error;
  }
}

type Answer = (response: ServerResponse, path: string) => void;

/** A server that answers all paths alike and keeps the fields of every request. */
async function serveFeed(answer: Answer) {
  const heard: IncomingHttpHeaders[] = [];
  const server = await serve((request, response) => {
    heard.push(request.headers);
    answer(response, request.url ?? '');
  });
  return { ...server, heard, conditions: () => heard.map(conditionsOf) };
}

function conditionsOf(headers: IncomingHttpHeaders) {
  return [headers['if-none-match'], headers['if-modified-since']];
}

const unchanged =
  (headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(304, headers).end();
const feed =
  (headers: Record<string, string> = {}, body: string | Uint8Array = RSS): Answer =>
  (response) =>
    response.writeHead(200, headers).end(body);

describe('a poll asks', () => {
  it.each<[string, Partial<PollRequest>, [string | undefined, string | undefined]]>([
    ['without conditions the first time', {}, [undefined, undefined]],
    ['with the entity tag', { etag: '"a-1"' }, ['"a-1"', undefined]],
    ['with the date', { lastModified: DATE }, [undefined, DATE]],
    ['with both', { etag: '"a-1"', lastModified: DATE }, ['"a-1"', DATE]],
    ['with a weak tag as it came', { etag: 'W/"a-1"' }, ['W/"a-1"', undefined]],
    ['with a tag that has lost its quotes, as it came', { etag: 'a-1' }, ['a-1', undefined]],
    ['with what is no date, as it came', { lastModified: '2026-02-01' }, [undefined, '2026-02-01']],
    ['with a tag of bytes over 127, as they came', { etag: '"\xe9\xff"' }, ['"\xe9\xff"', undefined]],
    ['never with the tag that matches anything', { etag: '*', lastModified: DATE }, [undefined, DATE]],
    ['never with a line break', { etag: '"a"\r\nX-Evil: 1', lastModified: DATE }, [undefined, DATE]],
    ['never with a NUL', { etag: '"a\0"', lastModified: 'x\u007f' }, [undefined, undefined]],
    ['never with what is no byte', { etag: '"\u0430"' }, [undefined, undefined]],
    ['never with an empty field', { etag: '' }, [undefined, undefined]],
    ['never with over 1,000 characters', { etag: 'x'.repeat(1_001) }, [undefined, undefined]],
  ])('%s', async (_, poll, conditions) => {
    const server = await serveFeed(feed());
    expect(await run(jobOf(`${server.url}/feed`, poll))).toMatchObject({ kind: 'feed' });
    expect(server.conditions()).toEqual([conditions]);
    expect(server.heard[0]).not.toHaveProperty('x-evil');
  });

  it('where the feed is now, and says which feed it is', async () => {
    const server = await serveFeed(feed());
    const job = jobOf(`${server.url}/old`, { url: `${server.url}/now`, etag: '"1"' });
    const fetched = await run(job);
    expect(server.asked).toEqual(['/now']);
    expect(fetched).toMatchObject({ document: { url: `${server.url}/old`, finalUrl: `${server.url}/now` } });
  });

  it('refuses a forbidden address where the feed is now', async () => {
    const job = jobOf('http://127.0.0.1/', { url: 'http://10.0.0.1/feed' });
    expect(await run(job)).toEqual({ kind: 'forbidden-address' });
  });

  it('whatever validators it was given, and ends under a name', async () => {
    const server = await serveFeed(feed());
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anything, anything, async (etag, lastModified) => {
        expect(await run(jobOf(server.url, { etag, lastModified }))).toMatchObject({ kind: 'feed' });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a 304', () => {
  it('ends a poll as not modified, and the validators stand', async () => {
    const server = await serveFeed(unchanged());
    const poll = { etag: 'W/"a"', lastModified: DATE };
    expect(await run(jobOf(server.url, poll))).toEqual({
      kind: 'not-modified',
      poll: { ...poll, wireBytes: 0 },
    });
  });

  it('may bring new validators and freshness', async () => {
    const later = 'Sun, 01 Feb 2026 11:00:00 GMT';
    const headers = { etag: '"b"', 'last-modified': later, 'cache-control': 'max-age=900' };
    const server = await serveFeed(unchanged(headers));
    expect(await run(jobOf(server.url, { etag: '"a"', lastModified: DATE }))).toEqual({
      kind: 'not-modified',
      poll: { etag: '"b"', lastModified: later, askedSeconds: 900, wireBytes: 0 },
    });
  });

  it('leaves what the feed itself said of its pace as it was', async () => {
    const pace = { everySeconds: 7_200, skipHours: [14] };
    const server = await serveFeed(unchanged({ 'cache-control': 'max-age=900' }));
    expect(await run(jobOf(server.url, { etag: '"a"', pace }))).toEqual({
      kind: 'not-modified',
      poll: { etag: '"a"', askedSeconds: 10_800, pace, wireBytes: 0 },
    });
  });

  it('may bring one of the two', async () => {
    const server = await serveFeed(unchanged({ etag: '"b"' }));
    const { poll } = (await run(jobOf(server.url, { etag: '"a"', lastModified: DATE }))) as { poll: object };
    expect(poll).toEqual({ etag: '"b"', lastModified: DATE, wireBytes: 0 });
  });

  it.each<[string, Partial<PollRequest> | null]>([
    ['that is no poll', null],
    ['of a poll without validators', {}],
    ['of a poll whose validators no field could carry', { etag: '"a\n"' }],
  ])('that nobody asked for is a protocol error: %s', async (_, poll) => {
    const server = await serveFeed(unchanged());
    expect(await run(jobOf(server.url, poll))).toEqual({ kind: 'quarantine protocol-error' });
  });

  it.each([
    ['a length', 'Content-Length: 5\r\n\r\n'],
    ['a length and a body', 'Content-Length: 5\r\n\r\nhello'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
    ['a body without a length', '\r\nhello'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n'],
  ])('with %s is one or a protocol error, and never a document', async (_, rest) => {
    const server = await serveRaw((socket) => socket.end(`HTTP/1.1 304 Not Modified\r\n${rest}`));
    const ends = ['not-modified', 'quarantine protocol-error'];
    expect(ends).toContain((await run(jobOf(`${server.url}/`, { etag: '"a"' }))).kind);
  });
});

describe('a poll that brings the feed', () => {
  it('gives its entries, and what to ask with the next time', async () => {
    const headers = { etag: 'W/"b"', 'last-modified': DATE, 'cache-control': 'max-age=60' };
    const server = await serveFeed(feed(headers));
    expect(await run(jobOf(server.url, { etag: '"a"' }))).toMatchObject({
      kind: 'feed',
      entries: [{ url: `${server.url}/1` }],
      poll: {
        ...{ etag: 'W/"b"', lastModified: DATE, title: 'The Ferry Post' },
        ...{ askedSeconds: 1_800, pace: PACE, wireBytes: RSS.length },
      },
    });
  });

  it('has no validators where the answer has none', async () => {
    const server = await serveFeed(feed());
    const { poll } = (await run(jobOf(server.url, { etag: '"a"', lastModified: DATE }))) as { poll: object };
    expect(poll).toEqual({ title: 'The Ferry Post', askedSeconds: 1_800, pace: PACE, wireBytes: RSS.length });
  });

  it('gives a new entity tag each time where the server makes one, and the same entries', async () => {
    let count = 0;
    const server = await serveFeed((response, path) => feed({ etag: `"${count++}"` })(response, path));
    const first = await run(jobOf(server.url, {}));
    const second = await run(jobOf(server.url, { etag: '"0"' }));
    expect(first).toMatchObject({ poll: { etag: '"0"', wireBytes: RSS.length } });
    expect(second).toMatchObject({ poll: { etag: '"1"', wireBytes: RSS.length } });
    expect('entries' in first && 'entries' in second && second.entries).toEqual(
      'entries' in first && first.entries,
    );
  });

  it('counts the bytes as sent', async () => {
    const packed = gzipSync(RSS.repeat(1));
    const server = await serveFeed(feed({ 'content-encoding': 'gzip' }, packed));
    expect(await run(jobOf(server.url, {}))).toMatchObject({ poll: { wireBytes: packed.length } });
  });

  it('gives the same of a sitemap, which has no title', async () => {
    const server = await serveFeed(feed({ etag: '"s"' }, URLSET));
    expect(await run(jobOf(server.url, {}, { kind: 'sitemap' }))).toMatchObject({
      kind: 'sitemap',
      poll: { etag: '"s"', wireBytes: URLSET.length },
    });
  });

  it.each([
    ['a page', '<!doctype html><p>Moved', 'not-a-feed'],
    ['a cut feed', RSS.slice(0, 80), 'broken-feed'],
    ['nothing', '', 'empty'],
  ])('ends without validators where it brings %s', async (_, body, kind) => {
    const server = await serveFeed(feed({ etag: '"broken"' }, body));
    expect(await run(jobOf(server.url, { etag: '"a"' }))).toEqual({ kind });
    expect(await run(jobOf(server.url, { etag: '"a"' }, { kindForced: false }))).toEqual({ kind });
  });

  it('says nothing of a poll where there was none', async () => {
    const server = await serveFeed(feed({ etag: '"a"' }));
    expect(await run(jobOf(server.url, null))).not.toHaveProperty('poll');
  });
});

describe('a feed that moves', () => {
  /** Redirects from `/0` on with these statuses, to a feed. */
  const moving = (statuses: readonly number[], end: Answer = feed()) =>
    serveFeed((response, path) => {
      const status = statuses[Number(path.slice(1))];
      if (status === undefined) end(response, path);
      else response.writeHead(status, { location: `/${Number(path.slice(1)) + 1}` }).end();
    });

  it.each<[number[], boolean]>([
    [[], false],
    [[301], true],
    [[308], true],
    [[301, 308, 301], true],
    [[302], false],
    [[303], false],
    [[307], false],
    [[301, 302], false],
    [[307, 308], false],
  ])('by %j has moved for good: %s', async (statuses, moved) => {
    const server = await moving(statuses);
    const { poll } = (await run(jobOf(`${server.url}/0`, { etag: '"a"' }))) as { poll: object };
    expect(poll).toEqual({
      ...{ title: 'The Ferry Post', askedSeconds: 1_800, pace: PACE, wireBytes: RSS.length },
      ...(moved ? { movedTo: `${server.url}/${statuses.length}` } : {}),
    });
  });

  it('for a while is asked with its validators at the end of the chain', async () => {
    const server = await moving([302, 307], unchanged());
    expect(await run(jobOf(`${server.url}/0`, { etag: '"a"' }))).toMatchObject({ kind: 'not-modified' });
    expect(server.conditions()).toEqual(Array(3).fill(['"a"', undefined]));
  });

  it('for good is asked without the validators of its old address', async () => {
    const server = await moving([302, 301]);
    expect(await run(jobOf(`${server.url}/0`, { etag: '"a"', lastModified: DATE }))).toMatchObject({
      kind: 'feed',
    });
    expect(server.conditions()).toEqual([
      ['"a"', DATE],
      ['"a"', DATE],
      [undefined, undefined],
    ]);
  });

  it('for good to a server that says 304 to everything is a protocol error', async () => {
    const server = await moving([301], unchanged());
    expect(await run(jobOf(`${server.url}/0`, { etag: '"a"' }))).toEqual({
      kind: 'quarantine protocol-error',
    });
  });

  it.each(['http://10.0.0.1/feed', 'http://169.254.169.254/', 'http://[::1]/'])(
    'to %s is not followed',
    async (location) => {
      const server = await serveFeed((response) => response.writeHead(301, { location }).end());
      expect(await run(jobOf(server.url, { etag: '"a"' }))).toEqual({ kind: 'forbidden-address' });
    },
  );
});

describe('validators of an answer', () => {
  it('are bytes for bytes what the server sent', async () => {
    const etag = Buffer.from([0x22, 0xe9, 0x80, 0xff, 0x22]);
    const heard: Buffer[] = [];
    const server = await serveRaw((socket) => {
      const head = Buffer.from(
        `HTTP/1.1 200 OK\r\nContent-Length: ${RSS.length}\r\nConnection: close\r\nETag: `,
      );
      socket.end(Buffer.concat([head, etag, Buffer.from(`\r\n\r\n${RSS}`)]));
    });
    const first = await run(jobOf(`${server.url}/`, {}));
    const poll = 'poll' in first ? first.poll : undefined;
    const second = await serveFeed((response) => response.end(RSS));
    await run(jobOf(second.url, { etag: poll?.etag ?? '' }));
    heard.push(Buffer.from(second.conditions()[0]?.[0] ?? '', 'latin1'));
    expect(heard).toEqual([etag]);
  });

  it('are left out where no field could carry them', () => {
    expect(validatorsOf({ etag: '*', 'last-modified': 'a\u0001' })).toEqual({});
    expect(validatorsOf({ etag: 'x'.repeat(1_001) })).toEqual({});
    expect(validatorsOf({ etag: '""', 'last-modified': DATE })).toEqual({ etag: '""', lastModified: DATE });
  });
});
