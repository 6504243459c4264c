import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractSitemapEntries, MAX_SITEMAP_ENTRIES, type SitemapForm } from '../src/sitemap-entries.ts';

const ORIGIN = { url: 'https://www.news.example/sitemap.xml', now: '2026-02-01T12:00:00.000Z' };
const NEWS = 'http://www.google.com/schemas/sitemap-news/0.9';
const urlset = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="${NEWS}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${inner}</urlset>`;
const page = (n: number | string, inner = '') => `<url><loc>https://news.example/${n}</loc>${inner}</url>`;
const index = (...locs: string[]) =>
  `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${locs.map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`).join('')}</sitemapindex>`;
const withType = (subset: string, text: string) =>
  text.replace('<urlset', `<!DOCTYPE urlset [${subset}]><urlset`);
const read = (text: string, form: SitemapForm = 'sitemap', origin = ORIGIN) =>
  extractSitemapEntries(text, form, origin);
const linksOf = async (text: string, form: SitemapForm = 'sitemap') =>
  (await read(text, form)).entries.map((entry) => entry.url);
const hintsOf = async (inner: string) => (await read(urlset(page(1, inner)))).entries[0]?.hints;
const newsOf = (inner: string) => `<news:news>${inner}</news:news>`;

describe('a sitemap', () => {
  it('gives its pages with the title, date and language of the news extension, and lastmod', async () => {
    const news = newsOf(
      '<news:publication><news:name>The News</news:name><news:language>en-gb</news:language></news:publication><news:publication_date>2026-01-05T10:00:00+01:00</news:publication_date><news:title>Ferry &amp; fog</news:title>',
    );
    const lastmod = '<lastmod>2026-01-06</lastmod>';
    const image = '<image:image><image:loc>https://news.example/a.jpg</image:loc></image:image>';
    expect(await read(urlset(page('a?x=1&amp;y=2', news + lastmod + image) + page('b')))).toEqual({
      entries: [
        {
          url: 'https://news.example/a?x=1&y=2',
          hints: {
            headline: 'Ferry & fog',
            publishedAt: '2026-01-05T09:00:00.000Z',
            modifiedAt: '2026-01-06',
            language: 'en-GB',
          },
        },
        { url: 'https://news.example/b' },
      ],
      detail: undefined,
    });
  });

  it.each([
    [
      'with a prefix',
      '<s:urlset xmlns:s="x"><s:url><s:loc>https://news.example/1</s:loc></s:url></s:urlset>',
    ],
    ['without a namespace', '<urlset><url><loc>https://news.example/1</loc></url></urlset>'],
    ['in CDATA and blanks', urlset('<url>\n<loc>\n <![CDATA[https://news.example/1]]> </loc></url>')],
    ['of one address twice', urlset(page(1) + page(1))],
    ['with a document type', withType('<!ENTITY a "b">', urlset(page(1)))],
  ])('%s gives its page once', async (_, text) => {
    expect(await linksOf(text)).toEqual(['https://news.example/1']);
  });

  it('may have bare ampersands in its addresses, as many have', async () => {
    expect(await linksOf(urlset('<url><loc>https://news.example/a?x=1&y=2&z=3</loc></url>'))).toEqual([
      'https://news.example/a?x=1&y=2&z=3',
    ]);
  });

  it('keeps its references and bare ampersands whole, wherever it is cut into slices', async () => {
    const loc = '<url><loc>https://news.example/?a=1&amp;b=2&c=&#51;</loc></url>';
    const text = urlset(`${' '.repeat(32_000)}${loc.repeat(40)}`);
    for (let shift = 0; shift < 80; shift += 1)
      expect(await linksOf(text.replace(' ', ' '.repeat(shift + 1)))).toEqual([
        'https://news.example/?a=1&b=2&c=3',
      ]);
  });

  it.each([
    ['https://news.example/1', true],
    ['http://cdn.news.example/1', true],
    ['https://news.example.org/1', false],
    ['https://other.example/1', false],
    ['https://127.0.0.1/1', false],
    ['https://news.example@other.example/1', false],
    ['javascript:alert(1)', false],
    ['file:///etc/passwd', false],
    ['/relative', false],
    ['', false],
    ['https://www.news.example/sitemap.xml', false],
  ])('of www.news.example may name %s: %s', async (loc, isTaken) => {
    const { entries } = await read(urlset(`<url><loc>${loc}</loc></url>`));
    expect(entries.length).toBe(isTaken ? 1 : 0);
  });

  it('says what was left out', async () => {
    const text = urlset(`${page(1)}<url><loc>https://a.test/</loc></url><url><loc>javascript:x</loc></url>`);
    expect((await read(text)).detail).toBe('left out: 1 that are no http(s) addresses, 1 of other sites');
  });

  it('of a file that a person has may name any site', async () => {
    const text = urlset('<url><loc>https://a.test/1</loc></url><url><loc>https://b.test/1</loc></url>');
    const { entries } = await read(text, 'sitemap', { ...ORIGIN, url: 'file:///tmp/sitemap.xml' });
    expect(entries).toHaveLength(2);
  });

  it('gives the first 50,000 of 50,001 entries, and says so', async () => {
    const text = urlset(Array.from({ length: MAX_SITEMAP_ENTRIES + 1 }, (_, i) => page(i)).join(''));
    const { entries, detail } = await read(text);
    expect([entries.length, detail]).toEqual([50_000, 'left out: all after the first 50000']);
    expect((await read(urlset(Array.from({ length: 50_000 }, (_, i) => page(i)).join('')))).detail).toBe(
      undefined,
    );
  });

  it.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['0000-01-01', undefined],
    ['9999-12-31', undefined],
    ['2027-02-01', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('dated %s has the date %s', async (text, date) => {
    const dates = await hintsOf(
      `<lastmod>${text}</lastmod>${newsOf(`<news:publication_date>${text}</news:publication_date>`)}`,
    );
    expect([dates?.publishedAt, dates?.modifiedAt]).toEqual([date, date]);
  });

  it('loses the markup in its titles', async () => {
    expect(await hintsOf(newsOf('<news:title>&lt;b>Ferry&lt;/b> &lt;script>x</news:title>'))).toEqual({
      headline: 'Ferry x',
    });
  });
});

describe('an index of sitemaps', () => {
  it('gives its sitemaps as such, itself and other sites left out', async () => {
    const text = index('https://news.example/a.xml', ORIGIN.url, 'https://a.test/b.xml');
    expect(await read(text, 'sitemap-index')).toEqual({
      entries: [{ url: 'https://news.example/a.xml', kind: 'child-sitemap' }],
      detail: 'left out: 1 of other sites',
    });
  });
});

describe('a sitemap in an index', () => {
  const changeOf = async (inner: string) => {
    const entry = `<sitemap>${inner}</sitemap>`;
    const text = `<sitemapindex>${entry}</sitemapindex>`;
    return (await read(text, 'sitemap-index')).entries.map(({ changedAt }) => changedAt);
  };
  const loc = '<loc>https://news.example/a.xml</loc>';

  it.each([
    ['2026-01-05T09:00:00+01:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T09:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:00.25Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['2026-01-05T09:00:00', '2026-01-05T00:00:00.000Z'],
    [' 2026-01-05\n', '2026-01-05T00:00:00.000Z'],
    ['2026-01', undefined],
    ['0000-00-00', undefined],
    ['9999-12-31', undefined],
    ['2027-02-01', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('last changed %j was changed at %s', async (lastmod, changedAt) => {
    expect(await changeOf(`${loc}<lastmod>${lastmod}</lastmod>`)).toEqual([changedAt]);
    expect(await changeOf(`<lastmod>${lastmod}</lastmod>${loc}`)).toEqual([changedAt]);
  });

  it('says nothing of it where the index does not, and keeps it apart from its neighbour', async () => {
    const next = loc.replace('a.xml', 'b.xml');
    expect(await changeOf(`<lastmod>2026-01-05</lastmod>${loc}</sitemap><sitemap>${next}`)).toEqual([
      '2026-01-05T00:00:00.000Z',
      undefined,
    ]);
  });

  it('is left out where it has no address', async () => {
    expect(await changeOf('<lastmod>2026-01-05</lastmod>')).toEqual([]);
  });
});

describe('a text sitemap', () => {
  it('has an address a line', async () => {
    const text = '\uFEFFhttps://news.example/1\r\n\r\nhttps://news.example/2\nhttps://a.test/';
    expect(await linksOf(text.slice(1), 'text-sitemap')).toEqual([
      'https://news.example/1',
      'https://news.example/2',
    ]);
  });

  it('gives 50,000 of a million lines', async () => {
    const text = Array.from({ length: 1_000_000 }, (_, i) => `https://news.example/${i}`).join('\n');
    expect(await linksOf(text, 'text-sitemap')).toHaveLength(50_000);
  });
});

describe('hostile sitemaps', () => {
  it.each([
    ['truncated', urlset(page(1)).slice(0, -10)],
    ['cut in a tag', urlset(page(1)).slice(0, 200)],
    ['HTML', '<!doctype html><html><body><p>Not here<br></body></html>'],
    ['50,000 nested tags', urlset('<url>'.repeat(50_000))],
    ['50,000 nested and closed tags', urlset('<url>'.repeat(50_000) + '</url>'.repeat(50_000))],
    ['tags that cross', urlset('<url><loc></url></loc>')],
    ['open CDATA', urlset('<![CDATA['.repeat(1_000))],
    ['a million open tags', urlset('<a '.repeat(1_000_000))],
    [
      '10,000 attributes',
      urlset(`<url ${Array.from({ length: 10_000 }, (_, i) => `a${i}="x"`).join(' ')}/>`),
    ],
    ['nothing', ''],
  ])('are refused: %s', async (_, text) => {
    await expect(read(text)).rejects.toThrow();
  });

  it('keep an entity bomb as text and never read an external entity', async () => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
    const subset = `<!ENTITY l0 "lol">${entities.join('')}<!ENTITY f SYSTEM "file:///etc/passwd">`;
    const text = withType(subset, urlset(page(1, newsOf('<news:title>&l9; &f;</news:title>'))));
    expect((await read(text)).entries[0]?.hints?.headline).toBe('&l9; &f;');
  });

  it('leave no trace of __proto__', async () => {
    const text = urlset(`${page(1, '<__proto__ __proto__="1"><constructor>x</constructor></__proto__>')}`);
    expect(await read(text)).toEqual({ entries: [{ url: 'https://news.example/1' }], detail: undefined });
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('end, with addresses of their own site alone, whatever comes in', async () => {
    const part = fc.constantFrom(
      ...[
        '<url>',
        '</url>',
        '<loc>',
        '</loc>',
        'https://news.example/a',
        'https://a.test/',
        '&',
        '<![CDATA[',
      ],
      ...[']]>', '<!--', '-->', '<?x?>', '<!DOCTYPE a>', '\0', '&#0;', '&#65;', '</urlset>', ' '],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 20 }), async (parts) => {
        const { entries } = await read(urlset(parts.join(''))).catch(() => ({ entries: [] }));
        expect(entries.every(({ url }) => new URL(url).hostname === 'news.example')).toBe(true);
      }),
    );
  });
});
