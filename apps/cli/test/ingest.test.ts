import { startLoopbackServer } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { records } from './wirefold.ts';
import {
  createWorkshop,
  feedOf,
  headlineOf,
  indexOf,
  lineOf,
  pageOf,
  sitemapOf,
  textOf,
  warcRecord,
  zipped,
} from './workshop.ts';

const LOOPBACK = ['--allow-private', '127.0.0.0/8'];
const headlines = (...numbers: number[]) => numbers.map(headlineOf).sort();

describe('ingest', () => {
  it('takes text, HTML, a folder, a glob, JSON lines, zipped ones and standard input, and leaves out what is not there', async () => {
    const shop = await createWorkshop({
      'a.txt': textOf(0),
      'b.html': pageOf(1),
      'folder/c.txt': textOf(2),
      'folder/deep/d.html': pageOf(3),
      'folder/picture.png': 'not a kind that is taken from a folder',
      'lines.jsonl': lineOf(4) + lineOf(5),
      'more.jsonl.gz': zipped(lineOf(6)),
      'some/e.txt': textOf(7),
      'some/f.txt': textOf(8),
      'some/g.html': pageOf(10),
    });
    const inputs = [
      'a.txt',
      'b.html',
      'folder',
      'gone.txt',
      'lines.jsonl',
      'more.jsonl.gz',
      'some/*.txt',
      '-',
    ];
    const { status, err, summary, headlines: found } = await shop.ingest(inputs, textOf(9));
    expect(summary).toEqual({
      type: 'summary',
      accepted: 10,
      known: 0,
      inFlight: 0,
      ended: { stored: 10 },
      reasons: {},
      stopped: false,
      seconds: expect.any(Number),
      notFound: ['gone.txt'],
    });
    expect(found).toEqual(headlines(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    expect(status).toBe(1);
    expect(err).toBe(
      'wirefold: Input left out: gone.txt: there is no such file or folder. Check the path and try again.\n',
    );
  });

  it('shows a table of the stories, and its progress on standard error alone', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0) });
    const { status, out } = await shop.call(['ingest', 'a.txt']);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^1 item in \d+\.\d s: 1 stored\n\nstory +headline +articles +sources +first published\nst_/,
    );
    expect(out).toContain(headlineOf(0));
  });

  it('rejects an empty file, a binary file and a broken line by name, does the others, and ends with 0', async () => {
    const shop = await createWorkshop({
      'empty.txt': '',
      'binary.dat': Uint8Array.from({ length: 4096 }, (_, i) => (i * 197) % 256),
      'lines.jsonl': `{"id": 1, "title":\n[1, 2]\n${lineOf(1)}`,
    });
    const {
      status,
      summary,
      headlines: found,
    } = await shop.ingest(['empty.txt', 'binary.dat', 'lines.jsonl']);
    expect({ status, found }).toEqual({ status: 0, found: headlines(1) });
    expect(summary).toMatchObject({ accepted: 5, ended: { stored: 1, rejected: 4 }, inFlight: 0 });
    expect(shop.rows("SELECT url, reason FROM items WHERE state = 'rejected' ORDER BY url")).toEqual([
      [expect.stringMatching(/binary\.dat$/), 'unsupported-type'],
      [expect.stringMatching(/empty\.txt$/), 'empty'],
      [expect.stringMatching(/lines\.jsonl#line-1$/), 'broken-record'],
      [expect.stringMatching(/lines\.jsonl#line-2$/), 'broken-record'],
    ]);
  });

  it('quarantines a zipped file that is cut, and names it', async () => {
    const shop = await createWorkshop({ 'cut.jsonl.gz': zipped(lineOf(0) + lineOf(1)).subarray(0, 60) });
    const { status, summary } = await shop.ingest(['cut.jsonl.gz']);
    expect(status).toBe(1);
    expect(summary).toMatchObject({ ended: { quarantined: 1 }, reasons: { 'unreadable-file': 1 } });
  });

  it('is silent on standard error with --quiet, adds no row for the same bytes again, and revises an article whose file has changed', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0), 'b.txt': textOf(1) });
    await shop.ingest(['a.txt', 'b.txt']);
    const again = await shop.ingest(['a.txt', 'b.txt']);
    expect(again).toMatchObject({
      status: 0,
      err: '',
      summary: { accepted: 0, known: 2, ended: {} },
      headlines: [],
    });
    const counts =
      'SELECT (SELECT count(*) FROM items), (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions)';
    expect(shop.rows(counts)).toEqual([[2, 2, 0]]);
    shop.write('b.txt', textOf(1).replace(/\.\n$/, ' once more, it was added.\n'));
    expect((await shop.ingest(['a.txt', 'b.txt'])).summary).toMatchObject({
      known: 1,
      ended: { revised: 1 },
    });
    expect(shop.rows(counts)).toEqual([[2, 2, 1]]);
  });
});

describe('ingest from the web', () => {
  const serve = () =>
    startLoopbackServer((request, response) => {
      const base = `http://${request.headers.host}`;
      const found: Record<string, [type: string, body: string]> = {
        '/feed': ['application/rss+xml', feedOf([`${base}/one`, `${base}/two`, `${base}/gone`])],
        '/one': ['text/html', pageOf(11)],
        '/two': ['text/html', pageOf(12)],
      };
      const [type, body] = found[request.url ?? ''] ?? ['text/plain', 'nothing here'];
      response.writeHead(body === 'nothing here' ? 404 : 200, { 'content-type': type }).end(body);
    });

  it('follows a feed to its entries, and rejects what answers 404', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    const { status, summary, headlines: found } = await shop.ingest([`${url}/feed`, ...LOOPBACK]);
    expect({ status, found }).toEqual({ status: 0, found: headlines(11, 12) });
    expect(summary).toMatchObject({ accepted: 4, reasons: { 'not-found': 1, expanded: 1 } });
  });

  it('rejects a page that was called a feed', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    const { status, summary } = await shop.ingest([`${url}/one`, '--as', 'feed', ...LOOPBACK]);
    expect({ status, summary }).toMatchObject({ status: 0, summary: { reasons: { 'not-a-feed': 1 } } });
  });

  it('fetches from no private address unless its network is allowed', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    const elsewhere = ['--allow-private', '10.0.0.0/8'];
    expect((await shop.ingest([`${url}/one`, ...elsewhere])).summary).toMatchObject({
      reasons: { 'forbidden-address': 1 },
    });
    expect((await shop.ingest([`${url}/one`, ...LOOPBACK])).headlines).toEqual(headlines(11));
  });
});

describe('add', () => {
  it('accepts and runs no stage; an ingest beside it then does what was left', async () => {
    const shop = await createWorkshop({ 'a.txt': textOf(0), 'lines.jsonl': lineOf(1) });
    const added = await shop.call(['add', 'a.txt', 'lines.jsonl', 'gone']);
    expect(added).toMatchObject({ status: 1, out: 'Accepted: 2 new\n' });
    expect(added.err).toContain('wirefold: Input left out: gone: there is no such file or folder.');
    const again = await shop.call(['add', '--json', '--quiet', 'a.txt']);
    expect(again).toMatchObject({ status: 0, err: '' });
    expect(records(again.out)).toEqual([{ new: 0, again: 0, 'in-flight': 1, known: 0 }]);
    expect((await shop.call(['add', 'a.txt'])).err).toContain(
      '1 document came while an earlier one of the same address was in flight, and was not looked at',
    );
    expect(shop.rows("SELECT count(*) FROM items WHERE state = 'accepted'")).toEqual([[2]]);
    const { status, summary } = await shop.ingest(['a.txt', 'lines.jsonl']);
    expect({ status, summary }).toMatchObject({ status: 0, summary: { ended: { stored: 2 } } });
  });
});

describe('ingest of lists and archives', () => {
  /** A site on loopback: a news sitemap, an index of it and of itself, feeds, and their pages. */
  const serve = () =>
    startLoopbackServer((request, response) => {
      const base = `http://${request.headers.host}`;
      const found: Record<string, string | Uint8Array> = {
        '/news.xml': sitemapOf([`${base}/one`, `${base}/two`, 'https://elsewhere.example/three']),
        '/old.xml.gz': zipped(sitemapOf([`${base}/four`])),
        '/urls.txt': `${base}/one\n${base}/four\n`,
        '/index.xml': indexOf(
          ['/news.xml', '/old.xml.gz', '/index.xml', '/index.xml?again', '/list.opml', '/gone'].map(
            (path) => base + path,
          ),
        ),
        '/index.xml?again': indexOf([`${base}/news.xml`]),
        '/feed': feedOf([`${base}/one`, `${base}/two`]),
        '/list.opml': `<opml version="2.0"><body><outline text="a"><outline xmlUrl="${base}/feed"/><outline xmlUrl="javascript:x"/></outline></body></opml>`,
        '/one': pageOf(11),
        '/two': pageOf(12),
        '/four': pageOf(14),
      };
      const body = found[request.url ?? ''];
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });

  it('follows a news sitemap to its pages, and says what it left out', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    const { status, summary, headlines: found } = await shop.ingest([`${url}/news.xml`, ...LOOPBACK]);
    expect({ status, found }).toEqual({ status: 0, found: headlines(11, 12) });
    expect(summary).toMatchObject({ accepted: 3, ended: { stored: 3 }, reasons: { expanded: 1 } });
    expect(shop.rows("SELECT kind, state, detail FROM items WHERE reason = 'expanded'")).toEqual([
      ['sitemap', 'stored', 'left out: 1 of other sites'],
    ]);
    expect(shop.rows('SELECT DISTINCT modified_at FROM articles')).toEqual([['2026-01-06']]);
  });

  it('follows an index to its sitemaps, expands it once, and ends an index in it by name', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    const index = [`${url}/index.xml`, '--as', 'sitemap', ...LOOPBACK];
    const { status, summary, headlines: found } = await shop.ingest(index);
    expect({ status, found }).toEqual({ status: 0, found: headlines(11, 12, 14) });
    expect(summary).toMatchObject({
      accepted: 9,
      reasons: { expanded: 3, 'nested-sitemap-index': 1, 'not-a-sitemap': 1, 'not-found': 1 },
    });
    expect((await shop.ingest(index)).summary).toMatchObject({ reasons: { expanded: 3 } });
  });

  it('follows a text sitemap, and rejects a page that was called one', async () => {
    const { url } = await serve();
    const shop = await createWorkshop();
    expect((await shop.ingest([`${url}/urls.txt`, ...LOOPBACK])).headlines).toEqual(headlines(11, 14));
    expect((await shop.ingest([`${url}/two`, '--as', 'sitemap', ...LOOPBACK])).summary).toMatchObject({
      reasons: { 'not-a-sitemap': 1 },
    });
  });

  it('follows an OPML list, from a file or an address, to the feeds and on to their pages', async () => {
    const { url } = await serve();
    const opml = await (await fetch(`${url}/list.opml`)).text();
    for (const input of [`${url}/list.opml`, 'subscriptions.opml', 'other.xml']) {
      const shop = await createWorkshop({ 'subscriptions.opml': opml, 'other.xml': opml });
      const { status, summary, headlines: found } = await shop.ingest([input, ...LOOPBACK]);
      expect({ status, found }).toEqual({ status: 0, found: headlines(11, 12) });
      expect(summary).toMatchObject({ accepted: 4, reasons: { expanded: 2 } });
    }
  });

  it('takes the answers of a WARC file with the times at which they were fetched, and asks the web nothing', async () => {
    const records = [
      warcRecord('https://a.example/1', pageOf(15)),
      warcRecord('https://a.example/1', '', 'request'),
      warcRecord('https://b.example/2', pageOf(16)),
      'no record\r\n\r\n',
      warcRecord('https://b.example/3', '', 'revisit'),
    ];
    const shop = await createWorkshop({
      'crawl.warc.gz': Buffer.concat(records.map((record) => zipped(record))),
    });
    const { status, summary, headlines: found } = await shop.ingest(['crawl.warc.gz']);
    expect({ status, found }).toEqual({ status: 0, found: headlines(15, 16) });
    expect(summary).toMatchObject({
      ...{ accepted: 3, ended: { stored: 2, rejected: 1 }, reasons: { 'broken-warc-record': 1 } },
      leftOut: [{ leftOut: { request: 1, revisit: 1 } }],
    });
    expect(shop.rows('SELECT url, fetched_at, http_status, media_type FROM documents ORDER BY url')).toEqual([
      ['https://a.example/1', '2026-03-04T05:06:07.000Z', 200, 'text/html'],
      ['https://b.example/2', '2026-03-04T05:06:07.000Z', 200, 'text/html'],
    ]);
    const again = await shop.call(['add', 'crawl.warc.gz']);
    expect(again.out).toMatch(
      /^Accepted: 0 new, 1 again, 2 known already, byte for byte\n.*crawl\.warc\.gz: 1 request, 1 revisit\n$/,
    );
  });

  it('takes 400 answers of one WARC file from standard input', async () => {
    const shop = await createWorkshop();
    const pages = Array.from({ length: 400 }, (_, n) =>
      warcRecord(`https://a.example/${n}`, pageOf(n % 20).replaceAll('</p>', ` It is number ${n}.</p>`)),
    );
    const { summary } = await shop.ingest(['-', '--as', 'warc'], pages.join(''));
    expect(summary).toMatchObject({ accepted: 400, ended: { stored: 400 } });
  });
});
