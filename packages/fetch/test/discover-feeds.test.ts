import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { discoverFeeds } from '../src/discovery/discover-feeds.ts';
import { createHttpClient } from '../src/http-client.ts';
import { serve } from './loopback-server.ts';

const NOW = '2026-02-01T12:00:00.000Z';
const client = createHttpClient({ userAgent: 'wirefold-test/1', allowPrivate: ['127.0.0.0/8'] });
afterAll(() => client.close());

const rss = (title: string, ...links: string[]) =>
  `<rss version="2.0"><channel><title>${title}</title><language>en</language>${links
    .map((link, i) => `<item><link>${link}</link><pubDate>2026-01-0${i + 1}T10:00:00Z</pubDate></item>`)
    .join('')}</channel></rss>`;
const atom = (...links: string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title>${links
    .map((link) => `<entry><id>${link}</id><link href="${link}"/></entry>`)
    .join('')}</feed>`;
const urlset = (...urls: string[]) => `<urlset>${urls.map((url) => `<url>${url}</url>`).join('')}</urlset>`;
const loc = (address: string) => `<loc>${address}</loc>`;
const ofNews = (address: string) =>
  `${loc(address)}<news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:title>Ferry</news:title></news:news>`;
const index = (...urls: string[]) =>
  `<sitemapindex>${urls.map((url) => `<sitemap>${loc(url)}</sitemap>`).join('')}</sitemapindex>`;
const page = (head: string, body = '') =>
  `<!doctype html><html><head><title>News</title>${head}</head><body>${body}</body></html>`;
const link = (href: string, rest = 'rel="alternate" type="application/rss+xml"') =>
  `<link ${rest} href="${href}">`;

type Route = string | Uint8Array | number | ((response: ServerResponse) => void);

/** A site of these paths; `$` in a text stands for its own address. All else is 404. */
async function site(routes: Readonly<Record<string, Route>>) {
  const server = await serve((request, response) => {
    const route = routes[request.url ?? ''] ?? 404;
    if (typeof route === 'function') route(response);
    else if (typeof route === 'number') response.writeHead(route).end();
    else if (typeof route === 'string') response.end(route.replaceAll('$', server.url));
    else response.end(route);
  });
  return server;
}

const moved =
  (status: number, location: string): Route =>
  (response) =>
    response.writeHead(status, { location }).end();

/** What is found on a site from `/` on: paths with what they are. */
async function discover(routes: Readonly<Record<string, Route>>, path = '/') {
  const server = await site(routes);
  const { candidates, tried } = await discoverFeeds(`${server.url}${path}`, { client, now: NOW });
  const short = (url: string) => url.replace(server.url, '');
  return {
    candidates,
    found: candidates.map(({ url, form, foundBy }) => `${short(url)} ${form} ${foundBy}`),
    tried: tried.map(({ url, why }) => `${short(url)}: ${why}`),
    asked: server.asked,
  };
}

describe('an address that is itself', () => {
  it.each([
    ['a feed', rss('The Ferry Post', '/1', '/2'), 'rss'],
    ['a feed that is gzipped', gzipSync(rss('F', '/1')), 'rss'],
    ['an Atom feed', atom('/1'), 'atom'],
    ['a JSON feed', '{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[]}', 'json-feed'],
    ['a sitemap', urlset(loc('$/1')), 'sitemap'],
    ['a news sitemap', urlset(ofNews('$/1')), 'news-sitemap'],
    ['an index of sitemaps', index('$/a.xml'), 'sitemap-index'],
    ['a sitemap as a text', '$/1\n$/2\n', 'text-sitemap'],
  ])('%s is found at one request', async (_, body, form) => {
    const { found, asked, tried } = await discover({ '/x': body }, '/x');
    expect([found, asked, tried]).toEqual([[`/x ${form} itself`], ['/x'], []]);
  });

  it('a feed says what it is', async () => {
    const { candidates } = await discover({ '/x': rss('The &lt;b>Ferry&lt;/b> Post', '/1', '/2') }, '/x');
    expect(candidates).toEqual([
      {
        url: expect.stringMatching(/\/x$/),
        ...{ kind: 'feed', form: 'rss', foundBy: 'itself', title: 'The Ferry Post', language: 'en' },
        ...{ entries: 2, newest: '2026-01-02T10:00:00.000Z', isComments: false },
      },
    ]);
  });

  it.each([
    [301, '/new'],
    [302, '/x'],
  ])('a feed that moved by %i is polled at %s', async (status, path) => {
    const { found } = await discover({ '/x': moved(status, '/new'), '/new': rss('F', '/1') }, '/x');
    expect(found).toEqual([`${path} rss itself`]);
  });

  it.each([
    ['an OPML list', '<opml version="2.0"><body/></opml>', /an OPML list, which can be imported/],
    ['a picture', Buffer.from('GIF89a;'), /neither: binary/],
    ['nothing', '', /neither: empty/],
    ['a broken feed', rss('F', '/1').slice(0, 80), /a broken rss: /],
    [
      'a sitemap of another site',
      urlset(loc('https://a.test/')),
      /without entries; left out: 1 of other sites/,
    ],
  ])('%s is listed with the reason', async (_, body, why) => {
    const { found, tried } = await discover({ '/x': body }, '/x');
    expect(found).toEqual([]);
    expect(tried[0]).toMatch(why);
  });
});

describe('a page', () => {
  it.each<[string, string, string[]]>([
    ['RSS', link('/a'), ['/a rss page-link']],
    ['Atom', link('/a', 'rel="alternate" type="application/atom+xml"'), ['/a rss page-link']],
    ['JSON', link('/a', 'type="application/feed+json" rel="home alternate"'), ['/a rss page-link']],
    [
      'capitals',
      '<LINK REL=ALTERNATE TYPE="Application/RSS+XML; charset=utf-8" HREF=/a>',
      ['/a rss page-link'],
    ],
    [
      'single quotes and entities',
      "<link rel='alternate' type='text/xml' href='/q?a=1&amp;b=2'/>",
      ['/q?a=1&b=2 rss page-link'],
    ],
    ['a bare ampersand', link('/q?a=1&b=2'), ['/q?a=1&b=2 rss page-link']],
    ['rel=feed', '<link rel="feed" href="/a">', ['/a rss page-link']],
    [
      'no type, and the name of a feed',
      '<link rel="alternate" href="/news/rss.xml">',
      ['/news/rss.xml rss page-link'],
    ],
    [
      'the first of two hrefs',
      '<link rel="alternate" type="application/rss+xml" href="/a" href="/b">',
      ['/a rss page-link'],
    ],
    ['base', `<base href="/deep/">${link('a')}`, ['/deep/a rss page-link']],
    [
      'the first of two bases',
      `<base target="_top"><base href="/deep/"><base href="/">${link('a')}`,
      ['/deep/a rss page-link'],
    ],
    ['a base that is none', `<base href="javascript:x">${link('a')}`, ['/a rss page-link']],
    ['the same twice', link('/a') + link('/a#x') + link('/a?utm_source=x'), ['/a rss page-link']],
    [
      'rel=sitemap',
      '<link rel="sitemap" type="application/xml" href="/s.xml">',
      ['/s.xml sitemap page-link'],
    ],
    ['another language of itself', '<link rel="alternate" hreflang="de" href="/a">', []],
    ['a style sheet', '<link rel="alternate stylesheet" type="text/xml" href="/a">', []],
    ['an interface', link('/wp-json/wp/v2/pages/1', 'rel="alternate" type="application/json"'), []],
    ['a comment', `<!--${link('/a')}-->`, []],
    ['a script', `<script>"${link('/a')}"</script>`, []],
    ['a text area', `<textarea>${link('/a')}</textarea>`, []],
    ['no address', link(''), []],
    ['a script address', link('javascript:alert(1)'), []],
  ])('that names a feed by %s', async (_, head, found) => {
    const feed = rss('F', '/1');
    const routes = {
      ...{
        '/': page(head),
        '/a': feed,
        '/q?a=1&b=2': feed,
        '/news/rss.xml': feed,
        '/deep/a': feed,
        '/b': atom('/2'),
      },
      ...{ '/wp-json/wp/v2/pages/1': feed, '/s.xml': urlset(loc('$/1')) },
    };
    expect((await discover(routes)).found).toEqual(found);
  });

  it.each<[string, string, string[]]>([
    ['a folder', '<a href="/feed/">All</a>', ['/feed/ rss page-anchor']],
    ['a file', '<a href="/news/world.rss">World</a>', ['/news/world.rss rss page-anchor']],
    ['a parameter', '<a href="/?feed=rss2">x</a>', ['/?feed=rss2 rss page-anchor']],
    ['its text', '<a href="/abo"><span>RSS</span> feed</a>', ['/abo rss page-anchor']],
    ['its label', '<a href="/abo" aria-label="RSS"><svg/></a>', ['/abo rss page-anchor']],
    ['a headline', '<a href="/2026/feed-the-birds">Feed the birds</a>', []],
    ['a long headline', `<a href="/2026/1">${'Why RSS will never die, '.repeat(3)}</a>`, []],
    ['another site', '<a href="http://127.0.0.1:9/rss">RSS</a>', []],
    ['a letter', '<a href="mailto:rss@news.example">RSS</a>', []],
  ])('that links to a feed by %s', async (_, body, found) => {
    const feed = rss('F', '/1');
    const routes = { '/feed/': feed, '/news/world.rss': feed, '/?feed=rss2': feed, '/abo': feed };
    const all = { '/': page('', body), ...routes, '/2026/feed-the-birds': feed, '/2026/1': feed };
    const result = await discover(all);
    // Where nothing is found the usual places are asked, and `/feed/` is one of them.
    expect(result.found.filter((one) => !one.endsWith('usual-path'))).toEqual(found);
  });

  it('that links to a page of feeds leads to those, and no further', async () => {
    const { found, tried } = await discover({
      '/': page('', '<a href="/rss">RSS</a>'),
      '/rss': page('', '<a href="/rss/world">World</a><a href="/rss/more">More</a>'),
      '/rss/world': rss('World', '/1'),
      '/rss/more': page('', '<a href="/rss/deep">Deep</a>'),
      '/rss/deep': rss('Deep', '/2'),
    });
    expect(found).toEqual(['/rss/world rss page-anchor']);
    expect(tried).toEqual(['/rss: a page, no feed', '/rss/more: a page, no feed']);
  });

  it('is read where it ended up', async () => {
    const { found, asked } = await discover({
      '/': moved(302, '/home/start'),
      '/home/start': page(link('feed')),
      '/home/feed': rss('F', '/1'),
    });
    expect(found).toEqual(['/home/feed rss page-link']);
    expect(asked).toEqual(['/', '/home/start', '/home/feed', '/robots.txt']);
  });

  it.each([
    ['a feed', '</f>; rel="alternate"; type="application/rss+xml"; title="All of it"', ['/f rss page-link']],
    [
      'one of several',
      '</x>; rel=preload, <f>; rel="self alternate"; type="application/rss+xml"',
      ['/f rss page-link'],
    ],
    [
      'many blanks',
      `</f>; rel=alternate;${' '.repeat(60_000)}type="application/rss+xml"`,
      ['/f rss page-link'],
    ],
    ['a link of another context', '</f>; rel=alternate; type="application/rss+xml"; anchor="/y"', []],
    ['an alternate of another type', '</f>; rel=alternate; type="text/html"', []],
    ['an address that is none', '<javascript:x()>; rel=alternate; type="application/rss+xml"', []],
    ['a broken one', '</f; rel=alternate; type="application/rss+xml"', []],
  ])('with %s in its header Link', async (_, header, expected) => {
    const withHeader = (response: ServerResponse) =>
      response
        .writeHead(200, { link: header, 'content-type': 'text/html' })
        .end(page('<base href="/other/">'));
    const { found } = await discover({ '/': withHeader, '/f': rss('', '/1') });
    expect(found).toEqual(expected);
  });

  it.each([
    ['0; url=/en/', ['/en/f rss page-link']],
    ['0;URL="/en/"', ['/en/f rss page-link']],
    [" 3.5 , url = '/en/' ", ['/en/f rss page-link']],
    ['0 ./en/', ['/en/f rss page-link']],
    ['300', []],
    ['0; url=/', []],
    ['0; url=javascript:x()', []],
    ['url=/en/', []],
  ])('that only sends its readers on by %s is followed', async (refresh, expected) => {
    const { found } = await discover({
      '/': page(`<meta http-equiv="Refresh" content="${refresh.replaceAll('"', '&quot;')}">`),
      '/en/': page(link('f')),
      '/en/f': rss('', '/1'),
    });
    expect(found).toEqual(expected);
  });

  it('that names a feed is not left for where it sends its readers, nor is a second such page', async () => {
    const on = (to: string) => `<meta http-equiv="refresh" content="0; url=${to}">`;
    const stays = await discover({ '/': page(on('/en/') + link('/f')), '/f': rss('', '/1') });
    expect(stays.asked).not.toContain('/en/');
    const chain = await discover({ '/': page(on('/a')), '/a': page(on('/b')), '/b': page(link('/f')) });
    expect(chain.asked).toContain('/a');
    expect(chain.asked).not.toContain('/b');
  });

  it('names a feed that another host has', async () => {
    const other = await site({ '/f': rss('F', '/1') });
    const server = await site({ '/': page(link(`${other.url}/f`)) });
    const { candidates } = await discoverFeeds(server.url, { client, now: NOW });
    expect(candidates.map(({ url }) => url)).toEqual([`${other.url}/f`]);
  });

  it('has the title that the page gives where the feed has none', async () => {
    const untitled = '<rss version="2.0"><channel><item><link>/1</link></item></channel></rss>';
    const head = link(
      '/a',
      'rel="alternate" type="application/rss+xml" title="News &amp; &lt;i>more&lt;/i>"',
    );
    expect((await discover({ '/': page(head), '/a': untitled })).candidates[0]?.title).toBe('News & more');
  });

  it('gives each document once: by address, after redirects, and by its entries', async () => {
    const five = ['/1', '/2', '/3', '/4', '/5'];
    const { found, tried } = await discover({
      '/': page(['/a', '/moved', '/atom', '/longer', '/two', '/one'].map((href) => link(href)).join('')),
      '/a': rss('F', ...five),
      '/moved': moved(302, '/a'),
      '/atom': atom(...five),
      '/longer': rss('F', ...five, '/6'),
      '/two': rss('G', '/1', '/2'),
      '/one': rss('H', '/1'),
    });
    expect(found).toEqual(['/a rss page-link', '/two rss page-link', '/one rss page-link']);
    expect(tried).toEqual([]);
  });

  it('keeps feeds without entries apart', async () => {
    const routes = { '/': page(link('/a') + link('/b')), '/a': rss('A'), '/b': rss('B') };
    expect((await discover(routes)).found).toEqual(['/a rss page-link', '/b rss page-link']);
  });

  it('of which feeds are broken or missing lists them with the reason', async () => {
    const routes = {
      '/': page(link('/gone') + link('/cut') + link('/a')),
      '/gone': 410,
      '/a': rss('F', '/1'),
    };
    const { found, tried } = await discover({ ...routes, '/cut': '<rss><channel>' });
    expect(found).toEqual(['/a rss page-link']);
    expect(tried[0]).toMatch(/^\/gone: the server answered 410/);
    expect(tried[1]).toMatch(/^\/cut: a broken rss: the root element does not close/);
  });
});

describe('feeds of comments', () => {
  it.each([
    ['their address', link('/comments/feed/'), '/comments/feed/', 'News'],
    ['their parameter', link('/?feed=comments-rss2'), '/?feed=comments-rss2', 'News'],
    [
      'what the page calls them',
      link('/c', 'rel=alternate type=application/rss+xml title="News &raquo; Comments Feed"'),
      '/c',
      'News',
    ],
    [
      'what it calls them in German',
      link('/c', 'rel=alternate type=application/rss+xml title="Kommentar-Feed"'),
      '/c',
      'News',
    ],
    ['their own title', link('/c'), '/c', 'Comments on: A ferry'],
  ])('go last and are marked by %s', async (_, comments, path, title) => {
    const { candidates, found } = await discover({
      '/': page(`${comments}<link rel=alternate type=application/rss+xml title="Comment: RSS" href="/a">`),
      '/a': rss('Comment is free', '/1'),
      '/robots.txt': 'Sitemap: $/s.xml',
      '/s.xml': urlset(loc('$/1')),
      [path]: rss(title, '/2'),
    });
    expect(found).toEqual(['/a rss page-link', '/s.xml sitemap robots', `${path} rss page-link`]);
    expect(candidates.map(({ isComments }) => isComments)).toEqual([false, false, true]);
  });
});

describe('robots.txt', () => {
  it('names sitemaps, of which those of news go first', async () => {
    const { found } = await discover({
      '/': page(''),
      '/robots.txt':
        'User-agent: *\r\nDisallow: /x\r\nSITEMAP: $/all.xml # all\r\nSitemap: /index.xml\nSitemap:\nSitemap: $/n.xml',
      '/all.xml': urlset(loc('$/1')),
      '/index.xml': index('$/old.xml', '$/sitemap-news.xml'),
      '/sitemap-news.xml': urlset(ofNews('$/2')),
      '/n.xml': gzipSync('x'),
    });
    expect(found).toEqual([
      '/sitemap-news.xml news-sitemap sitemap-index',
      '/all.xml sitemap robots',
      '/index.xml sitemap-index robots',
    ]);
  });

  it.each<[string, Route]>([
    ['is missing', 404],
    ['cannot be had', 503],
    ['is a page', page('', 'Not here')],
    ['leads round in circles', moved(302, '/robots.txt')],
  ])('that %s is no hindrance', async (_, robots) => {
    const { found } = await discover({ '/': page(link('/a')), '/a': rss('F', '/1'), '/robots.txt': robots });
    expect(found).toEqual(['/a rss page-link']);
  });

  it('of 10,000 sitemaps has five looked at', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `Sitemap: $/${i}.xml`).join('\n');
    const { asked } = await discover({ '/': page(link('/a')), '/a': rss('F', '/1'), '/robots.txt': lines });
    expect(asked).toHaveLength(8);
  });
});

describe('usual places', () => {
  it('are asked only where nothing was found, and end with the first feed', async () => {
    const routes = { '/': page(''), '/rss/': rss('F', '/1'), '/feed.xml': rss('G', '/2') };
    const { found, asked } = await discover(routes);
    expect(found).toEqual(['/rss/ rss usual-path']);
    expect(asked).toEqual(['/', '/robots.txt', '/feed/', '/rss/']);
  });

  it('are asked at the root of the host, for feeds and then for sitemaps', async () => {
    const { found, asked } = await discover({ '/a/b': page(''), '/sitemap.xml': urlset(loc('$/1')) }, '/a/b');
    expect(found).toEqual(['/sitemap.xml sitemap usual-path']);
    expect(asked).toHaveLength(13);
  });

  it.each<[number, number]>([
    [404, 14],
    [410, 14],
    [403, 14],
    [500, 1],
    [429, 1],
  ])('are asked after a %i in %i requests in all', async (status, requests) => {
    const { found, tried, asked } = await discover({ '/': status });
    expect([found, asked.length]).toEqual([[], requests]);
    expect(tried[0]).toMatch(`/: the server answered ${status}`);
  });
});

describe('a search', () => {
  it('makes at most 20 requests, and says what it left out', async () => {
    const anchors = Array.from({ length: 30 }, (_, i) => `<a href="/rss/${i}">RSS</a>`).join('');
    const heads = Array.from({ length: 30 }, (_, i) => link(`/${i}`)).join('');
    const { asked, tried } = await discover({ '/': page(heads, anchors) });
    expect(asked).toHaveLength(20);
    expect(tried.at(-1)).toMatch(/not looked at: 20 requests were made$/);
  });

  it('counts redirects as requests', async () => {
    const heads = Array.from({ length: 8 }, (_, i) => link(`/${i}/0`)).join('');
    const server = await serve((request, response) => {
      const [, group, hop = ''] = (request.url ?? '').split('/');
      if (group === '') response.end(page(heads));
      else response.writeHead(302, { location: `/${group}/${Number(hop) + 1}` }).end();
    });
    await discoverFeeds(server.url, { client, now: NOW });
    expect(server.asked.length).toBe(25);
  });

  it.each([
    ['http://10.0.0.1/', 'no public unicast address'],
    ['ftp://news.example/', 'the scheme is ftp:'],
    ['news', 'cannot be parsed'],
    ['http://a:b@news.example/', 'carries a user name or password'],
  ])('of %s ends with the reason', async (address, why) => {
    const { candidates, tried } = await discoverFeeds(address, { client, now: NOW });
    expect(candidates).toEqual([]);
    expect(tried).toMatchObject([{ url: address, why: expect.stringContaining(why) }]);
  });

  it.each(['http://10.0.0.1/feed', 'http://169.254.169.254/latest', 'http://[::ffff:10.0.0.1]/rss'])(
    'never asks %s, whatever names it',
    async (forbidden) => {
      const { tried, asked } = await discover({
        '/': page(link(forbidden) + link('/moved'), `<a href="${forbidden}">RSS</a>`),
        '/moved': moved(301, forbidden),
        '/robots.txt': `Sitemap: ${forbidden}x`,
      });
      expect(tried.filter((one) => one.includes('no public unicast address'))).toHaveLength(3);
      expect(asked.slice(0, 3)).toEqual(['/', '/moved', '/robots.txt']);
    },
  );

  it('ends with the reason of its signal', async () => {
    const server = await site({ '/': page(link('/a')) });
    const abort = new AbortController();
    const get: typeof client.get = (url, options) => {
      abort.abort(new Error('enough'));
      return client.get(url, options);
    };
    const options = { client: { get }, now: NOW, signal: abort.signal };
    await expect(discoverFeeds(server.url, options)).rejects.toThrow('enough');
    expect(server.asked).toEqual(['/']);
  });

  it('reads feeds by whoever it is told to', async () => {
    const server = await site({ '/': page(link('/a')), '/a': rss('F', '/1') });
    const readFeed = async () => ({ entries: [], title: 'Read elsewhere', pace: {} });
    const { candidates } = await discoverFeeds(server.url, { client, now: NOW, readFeed });
    expect(candidates).toMatchObject([{ title: 'Read elsewhere', entries: 0 }]);
  });

  it('ends, whatever the page is made of', async () => {
    const part = fc.constantFrom(
      ...[
        '<link',
        '<a',
        '<base',
        ' href=',
        '"',
        "'",
        '>',
        '/>',
        '</a>',
        '<!--',
        '-->',
        '<script>',
        '</script>',
      ],
      ...[
        ' rel=alternate',
        ' type=application/rss+xml',
        '/a',
        'http://[',
        '%zz',
        '&#0;',
        '&amp;',
        '\0',
        'RSS',
        ' ',
      ],
    );
    let body = '';
    const server = await serve((request, response) => response.end(request.url === '/' ? body : 'x'));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        body = page(parts.join(''), parts.join(''));
        expect((await discoverFeeds(server.url, { client, now: NOW })).candidates).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
