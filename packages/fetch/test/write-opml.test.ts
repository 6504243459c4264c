import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalizeUrl } from '../src/canonical-url.ts';
import { identifyForm } from '../src/document-form.ts';
import { extractOpmlEntries } from '../src/opml-entries.ts';
import { type OpmlFeed, writeOpml } from '../src/write-opml.ts';

const ORIGIN = { url: 'file:///feeds.opml', now: '2026-02-01T12:00:00.000Z' };
const readBack = async (feeds: readonly OpmlFeed[], options = {}) =>
  (await extractOpmlEntries(writeOpml(feeds, options), ORIGIN)).entries;

describe('a list that is written', () => {
  it('has a line for each feed, escaped', () => {
    const text = writeOpml(
      [
        { url: 'https://a.example/?a=1&b=2', title: 'Ferries & "Ports" <daily>' },
        { url: 'https://b.example/sitemap.xml', kind: 'sitemap', title: null },
      ],
      { title: 'What I read', now: '2026-02-01T12:00:00.000Z' },
    );
    expect(text).toContain('<dateCreated>Sun, 01 Feb 2026 12:00:00 GMT</dateCreated>');
    const title = 'Ferries &amp; &quot;Ports&quot; &lt;daily&gt;';
    expect(text).toContain(
      `<outline text="${title}" type="rss" xmlUrl="https://a.example/?a=1&amp;b=2" title="${title}"/>`,
    );
    const address = 'https://b.example/sitemap.xml';
    expect(text).toContain(
      `<outline text="${address}" type="sitemap" xmlUrl="${address}" title="${address}"/>`,
    );
    expect(identifyForm(Buffer.from(text), undefined)).toBe('opml');
  });

  it('names a feed that has moved by where it is now', async () => {
    const feed = { url: 'https://a.example/old', currentUrl: 'https://a.example/new' };
    expect(await readBack([feed])).toEqual([{ url: 'https://a.example/new', kind: 'feed' }]);
  });

  it('of no feeds reads back as none', async () => {
    expect(await readBack([])).toEqual([]);
  });

  it('of the same feeds is the same bytes', () => {
    expect(writeOpml([{ url: 'https://a.example/' }])).toBe(writeOpml([{ url: 'https://a.example/' }]));
  });

  it('reads back the same, whatever its titles and addresses', async () => {
    const url = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc
        .string({ unit: 'binary' })
        .map((path) => `https://a.example/${encodeURIComponent(path.replace(/\p{Cs}/gu, ''))}`),
      fc.constantFrom(
        'https://a.example/?a=%22&b=%3C',
        "https://a.example/'x'?y='&amp;z=]]>",
        'https://münchen.example/ä',
      ),
    );
    const feed = fc.record({
      url,
      title: fc.option(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(']]>', '<!--', '&#0;', '\0', '\ud800')),
      ),
      kind: fc.constantFrom<'feed' | 'sitemap'>('feed', 'sitemap'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(feed, { maxLength: 8 }),
        fc.string({ unit: 'binary' }),
        async (feeds, title) => {
          const kept = new Map<string, unknown>();
          for (const one of feeds) {
            const canonical = canonicalizeUrl(one.url);
            if (canonical !== null && !kept.has(canonical))
              kept.set(canonical, { url: canonical, kind: one.kind });
          }
          expect(await readBack(feeds, { title })).toEqual([...kept.values()]);
        },
      ),
    );
  });
});
