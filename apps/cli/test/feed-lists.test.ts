import { join } from 'node:path';
import { itemIdOf } from '@wirefold/contracts/ids';
import { openWriter } from '@wirefold/store';
import { describe, expect, it } from 'vitest';
import { records } from './wirefold.ts';
import { createWorkshop } from './workshop.ts';

const OPML = `<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="Folder"><outline text="A &amp; B" type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2"/></outline>
  <outline text="C" type="rss" xmlUrl="https://c.example/feed"/>
  <outline text="again" type="rss" xmlUrl="https://C.example:443/feed#top"/>
  <outline text="script" type="rss" xmlUrl="javascript:alert(1)"/>
  <outline text="S" type="sitemap" xmlUrl="https://s.example/news-sitemap.xml"/>
  <outline text="metadata" type="rss" xmlUrl="http://169.254.169.254/latest"/>
  <outline text="secret" type="rss" xmlUrl="https://me:s3cret@d.example/feed"/>
</body></opml>`;
const POLLED = 'SELECT url, kind FROM feeds WHERE removed_at IS NULL ORDER BY url';

describe('feed import', () => {
  it('adds each feed once, without Redis and without fetching, and says what was left out', async () => {
    const shop = await createWorkshop({ 'mine.opml': OPML });
    const first = await shop.call(['feed', 'import', 'mine.opml']);
    expect(first).toMatchObject({
      status: 0,
      out: 'mine.opml: 3 feeds: 3 new\n  left out: 2 that are no http(s) addresses\n  left out: http://169.254.169.254/latest: 169.254.169.254 is no public unicast address\n',
    });
    expect(first.err).toContain('Running workers poll them');
    expect(shop.rows(POLLED)).toEqual([
      ['https://a.example/feed?x=1&y=2', 'feed'],
      ['https://c.example/feed', 'feed'],
      ['https://s.example/news-sitemap.xml', 'sitemap'],
    ]);
    const again = await shop.call(['feed', 'import', '-', '--json'], OPML);
    expect(records(again.out)).toMatchObject([{ file: 'standard input', new: 0, again: 0, known: 3 }]);
    expect(again.err).toBe('');
    expect(first.out + first.err + again.out).not.toContain('s3cret');
  });

  it.each([
    ['page.opml', '<!doctype html><html><body>no list</body></html>', 'an OPML list was asked for'],
    ['cut.opml', OPML.slice(0, 300), 'cannot be parsed'],
    ['empty.opml', '', 'the document has no text'],
    ['gone.opml', null, 'there is no such file'],
  ])('names %s as no list, does the others, and ends with 1', async (name, content, problem) => {
    const shop = await createWorkshop({
      'mine.opml': OPML,
      ...(content === null ? {} : { [name]: content }),
    });
    const { status, out, err } = await shop.call(['feed', 'import', name, 'mine.opml']);
    expect({ status, out }).toEqual({ status: 1, out: expect.stringContaining('3 new') });
    expect(err).toMatch(new RegExp(`^wirefold: List left out: ${name}: .*${problem}`));
  });
});

describe('feed export', () => {
  it('writes what import reads: both databases poll the same', async () => {
    const shop = await createWorkshop({ 'mine.opml': OPML });
    await shop.call(['feed', 'import', 'mine.opml']);
    const exported = await shop.call(['feed', 'export']);
    expect(exported).toMatchObject({ status: 0, err: '' });
    const other = await createWorkshop();
    await other.call(['feed', 'import', '-'], exported.out);
    expect(other.rows(POLLED)).toEqual(shop.rows(POLLED));
    expect((await other.call(['feed', 'export'])).out.match(/xmlUrl="[^"]*"/g)).toEqual(
      exported.out.match(/xmlUrl="[^"]*"/g),
    );
  });

  it('writes a file, never over another; with --json an object a feed', async () => {
    const shop = await createWorkshop({ 'mine.opml': OPML });
    await shop.call(['feed', 'import', 'mine.opml']);
    expect(await shop.call(['feed', 'export', 'out.opml'])).toMatchObject({
      status: 0,
      out: 'out.opml: 3 feeds\n',
    });
    expect(await shop.call(['feed', 'export', 'out.opml'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('Will not overwrite'),
    });
    const { out } = await shop.call(['feed', 'export', '--json']);
    expect(records(out)).toMatchObject([
      { url: 'https://a.example/feed?x=1&y=2', kind: 'feed' },
      { url: 'https://c.example/feed', kind: 'feed' },
      { url: 'https://s.example/news-sitemap.xml', kind: 'sitemap' },
    ]);
    expect(await shop.call(['feed', 'export', 'x.opml', '--json'])).toMatchObject({ status: 2, out: '' });
  });
});

describe('feed list and remove', () => {
  it('takes feeds off by short id or address, names what is unknown, and keeps them in the list of all', async () => {
    const shop = await createWorkshop({ 'mine.opml': OPML });
    await shop.call(['feed', 'import', 'mine.opml']);
    const [a] = records((await shop.call(['feed', 'list', '--json'])).out);
    const id = String(a?.id).slice(0, 9);
    const removed = await shop.call([
      'feed',
      'remove',
      id,
      'https://c.example/feed',
      'https://s.example/news-sitemap.xml',
      'https://x.example/',
    ]);
    expect(removed.status).toBe(1);
    expect(removed.out).toContain('polled no more: https://c.example/feed');
    expect(removed.err).toContain('Feed left out: https://x.example/: no feed has that address.');
    expect(shop.rows(POLLED)).toEqual([]);
    const none = await shop.call(['feed', 'list']);
    expect(none).toMatchObject({ status: 0, out: '', err: expect.stringContaining('feed list --all') });
    const all = await shop.call(['feed', 'list', '--all']);
    expect(all.out.match(/taken off on \d+ \w+/g)).toHaveLength(3);
    const again = await shop.call(['feed', 'remove', 'https://c.example/feed', '--json']);
    expect(records(again.out)).toMatchObject([{ url: 'https://c.example/feed', done: 'removed-before' }]);
    await shop.call(['feed', 'import', 'mine.opml']);
    expect(shop.rows(POLLED)).toHaveLength(3);
  });

  it('lists a row a feed, and says where there is none', async () => {
    const shop = await createWorkshop({ 'mine.opml': OPML });
    const missing = await shop.call(['feed', 'list']);
    expect(missing).toMatchObject({ status: 1, err: expect.stringContaining('wirefold.db') });
    await shop.call(['feed', 'import', 'mine.opml']);
    const { status, out, err } = await shop.call(['feed', 'list']);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^feed +title +kind +how it does +last polled +next poll +new +every +a day +address$/m,
    );
    expect(out).toMatch(/^it_\w{8} .* never polled yet +- +due +- +15 min +- +https:\/\/c\.example\/feed$/m);
    expect(err).toContain('3 feeds: 3 never polled yet, 3 due now.');
  });
});

describe('doctor', () => {
  it('warns of feeds that wait although nobody polls, and is content with those that are on time', async () => {
    const shop = await createWorkshop();
    const add = (url: string, now: string) => {
      const writer = openWriter(join(shop.cwd, 'wirefold.db'));
      writer.addFeeds([{ id: itemIdOf(url), url, kind: 'feed', source: 'a.example' }], now);
      writer.close();
    };
    add('https://a.example/one', new Date().toISOString());
    expect((await shop.call(['doctor'])).out).toMatch(/^ok +feeds +1 feed polled on time$/m);
    add('https://a.example/two', new Date(Date.now() - 7_200_000).toISOString());
    const { status, out } = await shop.call(['doctor']);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^warn +feeds +1 feed of 2 should have been polled up to 2 hours ago\. Run `wirefold worker`/m,
    );
  });
});
