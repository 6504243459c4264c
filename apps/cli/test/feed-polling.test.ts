import { describe, expect, it, vi } from 'vitest';
import { LOOPBACK, startSite } from './site.ts';
import { records, startWirefold, wirefold } from './wirefold.ts';
import { createWorkshop, headlineOf } from './workshop.ts';

/** Most of these wait for processes that they have started. */
const SLOW = { timeout: 120_000 };

const ENTERED = 'SELECT count(*) FROM articles';

async function startHere(...added: string[]) {
  const [site, shop] = await Promise.all([startSite(), createWorkshop()]);
  const around = { cwd: shop.cwd, env: { ...shop.env, ...LOOPBACK, WIREFOLD_ATTEMPTS: '1' } };
  const call = (...args: string[]) => wirefold(['feed', ...args], around);
  const outlines = added.map((path) => `<outline type="rss" xmlUrl="${site.url}${path}"/>`).join('');
  const opml = `<opml version="2.0"><body>${outlines}</body></opml>`;
  if (added.length > 0) await wirefold(['feed', 'import', '-'], { ...around, input: opml });
  const articles = () => Number(shop.rows(ENTERED)[0]?.[0]);
  return { site, shop, around, call, articles };
}

describe('feed poll', SLOW, () => {
  it('brings in the entries of what is due and shows their stories; the second time brings nothing, and asks with the validator', async () => {
    const { site, call, articles, shop } = await startHere('/press/news.xml');
    const first = await call('poll');
    expect(first.status).toBe(0);
    expect(first.out).toMatch(/^3 items in .*: /);
    expect(first.out).toContain(headlineOf(1));
    expect(articles()).toBe(2);
    const none = await call('poll');
    expect(none).toMatchObject({
      status: 0,
      out: '',
      err: expect.stringContaining('No feed is due; the next one is in'),
    });
    const again = await call('poll', '--all');
    expect(again.status).toBe(0);
    expect(again.out).toMatch(/^1 item in .*: 1 unchanged\n {2}not-modified: 1\n/);
    expect(
      site
        .askedFor('/press/news.xml')
        .map(({ status }) => status)
        .slice(-2),
    ).toEqual([200, 304]);
    expect(site.askedFor('/article/1')).toHaveLength(1);
    expect(articles()).toBe(2);
    expect(await shop.call(['verify'])).toMatchObject({ status: 0 });
  });

  it('fetches nothing but what is new of a feed that has changed', async () => {
    const { site, call, articles } = await startHere('/press/news.xml');
    await call('poll');
    site.feeds.get('/press/news.xml')?.numbers.push(7);
    const { out } = await call('poll', `${site.url}/press/news.xml`);
    expect(out).toContain(headlineOf(7));
    expect(out).toMatch(/^2 items in /);
    expect([articles(), site.askedFor('/article/1').length]).toEqual([3, 1]);
  });

  it('polls those that are named, and names what is unknown', async () => {
    const { site, call, articles } = await startHere('/press/news.xml', '/press/sport.xml');
    const { status, err } = await call('poll', `${site.url}/press/sport.xml`, 'zzzz');
    expect(status).toBe(1);
    expect(err).toContain('Feed left out: zzzz: no feed has an id that begins so.');
    expect(articles()).toBe(1);
    expect(await call('poll', '--all', 'zzzz')).toMatchObject({ status: 2 });
  });

  it('follows a feed that has moved for good, says so, and asks the new address from then on', async () => {
    const { site, call, articles } = await startHere('/moved.xml');
    expect(await call('poll')).toMatchObject({ status: 0 });
    expect(articles()).toBe(2);
    const [feed] = records((await call('list', '--json')).out);
    expect(feed).toMatchObject({ state: 'well', health: `well; moved to ${site.url}/press/news.xml` });
    expect(await call('poll', `${site.url}/press/news.xml`)).toMatchObject({ status: 0 });
    expect(site.askedFor('/moved.xml')).toHaveLength(1);
    expect(site.askedFor('/press/news.xml').map(({ status }) => status)).toEqual([200, 304]);
  });

  it('polls a sitemap as well', async () => {
    const { site, call, articles, shop } = await startHere();
    const added = await call('add', `${site.url}/press/sitemap.xml`);
    expect(added.out).toMatch(/^Added: it_\w{8} {2}sitemap, 2 entries, newest 2026-01-06/);
    expect(await call('poll')).toMatchObject({ status: 0 });
    expect(articles()).toBe(2);
    expect(shop.rows('SELECT kind, entries, new_entries FROM feeds')).toEqual([['sitemap', 2, 2]]);
  });

  it('says why a poll failed, as do list and status', async () => {
    const { site, shop, call } = await startHere('/press/news.xml');
    site.feeds.delete('/press/news.xml');
    const { status, err } = await call('poll');
    expect(status).toBe(1);
    expect(err).toContain(`Poll failed: ${site.url}/press/news.xml: failing for `);
    expect(err).toContain('the server answered 404');
    const list = await call('list');
    expect(list.out).toContain('the server answered 404');
    expect(list.err).toContain('1 feed: 1 failing, 0 due now.');
    const seen = await shop.call(['status']);
    expect(seen.out).toContain('Feeds: 1 polled, 0 due\n');
    expect(seen.out).toMatch(
      /^Feed in trouble: http:\S+: failing for \d+ seconds?: the server answered 404$/m,
    );
  });
});

describe('feed poll beside others', SLOW, () => {
  it('waits for what running workers do of it', async () => {
    const { site, around, articles } = await startHere('/press/news.xml', '/press/culture.xml');
    const env = { ...around.env, WIREFOLD_POLL_TICK_MS: '3600000' };
    const letGo = site.hold();
    const worker = startWirefold(['worker'], { ...around, env });
    await vi.waitUntil(() => site.asked.length > 0, { timeout: 60_000 });
    const polling = startWirefold(['feed', 'poll', '--all', '--json'], around);
    await polling.told('2 in flight');
    letGo();
    const { status, out } = await polling.ended();
    expect(status).toBe(0);
    const shown = records(out);
    expect(shown.filter(({ type }) => type === 'story')).toHaveLength(3);
    expect(shown.filter(({ type, health }) => type === 'feed' && health === 'well')).toHaveLength(2);
    expect(articles()).toBe(3);
    worker.kill('SIGTERM');
    await worker.ended();
  });

  it('stops at Ctrl-C, and says what is left; nothing is lost', async () => {
    const { site, around, shop } = await startHere('/press/news.xml');
    site.silence('/article/2');
    const env = { ...around.env, WIREFOLD_GRACE_MS: '200' };
    const polling = startWirefold(['feed', 'poll'], { ...around, env });
    await vi.waitUntil(() => site.askedFor('/article/2').length > 0, { timeout: 60_000 });
    polling.kill('SIGINT');
    const { status, out, err } = await polling.ended();
    expect({ status, out }).toEqual({ status: 1, out: expect.stringMatching(/[12] still in flight/) });
    expect(err).toContain('Stopping: what is at work ends first.');
    expect(await shop.call(['verify'])).toMatchObject({ status: 0 });
  });
});

describe('a worker', SLOW, () => {
  it('polls a feed that is added while it runs, by itself, and shows it as well', async () => {
    const { site, around, call, articles } = await startHere();
    const env = { ...around.env, WIREFOLD_POLL_TICK_MS: '200' };
    const worker = startWirefold(['worker'], { ...around, env });
    await worker.told('worker started');
    expect(await call('add', `${site.url}/press/news.xml`)).toMatchObject({ status: 0 });
    await vi.waitUntil(() => articles() === 2, { timeout: 100_000, interval: 100 });
    const [feed] = records((await call('list', '--json')).out);
    expect(feed).toMatchObject({ state: 'well', health: 'well', entries: 2, newEntries: 2, polls: 1 });
    worker.kill('SIGTERM');
    expect((await worker.ended()).status).toBe(0);
  });
});
