import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { splitWarc } from '@wirefold/fetch/warc';
import { startLoopbackServer } from '@wirefold/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { shell, wirefold } from './wirefold.ts';
import { createWorkshop, feedOf, headlineOf, lineOf, pageOf, textOf } from './workshop.ts';

const LOOPBACK = ['--allow-private', '127.0.0.0/8'];

/** Everything of a database that an archive has to bring back, in an order of its own. */
const KEPT = [
  'SELECT id, url, kind, state, source, kind_forced FROM items ORDER BY id',
  `SELECT id, item_id, url, final_url, fetched_at, http_status, media_type, charset, sha256, byte_length
   FROM documents ORDER BY id`,
  `SELECT id, item_id, document_id, story_id, source, url, canonical_url, published_at, published_precision, language,
    word_count, byline, headline, lede, text, reservations FROM articles ORDER BY id`,
  'SELECT * FROM stories ORDER BY id',
];

/** A host with pages in several encodings, a redirect, a feed, and words for robots. */
async function startOutlet() {
  const umlauts = pageOf(3).replace(
    '<article>',
    '<article><p>Die Fähre läuft über Köln in den Süden zurück.</p>',
  );
  return startLoopbackServer((request, response) => {
    const { url: path = '', headers } = request;
    const page = (body: string | Uint8Array, type = 'text/html; charset=utf-8') =>
      response.setHeader('content-type', type).end(body);
    if (path === '/moved') response.writeHead(302, { location: '/page/1' }).end();
    else if (path === '/latin') page(Buffer.from(umlauts, 'latin1'), 'text/html; charset=iso-8859-1');
    else if (path === '/feed.xml') page(feedOf([`http://${headers.host}/page/4`]), 'application/rss+xml');
    else if (path === '/plain') page(textOf(5), 'text/plain');
    else if (path === '/empty') page('<html><body><nav>Home</nav></body></html>');
    else if (path === '/odd') response.writeHead(203, { 'content-type': 'text/html' }).end(pageOf(6));
    else if (path.startsWith('/page/')) page(pageOf(Number(path.slice(6))));
    else response.writeHead(404).end();
  });
}

/** A database of pages, texts and records. */
async function stocked() {
  const outlet = await startOutlet();
  const shop = await createWorkshop({
    'a.txt': textOf(0),
    'b.html': pageOf(7),
    'lines.jsonl': lineOf(8) + lineOf(9).replace('{', '{"url":"https://records.example/nine",'),
  });
  const paths = ['/moved', '/latin', '/feed.xml', '/plain', '/empty', '/odd'];
  const { status } = await shop.ingest([
    ...LOOPBACK,
    ...['a.txt', 'b.html', 'lines.jsonl'],
    ...paths.map((path) => outlet.url + path),
  ]);
  expect(status).toBe(0);
  return shop;
}

/** The records of a WARC file as texts, and the fields of each header. */
async function recordsOf(bytes: Buffer) {
  const records = [];
  for await (const frame of splitWarc(Readable.from([bytes]), 1_000_000)) {
    if (!('bytes' in frame)) throw new Error(frame.detail);
    const [head = '', ...rest] = frame.bytes.toString('latin1').split('\r\n\r\n');
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1]?.trim();
    records.push({
      type: field('WARC-Type'),
      url: field('WARC-Target-URI') ?? '',
      field,
      block: rest.join('\r\n\r\n'),
    });
  }
  return records;
}

describe('export --format warc', () => {
  let shop: Awaited<ReturnType<typeof stocked>>;
  beforeAll(async () => {
    shop = await stocked();
    shop.write('there.warc', 'mine');
  });

  it('and ingest of the file give the same items, documents, articles and stories in another database', async () => {
    const around = { cwd: shop.cwd, env: shop.env };
    const { status, out } = await wirefold(['export', '--format', 'warc', '--output', 'x.warc.gz'], around);
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/x\.warc\.gz: 9 documents, [\d,]+ bytes\n$/),
    });
    const other = await createWorkshop();
    writeFileSync(join(other.cwd, 'x.warc.gz'), readFileSync(join(shop.cwd, 'x.warc.gz')));
    const again = await other.ingest(['x.warc.gz']);
    expect(again.summary).toMatchObject({ accepted: 9, ended: { stored: 9 } });
    const articles = 'item_id IN (SELECT item_id FROM articles)';
    for (const sql of KEPT) {
      const of = sql.replace(' FROM items', ` FROM items WHERE id IN (SELECT item_id FROM articles)`);
      const kept = sql.includes('FROM documents') ? sql.replace('ORDER', `WHERE ${articles} ORDER`) : of;
      expect(other.rows(kept)).toEqual(shop.rows(kept));
    }
    expect(shop.rows('SELECT count(*) FROM articles')).toEqual([[9]]);
    const file = (one: typeof shop) =>
      wirefold(['export', '--format', 'warc', '--output', 'y.warc'], { cwd: one.cwd, env: one.env });
    await Promise.all([file(shop), file(other)]);
    const bytes = (one: typeof shop) =>
      readFileSync(join(one.cwd, 'y.warc'), 'utf8').split('\r\n\r\nWARC/1.1\r\n').slice(1).toSorted();
    expect(bytes(other)).toEqual(bytes(shop));
  });

  it('has a record that says what was asked, then answers as they came, and resources', async () => {
    const around = { cwd: shop.cwd, env: shop.env };
    await wirefold(['export', '--format', 'warc', '--output', 'x.warc.gz'], around);
    const [info, ...rest] = await recordsOf(readFileSync(join(shop.cwd, 'x.warc.gz')));
    expect(info?.type).toBe('warcinfo');
    expect(info?.block).toContain('description: wirefold export\r\n');
    expect(rest.filter(({ type }) => type === 'resource')).toHaveLength(4);
    const block = (end: string) => rest.find(({ url }) => url.endsWith(end))?.block;
    expect(block('/moved')).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*Content-Location: http:[^\r]+\/page\/1\r\n/);
    expect(block('/odd')).toMatch(/^HTTP\/1.1 203 Non-Authoritative Information\r\n/);
    expect(block('/latin')).toMatch(/Content-Type: text\/html; charset=windows-1252\r\n[\s\S]*F\xe4hre/);
    const bodies = shop.rows("SELECT url, 'sha256:' || sha256 FROM documents WHERE url NOT LIKE '%/empty'");
    const digests = rest.map(({ url, field }) => [url, field('WARC-Payload-Digest')]);
    expect(digests.toSorted()).toEqual(bodies.toSorted());
  });

  it('gives one gzip member a record, and the same bytes twice but for the time at the head', async () => {
    const around = { cwd: shop.cwd, env: { ...shop.env } };
    const line =
      '$WIREFOLD export --format warc > x.warc.gz && $WIREFOLD export --format warc > y.warc.gz && zcat x.warc.gz | grep -ac ^WARC-Type:';
    const { out } = await shell(line, around);
    expect(out.split('\n')[0]).toBe('10');
    const [x, y] = ['x', 'y'].map((name) =>
      gunzipSync(readFileSync(join(shop.cwd, `${name}.warc.gz`))).toString('latin1'),
    );
    const timeless = (text = '') => text.replace(/WARC-Date: [^\r]+/, '');
    expect(timeless(x)).toBe(timeless(y));
    const members =
      readFileSync(join(shop.cwd, 'x.warc.gz')).toString('latin1').split('\x1f\x8b\x08').length - 1;
    expect(members).toBe(10);
  });

  it('takes the filters of stories, and --all takes what no article came of as well', async () => {
    const around = { cwd: shop.cwd, env: shop.env };
    const urls = async (...options: string[]) => {
      const name = `${Math.random()}.warc`;
      const { status, err } = await wirefold(
        ['export', '--format', 'warc', '--output', name, ...options],
        around,
      );
      expect({ status, err }).toEqual({ status: 0, err: '' });
      const found = await recordsOf(readFileSync(join(shop.cwd, name)));
      return found.slice(1).map(({ url }) => url.split('/').at(-1));
    };
    const [first = ''] = headlineOf(7).split(' ');
    expect(await urls(...headlineOf(7).split(' '))).toContain('b.html');
    expect(first).not.toBe('');
    expect(await urls('--limit', '1')).toHaveLength(1);
    expect(await urls('--min-articles', '2')).toEqual([]);
    expect(await urls('--source', 'records.example')).toEqual([]);
    expect(await urls('--all')).toHaveLength(10);
    expect(await urls('--all')).toContain('empty');
  });

  it.each([
    [['--all', '--limit', '2'], 'Everything, and a choice of it'],
    [['--json'], 'Two results for one standard output'],
    [['--output', 'there.warc'], 'Will not overwrite'],
    [['--output', 'no/such/x.warc'], 'No such folder'],
  ])('says what is wrong with %j', async (options, words) => {
    const { status, err } = await wirefold(['export', '--format', 'warc', ...options], {
      cwd: shop.cwd,
      env: shop.env,
    });
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(words);
    expect(readFileSync(join(shop.cwd, 'there.warc'), 'utf8')).toBe('mine');
  });
});
