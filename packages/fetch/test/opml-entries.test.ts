import { describe, expect, it } from 'vitest';
import { extractOpmlEntries, MAX_OPML_FEEDS } from '../src/opml-entries.ts';

const ORIGIN = { url: 'https://lists.example/feeds.opml', now: '2026-02-01T12:00:00.000Z' };
const opml = (body: string) =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>${body}</body></opml>`;
const outline = (url: string, inner = '') =>
  `<outline text="t" type="rss" xmlUrl="${url}">${inner}</outline>`;
const read = (text: string) => extractOpmlEntries(text, ORIGIN);
const linksOf = async (body: string) => (await read(opml(body))).entries.map(({ url }) => url);

describe('an OPML list', () => {
  it('gives its feeds at any depth, each once and as feeds', async () => {
    const inner = `<outline text="folder"><outline text="deeper">${outline('https://a.example/feed')}</outline></outline>`;
    const text = opml(
      `${inner}${outline('https://b.example/feed', outline('https://c.example/'))}${outline('https://a.example/feed')}`,
    );
    expect(await read(text)).toEqual({
      entries: [
        { url: 'https://a.example/feed', kind: 'feed' },
        { url: 'https://b.example/feed', kind: 'feed' },
        { url: 'https://c.example/', kind: 'feed' },
      ],
      detail: undefined,
    });
  });

  it.each([
    ['xmlUrl', '<outline xmlUrl="https://a.example/?a=1&amp;b=2"/>', ['https://a.example/?a=1&b=2']],
    ['xmlurl', '<outline xmlurl="https://a.example/"/>', ['https://a.example/']],
    ['a bare ampersand', '<outline xmlUrl="https://a.example/?a=1&b=2"/>', ['https://a.example/?a=1&b=2']],
    ['htmlUrl alone', '<outline htmlUrl="https://a.example/"/>', []],
    ['an empty xmlUrl', '<outline xmlUrl=" "/>', []],
    ['a script', outline('javascript:alert(1)'), []],
    ['a file', outline('file:///etc/passwd'), []],
    ['a password', outline('https://a:b@a.example/'), []],
    ['a relative address', outline('/feed'), []],
    ['the list itself', outline(ORIGIN.url), []],
    ['__proto__', '<outline __proto__="x" xmlUrl="https://a.example/"/>', ['https://a.example/']],
  ])('with %s', async (_, body, links) => {
    expect(await linksOf(body)).toEqual(links);
  });

  it('of 100,000 outlines gives 10,000, and says so', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => outline(`https://a.example/${i}`)).join('');
    const { entries, detail } = await read(opml(many));
    expect([entries.length, detail]).toEqual([MAX_OPML_FEEDS, 'left out: all after the first 10000']);
  });

  it.each([
    ['truncated', opml(outline('https://a.example/')).slice(0, -9)],
    ['nested 50,000 deep', opml('<outline>'.repeat(50_000) + '</outline>'.repeat(50_000))],
    ['HTML', '<html><body><p>Not here<br></body></html>'],
    ['empty', ''],
  ])('that is %s is refused', async (_, text) => {
    await expect(read(text)).rejects.toThrow();
  });

  it('keeps an entity bomb as text', async () => {
    const type = '<!DOCTYPE opml [<!ENTITY a "https://evil.example/">]>';
    const text = opml(outline('&a;')).replace('<opml', `${type}<opml`);
    expect(await read(text)).toEqual({ entries: [], detail: 'left out: 1 that are no http(s) addresses' });
  });
});
