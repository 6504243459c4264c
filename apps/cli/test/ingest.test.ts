import { startLoopbackServer } from '@wirefold/testing';
import { describe, expect, it } from 'vitest';
import { records } from './wirefold.ts';
import { createWorkshop, feedOf, headlineOf, lineOf, pageOf, textOf, zipped } from './workshop.ts';

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
    expect(shop.rows("SELECT count(*) FROM items WHERE state = 'accepted'")).toEqual([[2]]);
    const { status, summary } = await shop.ingest(['a.txt', 'lines.jsonl']);
    expect({ status, summary }).toMatchObject({ status: 0, summary: { ended: { stored: 2 } } });
  });
});
