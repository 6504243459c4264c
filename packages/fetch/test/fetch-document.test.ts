import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Entry, FetchJob } from '@wirefold/contracts/jobs';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { FeedReader } from '../src/feed-entries.ts';
import { fetchDocument } from '../src/fetch-document.ts';
import { createHttpClient } from '../src/http-client.ts';
import { serve } from './loopback-server.ts';

const NOW = '2026-02-01T12:00:00.000Z';
const PAGE =
  '<!doctype html><html><head><title>Ferry</title></head><body><p>The ferry sailed.</p></body></html>';
const ITEM = '<item><title>Ferry sails</title><link>http://news.example/1</link></item>';
const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${ITEM}</channel></rss>`;
const ATOM =
  '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>urn:1</id><link href="/1"/></entry></feed>';
const JSON_FEED =
  '{"version":"https://jsonfeed.org/version/1.1","title":"News","items":[{"id":"1","url":"http://news.example/1"}]}';
const RDF =
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">' +
  '<channel><title>News</title></channel><item><title>t</title><link>http://news.example/1</link></item></rdf:RDF>';

function jobOf(fields: Partial<FetchJob>): FetchJob {
  const base = { v: 1, itemId: 'it_1', articleId: 'ar_1', source: 'news.example', kind: 'unknown' } as const;
  return { ...base, url: 'http://news.example/', kindForced: false, ...fields };
}

const client = createHttpClient({ userAgent: 'wirefold-test/1', allowPrivate: ['127.0.0.0/8'] });
afterAll(() => client.close());

type Served = {
  type?: string;
  body?: string | Uint8Array;
  status?: number;
  headers?: Record<string, string>;
};

/** Serves one answer on loopback and runs a job on it; a drop or a throw is given as its reason. */
async function run(served: Served, fields: Partial<FetchJob> = {}) {
  const server = await serve((_, response) => {
    if (served.type !== undefined) response.setHeader('content-type', served.type);
    response.writeHead(served.status ?? 200, served.headers).end(served.body ?? '');
  });
  return outcomeOf(jobOf({ url: `${server.url}/path`, ...fields }), null);
}

/** Runs a job on bytes that came with it. */
function runProvided(bytes: string | Uint8Array | null, mediaType?: string, fields: Partial<FetchJob> = {}) {
  const receivedAt = '2026-01-31T00:00:00.000Z';
  const provided = mediaType === undefined ? { receivedAt } : { receivedAt, mediaType };
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  return outcomeOf(jobOf({ url: 'file:///a.txt', provided, ...fields }), body);
}

async function outcomeOf(job: FetchJob, bytes: Uint8Array | null) {
  try {
    const outcome = await fetchDocument(job, { client, bytes, now: NOW });
    if (outcome.kind === 'done' && outcome.value.kind !== 'not-modified')
      return { fetched: outcome.value, end: outcome.value.kind as string, detail: '' };
    return {
      end: outcome.kind === 'dropped' ? outcome.reason : outcome.kind,
      detail: 'detail' in outcome ? outcome.detail : '',
    };
  } catch (error) {
    if (error instanceof RetryError)
      return { end: `retry ${error.reason}`, retryAfterMs: error.retryAfterMs };
    if (error instanceof QuarantineError) return { end: `quarantine ${error.reason}` };
    return { end: 'threw', detail: String(error) };
  }
}

describe('the document', () => {
  it('says what was asked, what came, and its hash', async () => {
    const { fetched } = await run({ type: 'text/html; charset=utf-8', body: PAGE });
    expect(fetched?.document).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/path$/),
      finalUrl: fetched?.document.url,
      fetchedAt: NOW,
      httpStatus: 200,
      mediaType: 'text/html',
      charset: 'utf-8',
      sha256: createHash('sha256').update(PAGE).digest('hex'),
      byteLength: PAGE.length,
    });
    expect(Buffer.from(fetched?.bytes ?? []).toString()).toBe(PAGE);
  });

  it('comes from the bytes of the job without the network when they are provided', async () => {
    const { fetched } = await runProvided('The ferry sailed.\n', 'text/plain');
    expect(fetched).toMatchObject({ kind: 'text' });
    expect(fetched?.document).toMatchObject({
      url: 'file:///a.txt',
      finalUrl: 'file:///a.txt',
      fetchedAt: '2026-01-31T00:00:00.000Z',
      httpStatus: null,
      mediaType: 'text/plain',
    });
  });

  it('is refused in words when the bytes of the job are gone', async () => {
    expect(await runProvided(null)).toMatchObject({
      end: 'threw',
      detail: expect.stringContaining('are gone'),
    });
  });

  it('of a record passes through, whatever it holds', async () => {
    const { fetched } = await runProvided('{"id":"1","text":"a"}', 'application/json', { kind: 'record' });
    expect(fetched).toMatchObject({
      kind: 'record',
      document: { mediaType: 'application/json', charset: 'utf-8' },
    });
    expect((await runProvided('<html>', undefined, { kind: 'record' })).end).toBe('record');
  });
});

describe('what is reserved', () => {
  const reservedPage = PAGE.replace('<title>', '<meta name="robots" content="noai"><title>');
  const headers = { 'tdm-reservation': '1', 'x-robots-tag': 'noml' };
  const asked = async (excludeReserved: boolean, file = {}) => {
    const server = await serve((_, response) => response.writeHead(200, headers).end(reservedPage));
    const tdmSaying = async () => file;
    const context = { client, bytes: null, now: NOW, tdmSaying, excludeReserved };
    return fetchDocument(jobOf({ url: `${server.url}/p` }), context);
  };

  it('is noted with the document, by headers and head', async () => {
    const { fetched } = await run({ body: reservedPage, headers });
    expect(fetched?.document.reservations).toEqual([
      { place: 'tdm-header', says: '1' },
      { place: 'robots-header', says: 'noml' },
      { place: 'robots-meta', says: 'noai' },
    ]);
    expect((await run({ body: PAGE })).fetched?.document).not.toHaveProperty('reservations');
  });

  it("is the origin's word where page and headers say nothing", async () => {
    const server = await serve((_, response) => response.end(PAGE));
    const tdmSaying = async (address: string) => ({ reserved: address === `${server.url}/p` });
    const outcome = await fetchDocument(jobOf({ url: `${server.url}/p` }), {
      client,
      bytes: null,
      now: NOW,
      tdmSaying,
    });
    expect(outcome).toMatchObject({
      value: { document: { reservations: [{ place: 'tdmrep-json', says: '1' }] } },
    });
  });

  it('rejects the page where the settings leave such pages out, with place and words', async () => {
    expect(await asked(true)).toEqual({
      kind: 'dropped',
      reason: 'reserved',
      detail: 'the header tdm-reservation says 1',
    });
    expect((await asked(false)).kind).toBe('done');
  });

  it('is what an archive noted, beside what stands in the bytes', async () => {
    const noted = [{ place: 'tdm-header', says: '1' } as const];
    const { fetched } = await runProvided(reservedPage, 'text/html', { hints: { reservations: noted } });
    expect(fetched?.document.reservations).toEqual([...noted, { place: 'robots-meta', says: 'noai' }]);
    const record = await runProvided('{}', undefined, { kind: 'record', hints: { reservations: noted } });
    expect(record.fetched?.document.reservations).toEqual(noted);
  });
});

describe('what cannot be decoded', () => {
  it('is counted, and nothing is said where there is none', async () => {
    const broken = Buffer.concat([Buffer.from(`${PAGE}<p>Fähre – “Nebel”`), Buffer.from([0xff, 0xc3])]);
    const { fetched } = await run({ body: broken, type: 'text/html; charset=utf-8' });
    expect(fetched?.document).toMatchObject({ charset: 'utf-8', undecodable: 2 });
    const sound = await run({ body: `${PAGE}\ufffd`, type: 'text/html; charset=utf-8' });
    expect(sound.fetched?.document).not.toHaveProperty('undecodable');
  });
});

describe('the status', () => {
  it.each([
    [200, 'page'],
    [203, 'page'],
    [204, 'empty'],
    [206, 'quarantine protocol-error'],
    [300, 'quarantine protocol-error'],
    [302, 'quarantine protocol-error'],
    [304, 'quarantine protocol-error'],
    [400, 'client-error'],
    [401, 'access-denied'],
    [402, 'access-denied'],
    [403, 'access-denied'],
    [404, 'not-found'],
    [410, 'gone'],
    [418, 'client-error'],
    [429, 'retry server-error'],
    [451, 'access-denied'],
    [500, 'retry server-error'],
    [503, 'retry server-error'],
    [599, 'retry server-error'],
    [600, 'quarantine protocol-error'],
  ])('%i ends as %s', async (status, end) => {
    const body = status === 204 || status === 304 ? '' : PAGE;
    expect((await run({ status, type: 'text/html', body })).end).toBe(end);
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Sun, 01 Feb 2026 12:01:00 GMT', 60_000],
    ['Sun, 01 Feb 2026 11:00:00 GMT', 0],
    ['99999999', 86_400_000],
    ['-5', undefined],
    ['soon', undefined],
  ])('503 with Retry-After %s waits %s ms', async (field, retryAfterMs) => {
    const outcome = await run({ status: 503, headers: { 'retry-after': field } });
    expect(outcome).toEqual({ end: 'retry server-error', retryAfterMs });
  });
});

describe('the kind', () => {
  const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  const XHTML = `<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "a">\n<!-- a > b -->${PAGE.slice(15)}`;
  it.each<[string, string | undefined, string | Uint8Array, string, string?]>([
    ['a page', 'text/html', PAGE, 'page', 'text/html'],
    ['a page without a type', undefined, PAGE, 'page'],
    ['a page as plain text', 'text/plain', PAGE, 'page'],
    ['a page as XML', 'application/xml', XHTML, 'page'],
    ['a page as a feed', 'application/rss+xml', PAGE, 'page'],
    ['a page as an image', 'image/png', PAGE, 'page'],
    ['a page with a NUL byte', 'text/html', `text \0 ${PAGE}`, 'page'],
    ['a page in UTF-16', 'text/html', Buffer.from(`\uFEFF${PAGE}`, 'utf16le'), 'page'],
    ['a page in UTF-16 without a mark', undefined, Buffer.from(PAGE, 'utf16le'), 'page'],
    ['words as HTML', 'text/html', 'The ferry sailed.', 'page'],
    ['text', 'text/plain', 'The ferry sailed.', 'text', 'text/plain'],
    ['text without a type', undefined, 'The ferry sailed.', 'text'],
    ['text that starts with BM', 'text/plain', 'BMW builds a ferry.', 'text'],
    ['text that starts with a brace', 'text/plain', '{The ferry} sailed.', 'text'],
    ['RSS', 'application/rss+xml', RSS, 'feed', 'application/rss+xml'],
    ['RSS as HTML', 'text/html', RSS, 'feed', 'application/rss+xml'],
    ['RSS as plain text', 'text/plain', `\n\n${RSS}`, 'feed'],
    [
      'RSS behind a document type',
      'text/xml',
      `<!DOCTYPE rss [<!ENTITY a "]>">]>${ITEM.replace(ITEM, RSS.slice(21))}`,
      'feed',
    ],
    ['RSS in UTF-16', 'text/xml', Buffer.from(`\uFEFF${RSS}`, 'utf16le'), 'feed'],
    ['Atom', 'application/atom+xml', ATOM, 'feed', 'application/atom+xml'],
    ['RSS 1.0', 'text/xml', RDF, 'feed', 'application/rdf+xml'],
    ['JSON Feed', 'application/feed+json', JSON_FEED, 'feed', 'application/feed+json'],
    ['JSON Feed as JSON with a mark', 'application/json', `\uFEFF${JSON_FEED}`, 'feed'],
    ['an image', 'image/png', PNG, 'unsupported-type'],
    ['an image as HTML', 'text/html', PNG, 'unsupported-type'],
    ['a PDF as HTML', 'text/html', '%PDF-1.7 text', 'unsupported-type'],
    ['binary data', undefined, Buffer.from([1, 2, 3, 4, 5]), 'unsupported-type'],
    ['a word under application/pdf', 'application/pdf', 'hello', 'unsupported-type'],
    ['style', 'text/css', 'p { color: red }', 'unsupported-type'],
    ['JSON', 'application/json', '{"a":1}', 'unsupported-type'],
    ['another XML', 'text/xml', '<?xml version="1.0"?><note/>', 'unsupported-type'],
    ['other RDF', 'text/xml', '<rdf:RDF xmlns:rdf="x"><a/></rdf:RDF>', 'unsupported-type'],
    ['SVG', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'unsupported-type'],
    ['an empty 200', 'text/html', '', 'empty'],
    ['blanks', 'text/html', ' \n\t\r\n', 'empty'],
    ['a byte order mark alone', 'text/html', '\uFEFF', 'empty'],
  ])('of %s declared as %s is found', async (_, type, body, end, mediaType) => {
    const outcome = await run({ ...(type === undefined ? {} : { type }), body });
    expect(outcome.end).toBe(end);
    if (mediaType !== undefined) expect(outcome.fetched?.document.mediaType).toBe(mediaType);
  });

  it.each<[FetchJob['kind'], string | Uint8Array, string]>([
    ['feed', RSS, 'feed'],
    ['feed', PAGE, 'not-a-feed'],
    ['feed', 'The ferry sailed.', 'not-a-feed'],
    ['feed', PNG, 'not-a-feed'],
    ['feed', '{"a":1}', 'not-a-feed'],
    ['feed', '', 'empty'],
    ['page', PAGE, 'page'],
    ['page', RSS, 'unsupported-type'],
    ['page', PNG, 'unsupported-type'],
    ['text', PAGE, 'text'],
    ['text', '{"a":1}', 'text'],
    ['text', PNG, 'unsupported-type'],
    ['html', 'The ferry sailed.', 'html'],
    ['html', PAGE, 'html'],
  ])('forced to %s decides %j', async (kind, body, end) => {
    expect((await run({ body }, { kind, kindForced: true })).end).toBe(end);
    expect((await runProvided(body, undefined, { kind, kindForced: true })).end).toBe(end);
  });

  it('of a provided page is html unless it is said to be a page', async () => {
    expect((await runProvided(PAGE, 'text/html')).end).toBe('html');
    expect((await runProvided(PAGE, 'text/html', { kind: 'page' })).end).toBe('page');
  });
});

describe('a feed that somebody else reads', () => {
  const provided = { receivedAt: NOW };
  const readBy = (readFeed: FeedReader) =>
    fetchDocument(jobOf({ provided }), { client, bytes: Buffer.from(RSS), now: NOW, readFeed });

  it('is handed over as bytes, with its charset, form and address', async () => {
    const outcome = await readBy(async ({ bytes, ...rest }) => {
      expect([Buffer.from(bytes).toString(), rest]).toEqual([
        RSS,
        { charset: 'utf-8', form: 'rss', url: 'http://news.example/', now: NOW },
      ]);
      return { entries: [{ url: 'http://news.example/7' }], pace: {} };
    });
    expect(outcome).toMatchObject({ kind: 'done', value: { entries: [{ url: 'http://news.example/7' }] } });
  });

  it.each(['feed-timeout', 'feed-memory'] as const)('ends as %s where the reader says so', async (reason) => {
    const given = readBy(() => Promise.reject(new QuarantineError(reason, 'given up')));
    await expect(given).rejects.toMatchObject({ reason });
  });
});

describe('a broken feed', () => {
  it.each([
    ['cut after an item', RSS.slice(0, RSS.indexOf('</channel>'))],
    ['cut in an item', RSS.slice(0, RSS.indexOf('</title><link>') + 3)],
    ['cut in a tag', RSS.slice(0, RSS.indexOf('</item>') + 3)],
    ['without a channel', '<rss version="2.0"></rss>'],
    ['cut Atom', ATOM.slice(0, -8)],
    ['cut RDF', RDF.slice(0, -12)],
    ['cut JSON', JSON_FEED.slice(0, -2)],
    ['JSON that is an unclosed string', JSON_FEED.replace('"News"', '"News')],
  ])('is dropped: %s', async (_, body) => {
    expect((await run({ body }, { kind: 'feed', kindForced: true })).end).toBe('broken-feed');
    expect((await run({ body })).end).toBe('broken-feed');
  });
});

describe('an address that may not be fetched', () => {
  it.each([
    ['http://10.0.0.1/', 'forbidden-address'],
    ['ftp://news.example/', 'unsupported-scheme'],
    ['http://a:b@news.example/', 'credentials-in-url'],
    ['nonsense', 'bad-url'],
  ])('%s is dropped as %s', async (url, end) => {
    expect((await outcomeOf(jobOf({ url }), null)).end).toBe(end);
  });
});

it('gives the entries of a feed, resolved against the address after redirects', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new/feed' }).end();
    else response.end(ATOM.replace('"/1"', '"../a/1?utm_source=feed"'));
  });
  const { fetched } = await outcomeOf(jobOf({ url: `${server.url}/old`, kind: 'feed' }), null);
  const entries: readonly Entry[] = fetched?.kind === 'feed' ? fetched.entries : [];
  expect(entries.map((entry) => entry.url)).toEqual([`${server.url}/a/1`]);
});

describe('any bytes', () => {
  const ENDS = ['page', 'html', 'text', 'feed', 'empty', 'unsupported-type', 'broken-feed', 'not-a-feed'];
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        RSS,
        ATOM,
        RDF,
        JSON_FEED,
        PAGE,
        '<?xml',
        '<!--',
        '<!DOCTYPE a [',
        '<rss',
        '{',
        '\uFEFF',
        '<meta charset=',
      )
      .map((text) => Buffer.from(text)),
  );

  it('end in one of the closed ways, in an encoding that decodes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 5 }),
        fc.option(fc.string(), { nil: undefined }),
        async (pieces, type) => {
          const outcome = await runProvided(Buffer.concat(pieces), type);
          expect(ENDS).toContain(outcome.end);
          if (outcome.fetched !== undefined)
            expect(() => new TextDecoder(outcome.fetched.document.charset)).not.toThrow();
          expect(outcome.detail ?? '').not.toMatch(/\p{Cc}/u);
        },
      ),
    );
  });

  it.each([
    ['RSS', RSS],
    ['Atom', ATOM],
    ['RDF', RDF],
    ['JSON Feed', JSON_FEED],
  ])('of %s, cut anywhere, are never taken for a feed', async (_, text) => {
    for (let length = 1; length < text.length; length++)
      expect((await runProvided(text.slice(0, length))).end).not.toBe('feed');
    expect((await runProvided(text)).end).toBe('feed');
  });
});

describe('lists', () => {
  const SITEMAP = '<urlset><url><loc>http://127.0.0.1/1</loc></url></urlset>';
  const INDEX = '<sitemapindex><sitemap><loc>http://127.0.0.1/1</loc></sitemap></sitemapindex>';
  const OPML = '<opml version="2.0"><body><outline xmlUrl="http://a.example/"/></body></opml>';
  const LINES = 'http://127.0.0.1/1\nhttp://127.0.0.1/2\n';
  const gzipped = gzipSync(SITEMAP);
  const bomb = gzipSync(Buffer.alloc(53 * 1024 * 1024, SITEMAP.slice(0, 30)));
  type Case = [what: string, body: string | Uint8Array, fields: Partial<FetchJob>, end: string];

  it.each<Case>([
    ['a sitemap', SITEMAP, {}, 'sitemap'],
    ['a sitemap that was asked for', SITEMAP, { kind: 'sitemap', kindForced: true }, 'sitemap'],
    ['an index', INDEX, { kind: 'sitemap', kindForced: true }, 'sitemap'],
    ['a child of an index', SITEMAP, { kind: 'child-sitemap', kindForced: true }, 'sitemap'],
    ['an index in an index', INDEX, { kind: 'child-sitemap', kindForced: true }, 'nested-sitemap-index'],
    ['a gzipped sitemap', gzipped, {}, 'sitemap'],
    ['gzip that is cut', gzipped.subarray(0, 40), {}, 'unsupported-type'],
    ['gzip of 53 MB', bomb, {}, 'too-large'],
    ['gzip of a page', gzipSync(PAGE), {}, 'unsupported-type'],
    ['a text sitemap', LINES, {}, 'sitemap'],
    ['addresses with other words', `${LINES}and more`, {}, 'text'],
    ['addresses that were called a page', LINES, { kind: 'page', kindForced: true }, 'text'],
    ['a sitemap that was called a page', SITEMAP, { kind: 'page', kindForced: true }, 'unsupported-type'],
    ['a sitemap that was called a feed', SITEMAP, { kind: 'feed', kindForced: true }, 'not-a-feed'],
    ['a page that was called a sitemap', PAGE, { kind: 'sitemap', kindForced: true }, 'not-a-sitemap'],
    ['a feed that was called a sitemap', RSS, { kind: 'sitemap', kindForced: true }, 'not-a-sitemap'],
    ['nothing that was called a sitemap', '', { kind: 'sitemap', kindForced: true }, 'empty'],
    ['a sitemap that is cut', SITEMAP.slice(0, -4), {}, 'broken-sitemap'],
    ['an OPML list', OPML, {}, 'opml'],
    ['an OPML list that was asked for', OPML, { kind: 'opml', kindForced: true }, 'opml'],
    ['a page that was called an OPML list', PAGE, { kind: 'opml', kindForced: true }, 'not-an-opml'],
    ['an OPML list that is cut', OPML.slice(0, -4), {}, 'broken-opml'],
  ])('%s', async (_, body, fields, end) => {
    expect((await run({ body }, fields)).end).toBe(end);
    const type = typeof body === 'string' ? 'text/plain' : 'application/x-gzip';
    expect((await run({ type, body }, fields)).end).toBe(end);
  });

  it('a text file of addresses that a person has here is a text, unless it is called a sitemap', async () => {
    expect((await runProvided(LINES)).end).toBe('text');
    expect((await runProvided(LINES, undefined, { kind: 'sitemap', kindForced: true })).end).toBe('sitemap');
  });

  it('what is left out of a list is said', async () => {
    const { fetched } = await run({ body: SITEMAP });
    expect(fetched).toMatchObject({ entries: [], detail: 'left out: 1 of other sites' });
  });
});
