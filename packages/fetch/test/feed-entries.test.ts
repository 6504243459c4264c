import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractFeed } from '../src/feed-entries.ts';
import type { FeedForm } from '../src/feed-records.ts';

const ORIGIN = { url: 'http://feed.example/dir/feed.xml', now: '2026-02-01T12:00:00.000Z' };
const rss = (items: string, attributes = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"${attributes}><channel><title>c</title>${items}</channel></rss>`;
const atom = (entries: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}><title>c</title>${entries}</feed>`;
const item = (inner: string) => `<item><link>http://news.example/1</link>${inner}</item>`;
const entriesOf = (text: string, form: FeedForm = 'rss') =>
  extractFeed({ bytes: Buffer.from(text), charset: 'utf-8', form, ...ORIGIN }).entries;
const linksOf = (text: string, form: FeedForm = 'rss') => entriesOf(text, form).map((entry) => entry.url);
const hintsOf = (inner: string) => entriesOf(rss(item(inner)))[0]?.hints;

describe('formats', () => {
  const expected = [
    {
      url: 'http://news.example/1',
      hints: {
        headline: 'Ferry sails',
        publishedAt: '2026-01-05T09:00:00.000Z',
        byline: ['Ann Lee'],
        language: 'en-GB',
      },
    },
  ];
  it.each<[string, FeedForm, string]>([
    [
      'RSS 2.0',
      'rss',
      rss(
        '<language>en-gb</language><item><title>Ferry sails</title><link>http://news.example/1</link><pubDate>Mon, 05 Jan 2026 09:00:00 GMT</pubDate><author>desk@news.example (Ann Lee)</author></item>',
      ),
    ],
    [
      'RSS 0.91',
      'rss',
      '<rss version="0.91"><channel><title>c</title><language>en-GB</language><item><title>Ferry sails</title><link>http://news.example/1</link><pubDate>5 Jan 26 09:00 UT</pubDate><author>Ann Lee</author></item></channel></rss>',
    ],
    [
      'RSS 2.0 with Dublin Core',
      'rss',
      rss(
        '<item><title>Ferry sails</title><link>http://news.example/1</link><dc:date>2026-01-05T10:00:00+01:00</dc:date><dc:creator>Ann Lee</dc:creator><dc:language>en_GB</dc:language></item>',
      ),
    ],
    [
      'RSS 1.0',
      'rdf',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>c</title><dc:language>en-gb</dc:language></channel><item rdf:about="http://news.example/1"><title>Ferry sails</title><link>http://news.example/1</link><dc:date>2026-01-05T09:00:00Z</dc:date><dc:creator>Ann Lee</dc:creator></item></rdf:RDF>',
    ],
    [
      'Atom',
      'atom',
      atom(
        '<entry xml:lang="en-GB"><id>urn:1</id><title type="html">Ferry &lt;b&gt;sails&lt;/b&gt;</title><link rel="enclosure" href="/a.mp3"/><link rel="alternate" type="text/html" href="http://news.example/1"/><published>2026-01-05T09:00:00Z</published><updated>2026-01-06T09:00:00Z</updated><author><name>Ann Lee</name></author></entry>',
        ' xml:lang="de"',
      ),
    ],
    [
      'Atom with a prefix and the author of the feed',
      'atom',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="en-GB"><a:author><a:name>Ann Lee</a:name></a:author><a:entry><a:id>http://news.example/1</a:id><a:title>Ferry sails</a:title><a:published>2026-01-05T09:00:00Z</a:published></a:entry></a:feed>',
    ],
    [
      'JSON Feed 1.0',
      'json-feed',
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"http://news.example/1","title":"Ferry sails","date_published":"2026-01-05T09:00:00Z","author":{"name":"Ann Lee"},"language":"en-GB"}]}',
    ],
    [
      'JSON Feed 1.1',
      'json-feed',
      '{"version":"https://jsonfeed.org/version/1.1","language":"en-GB","authors":[{"name":"Ann Lee"}],"items":[{"id":"http://news.example/1","title":"Ferry sails","date_published":"2026-01-05T09:00:00Z"}]}',
    ],
  ])('%s gives its entry', (_, form, text) => {
    expect(entriesOf(text, form)).toEqual(expected);
  });

  it('gives no entries for a feed that has none', () => {
    expect(entriesOf(rss(''))).toEqual([]);
    expect(entriesOf(atom(''), 'atom')).toEqual([]);
  });
});

describe('links', () => {
  it.each([
    ['a relative link', '<item><link>../a/1</link></item>', ['http://feed.example/a/1']],
    [
      'a link with blanks',
      '<item><link>\n http://news.example/1 \n</link></item>',
      ['http://news.example/1'],
    ],
    [
      'tracking',
      '<item><link>http://news.example/1?utm_source=rss&amp;id=2</link></item>',
      ['http://news.example/1?id=2'],
    ],
    [
      'a guid in place of a link',
      '<item><guid>http://news.example/g</guid></item>',
      ['http://news.example/g'],
    ],
    [
      'an empty link before a guid',
      '<item><link></link><guid>http://news.example/g</guid></item>',
      ['http://news.example/g'],
    ],
    [
      'a javascript link before a guid',
      '<item><link>javascript:a()</link><guid>http://news.example/g</guid></item>',
      ['http://news.example/g'],
    ],
    [
      'a guid that is no permalink',
      '<item><guid isPermaLink="false">http://news.example/g</guid></item>',
      [],
    ],
    ['a guid that is no address', '<item><guid>12345</guid></item>', []],
    ['no link and no guid', '<item><title>a</title></item>', []],
    [
      'the same link twice',
      '<item><link>http://news.example/1</link></item><item><link>http://News.example:80/1#x</link></item>',
      ['http://news.example/1'],
    ],
    [
      'the same guid on two links',
      '<item><guid>1</guid><link>http://news.example/1</link></item><item><guid>1</guid><link>http://news.example/2</link></item>',
      ['http://news.example/1', 'http://news.example/2'],
    ],
    ['the feed itself', '<item><link>http://feed.example/dir/feed.xml#a</link></item>', []],
    [
      'xml:base on the item',
      '<item xml:base="http://base.example/x/"><link>1</link></item>',
      ['http://base.example/x/1'],
    ],
    ...[
      'javascript:alert(1)',
      'data:text/html,a',
      'file:///etc/passwd',
      'ftp://news.example/',
      'mailto:a@news.example',
      'http://a:b@news.example/',
      ' java\nscript:alert(1)',
    ].map((link): [string, string, string[]] => [link, `<item><link>${link}</link></item>`, []]),
  ])('of %s', (_, items, links) => {
    expect(linksOf(rss(items))).toEqual(links);
  });

  it('resolves xml:base inside xml:base', () => {
    const entry = '<entry xml:base="y/"><id>urn:1</id><link href="z"/></entry>';
    expect(linksOf(atom(entry, ' xml:base="http://base.example/x/"'), 'atom')).toEqual([
      'http://base.example/x/y/z',
    ]);
  });

  it('ignores an xml:base of another scheme', () => {
    const entry = '<entry xml:base="javascript:a"><id>urn:1</id><link href="z"/></entry>';
    expect(linksOf(atom(entry), 'atom')).toEqual(['http://feed.example/dir/z']);
  });

  it('takes the first 5,000 of 5,001', () => {
    const items = Array.from(
      { length: 5_001 },
      (_, i) => `<item><link>http://news.example/${i}</link></item>`,
    );
    const links = linksOf(rss(items.join('')));
    expect(links).toHaveLength(5_000);
    expect(links[4_999]).toBe('http://news.example/4999');
  });
});

describe('headlines', () => {
  it.each([
    ['Ferry &amp; bus', 'Ferry & bus'],
    ['<![CDATA[Ferry <b>sails</b>]]>', 'Ferry sails'],
    ['&lt;i&gt;Ferry&lt;/i&gt; sails', 'Ferry sails'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;Ferry', 'alert(1)Ferry'],
    ['&lt;img src=x onerror=alert(1)', undefined],
    ['Profit &lt; 5 % and &gt; 3', 'Profit < 5 % and > 3'],
    ['<![CDATA[Caf&eacute; &#8220;ouvert&#x201D;]]>', 'Café “ouvert”'],
    ['H&lt;sub&gt;2&lt;/sub&gt;O&lt;br/&gt;now', 'H2O now'],
    ['  Ferry\n\t sails  ', 'Ferry sails'],
    ['Ferry&#x202E; sails\u200B', 'Ferry sails'],
    ['Ferry\u0007 sails\u009b31m', 'Ferry sails 31m'],
    ['   ', undefined],
    ['a'.repeat(2_000), 'a'.repeat(1_000)],
  ])('of %j are plain text', (title, headline) => {
    expect(hintsOf(`<title>${title}</title>`)?.headline).toBe(headline);
  });

  it('have no tag, control character or lone surrogate, whatever comes in', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<b>', '</b', '<', '>', '&lt;', '&#60;', '&#xD800;', '\\u0000'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = JSON.stringify({
          version: 'https://jsonfeed.org/version/1.1',
          items: [{ id: '1', url: 'http://news.example/1', title: parts.join('') }],
        });
        const headline = entriesOf(text, 'json-feed')[0]?.hints?.headline ?? 'a';
        expect(headline).not.toMatch(/[\p{Cc}\p{Cs}]|^\s|\s$|\s\s/u);
        expect(headline.length).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});

describe('dates', () => {
  it.each([
    ['Mon, 05 Jan 2026 09:00:00 GMT', '2026-01-05T09:00:00.000Z'],
    ['Mon, 05 Jan 2026 09:00:00 +0130', '2026-01-05T07:30:00.000Z'],
    ['Mon,5 Jan 2026 09:00 EST', '2026-01-05T14:00:00.000Z'],
    ['Monday, 05-Jan-26 09:00:00 GMT', '2026-01-05T09:00:00.000Z'],
    ['05 January 2026 09:00:00 CET', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:00.123+02:00', '2026-01-05T07:00:00.000Z'],
    ['2026-01-05 09:00:00 +0000', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00', '2026-01-05T09:00:00'],
    ['2026-01-05', '2026-01-05'],
    ['Mon, 05 Jan 2026 09:00:00 XYZ', '2026-01-05T09:00:00'],
    ['2026-02-02T11:59:00Z', '2026-02-02T11:59:00.000Z'],
    ['2026-02-02T12:01:00Z', undefined],
    ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00.000Z'],
    ['1989-12-31T00:00:00Z', undefined],
    ['1970-01-01T00:00:00Z', undefined],
    ['0000-01-01T00:00:00Z', undefined],
    ['9999-12-31T23:59:59Z', undefined],
    ['2027-01-05T09:00:00Z', undefined],
    ['2026-02-30T09:00:00Z', undefined],
    ['2026-13-01T09:00:00Z', undefined],
    ['2026-01-05T25:00:00Z', undefined],
    ['2026-01-05T09:61:00Z', undefined],
    ['32 Jan 2026 09:00:00 GMT', undefined],
    ['yesterday', undefined],
    ['', undefined],
    ['1767603600', undefined],
    [`${'1'.repeat(100_000)}`, undefined],
  ])('%s is %s', (text, publishedAt) => {
    expect(hintsOf(`<pubDate>${text}</pubDate>`)?.publishedAt).toBe(publishedAt);
  });
});

describe('bylines and languages', () => {
  it.each([
    ['<author>Ann Lee</author>', ['Ann Lee']],
    ['<author>desk@news.example (Ann Lee)</author>', ['Ann Lee']],
    ['<author>desk@news.example</author>', undefined],
    ['<author>desk@news.example</author><dc:creator>Ann Lee</dc:creator>', ['Ann Lee']],
    [
      '<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator><dc:creator>Ann Lee</dc:creator>',
      ['Ann Lee', 'Bo Ek'],
    ],
    ['<dc:creator><![CDATA[<a href="x">Ann Lee</a>]]></dc:creator>', ['Ann Lee']],
    ['<dc:creator>http://news.example/ann</dc:creator>', undefined],
    [`<dc:creator>${'a'.repeat(201)}</dc:creator>`, undefined],
  ])('of %s', (inner, byline) => {
    expect(hintsOf(inner)?.byline).toEqual(byline);
  });

  it.each([
    ['en-us', 'en-US'],
    ['DE', 'de'],
    ['pt_BR', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['und', undefined],
    ['english!', undefined],
    ['x'.repeat(50), undefined],
  ])('the language %s is %s', (tag, language) => {
    expect(hintsOf(`<dc:language>${tag}</dc:language>`)?.language).toBe(language);
  });
});

describe('hostile feeds', () => {
  it('keeps an entity bomb as text', () => {
    const entities = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    ).join('');
    const bomb = rss(item('<title>&l9;</title>')).replace(
      '<rss',
      `<!DOCTYPE rss [<!ENTITY l0 "lol">${entities}]><rss`,
    );
    expect(entriesOf(bomb)[0]?.hints?.headline).toBe('&l9;');
  });

  it('never reads an external entity', () => {
    const text = rss(item('<title>&f;</title>')).replace(
      '<rss',
      '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss',
    );
    expect(() => entriesOf(text)).toThrow();
  });

  it.each(['<a>'.repeat(50_000), '<a>'.repeat(50_000) + '</a>'.repeat(50_000), '<item>'.repeat(50_000)])(
    'refuses 50,000 nested tags (%#)',
    (tags) => {
      expect(() => entriesOf(rss(`<item>${tags}</item>`))).toThrow();
    },
  );

  it('leaves no trace of __proto__ in XML or JSON', () => {
    expect(() => entriesOf(rss(item('<__proto__><polluted>1</polluted></__proto__>')))).toThrow();
    const json =
      '{"version":"https://jsonfeed.org/version/1","__proto__":{"polluted":1},"items":[{"id":"1","url":"http://news.example/1","__proto__":{"title":"x"},"constructor":{"prototype":{"polluted":1}}}]}';
    expect(entriesOf(json, 'json-feed')).toEqual([{ url: 'http://news.example/1' }]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses or survives JSON of 1,000,000 open arrays', () => {
    const nested = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    const text = `{"version":"https://jsonfeed.org/version/1","items":[],"x":${nested}}`;
    expect(() => entriesOf(text, 'json-feed')).toThrow();
  });

  it('gives up an author of 200,000 brackets and keeps the entry', () => {
    for (const junk of ['(a', '[', '<![CDATA[(]]>', 'www.a.a '])
      expect(hintsOf(`<author>${junk.repeat(200_000)}</author><title>Ferry</title>`)).toEqual({
        headline: 'Ferry',
      });
  });

  it.each([
    ['open CDATA', '<![CDATA['],
    ['open comments', '<!--'],
    ['open tags', '<a '],
    ['open quotes', '<a b="'],
    ['ampersands', '&'],
    ['open authors', '<author>('],
  ])('ends on 100,000 %s', (_, junk) => {
    let entries = 0;
    try {
      entries = entriesOf(rss(item(`<title>${junk.repeat(100_000)}</title>`))).length;
    } catch {
      entries = 0;
    }
    expect(entries).toBeLessThanOrEqual(1);
  });

  it('takes 100,000 entries and gives 5,000', () => {
    const items = Array.from(
      { length: 100_000 },
      (_, i) => `<item><link>http://news.example/${i}</link></item>`,
    );
    expect(linksOf(rss(items.join('')))).toHaveLength(5_000);
  });
});
