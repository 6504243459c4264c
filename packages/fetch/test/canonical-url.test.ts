import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalizeUrl, sourceOf } from '../src/canonical-url.ts';
import { isTrackingParameter } from '../src/tracking-parameters.ts';

describe('canonicalizeUrl', () => {
  it.each([
    ['HTTP://News.Example:80/a', 'http://news.example/a'],
    ['https://news.example:443/a', 'https://news.example/a'],
    ['https://news.example:8443/a', 'https://news.example:8443/a'],
    ['https://news.example./a', 'https://news.example/a'],
    ['https://news.example/a#part', 'https://news.example/a'],
    ['https://news.example/a?', 'https://news.example/a'],
    ['https://news.example/a?utm_source=x&b=2&a=1&fbclid=z', 'https://news.example/a?b=2&a=1'],
    ['https://news.example/a?UTM_Source=x', 'https://news.example/a'],
    ['https://news.example/a?utm%5Fsource=x', 'https://news.example/a'],
    ['https://news.example/a?gclid=1', 'https://news.example/a'],
    ['https://news.example/a?xtor=RSS-1&id=7', 'https://news.example/a?id=7'],
    ['https://news.example/a?ref=front', 'https://news.example/a?ref=front'],
    ['https://news.example/a?&&b', 'https://news.example/a?b'],
    ['https://news.example/index.html', 'https://news.example/'],
    ['https://news.example/a/index.htm#top', 'https://news.example/a/'],
    ['https://news.example/a/index.php?utm_source=x', 'https://news.example/a/'],
    ['https://news.example/index.shtml', 'https://news.example/'],
    ['https://news.example/Default.aspx', 'https://news.example/'],
    ['https://news.example/index.php?id=1', 'https://news.example/index.php?id=1'],
    ['https://news.example/index.php/a', 'https://news.example/index.php/a'],
    ['https://news.example/a-index.html', 'https://news.example/a-index.html'],
    ['https://news.example/Index.html', 'https://news.example/Index.html'],
    ['https://news.example/index.html/', 'https://news.example/index.html/'],
    ['https://news.example/a;jsessionid=1A2B.n1!7?id=3', 'https://news.example/a?id=3'],
    ['https://news.example/a;JSESSIONID=1A2B/b;v=1', 'https://news.example/a/b;v=1'],
    ['https://news.example/index.html;jsessionid=1A2B', 'https://news.example/'],
    ['https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx', 'https://news.example/a.aspx'],
    ['https://news.example/(S(short))/a', 'https://news.example/(S(short))/a'],
    ['https://news.example/a?PHPSESSID=9&id=3', 'https://news.example/a?id=3'],
    ['https://news.example/a?cfid=1&cftoken=2&osCsid=3&id=4', 'https://news.example/a?id=4'],
    [`https://news.example/a?sid=${'0a'.repeat(16)}&t=5`, 'https://news.example/a?t=5'],
    ['https://news.example/a?sid=1234&t=5', 'https://news.example/a?sid=1234&t=5'],
    [`https://news.example/a?id=${'0a'.repeat(16)}`, `https://news.example/a?id=${'0a'.repeat(16)}`],
    ['https://m.news.example/a', 'https://m.news.example/a'],
    ['https://news.example/amp/a?amp=1', 'https://news.example/amp/a?amp=1'],
    ['https://news.example../a', 'https://news.example/a'],
    ['https://NEWS.example:0443/A', 'https://news.example/A'],
    ['https://ＮＥＷＳ.example/a', 'https://news.example/a'],
    ['https://news.example/a/', 'https://news.example/a/'],
    ['https://www.news.example/', 'https://www.news.example/'],
    ['https://news.example/%c3%a9?q=%e2', 'https://news.example/%C3%A9?q=%E2'],
    ['https://news.example/é', 'https://news.example/%C3%A9'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://news.example/a/../b/./c', 'https://news.example/b/c'],
    ['  https://news.example/a\n', 'https://news.example/a'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalizeUrl(text)).toBe(expected);
  });

  it.each([
    ['../b', 'https://news.example/a/c', 'https://news.example/b'],
    ['//cdn.example/b', 'https://news.example/', 'https://cdn.example/b'],
    ['?p=1', 'https://news.example/a?q=2', 'https://news.example/a?p=1'],
  ])('resolves %s against %s', (text, base, expected) => {
    expect(canonicalizeUrl(text, base)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://news.example/',
    'mailto:a@news.example',
    'urn:uuid:1',
    'news.example/a',
    '/a',
    '',
    'http://',
    'http://user@news.example/',
    'http://user:word@news.example/',
    `http://news.example/${'a'.repeat(2048)}`,
    `http://news.example/${'é'.repeat(400)}`,
  ])('gives null for %s, which cannot be fetched', (text) => {
    expect(canonicalizeUrl(text)).toBeNull();
  });

  it('takes 2,048 characters and refuses 2,049', () => {
    const start = 'http://news.example/';
    expect(canonicalizeUrl(start.padEnd(2048, 'a'))).toHaveLength(2048);
    expect(canonicalizeUrl(start.padEnd(2049, 'a'))).toBeNull();
  });

  it('keeps a query that is a question mark', () => {
    expect(canonicalizeUrl('http://a.example??#')).toBe('http://a.example/??');
    expect(canonicalizeUrl('http://a.example/??')).toBe('http://a.example/??');
  });

  it('changes nothing when applied a second time', () => {
    const piece = fc.constantFrom(
      ...['/', '//', '/.', '/..', '/index.html', '/Default.aspx', ';jsessionid=', ';jsession', 'id=1', '/a'],
      ...['/(S(lit3py55t21z5v55vlm25s55))', '/(S(', '))', '?', '&', '=', '#', '%', '%2e', '%3F', '%c3', '\\'],
      ...['utm_source=x', 'utm%5Fa', 'sid=', '0a'.repeat(16), '+', ' ', '.', 'é', '\ud800', '\n'],
    );
    const tail = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    const start = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom('http://a.example', 'HTTPS://A.Example.:443', 'http://0x7f.1', 'http://[::1]:80'),
    );
    fc.assert(
      fc.property(start, tail, (url, end) => {
        const once = canonicalizeUrl(url + end);
        if (once !== null) expect(canonicalizeUrl(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['https://forum.example/viewtopic.php?t=1', 'https://forum.example/viewtopic.php?t=2'],
    ['https://news.example/?id=1', 'https://news.example/?id=2'],
    ['https://news.example/?p=1', 'https://news.example/?p=1&page=2'],
    [
      'https://news.example/index.php?option=com_content&id=1',
      'https://news.example/index.php?option=com_content&id=2',
    ],
    ['https://news.example/article.php?sid=12', 'https://news.example/article.php?sid=13'],
    ['https://news.example/story?storyId=1', 'https://news.example/story?storyId=2'],
    ['https://news.example/a?cid=1', 'https://news.example/a?cid=2'],
    ['https://news.example/watch?v=a&t=1', 'https://news.example/watch?v=b&t=1'],
    ['https://news.example/a?lang=de', 'https://news.example/a?lang=fr'],
    ['https://news.example/a', 'https://news.example/A'],
    ['https://news.example/a', 'https://news.example/a/'],
    ['https://news.example/a?x=1&y=2', 'https://news.example/a?y=2&x=1'],
    ['https://news.example/a%2Fb', 'https://news.example/a/b'],
    ['https://news.example/?s=ferry', 'https://news.example/?s=bus'],
    ['https://news.example/index.html?id=1', 'https://news.example/index.html?id=2'],
  ])('keeps %s and %s two', (one, other) => {
    expect(canonicalizeUrl(one)).not.toBe(canonicalizeUrl(other));
  });

  it('keeps the order of what stays in the query', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/).filter((text) => !isTrackingParameter(text));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const query = names.map((text, i) => `${text}=${i}`);
        const mixed = query.flatMap((part) => ['utm_medium=x', part]).join('&');
        expect(canonicalizeUrl(`http://news.example/?${mixed}`)).toBe(
          `http://news.example/?${query.join('&')}`,
        );
      }),
    );
  });
});

describe('sourceOf', () => {
  it.each([
    ['https://www.news.example.co.uk/a', 'example.co.uk'],
    ['https://politics.daily.com/a', 'daily.com'],
    ['https://daily.com./a', 'daily.com'],
    ['https://one.blogspot.com/a', 'one.blogspot.com'],
    ['https://two.github.io/a', 'two.github.io'],
    ['http://127.0.0.1:8123/a', '127.0.0.1:8123'],
    ['http://127.0.0.2:8123/a', '127.0.0.2:8123'],
    ['http://127.0.0.1/a', '127.0.0.1'],
    ['http://localhost:3000/a', 'localhost:3000'],
    ['http://[::1]:81/a', '[::1]:81'],
    ['http://192.168.1.2:81/a', '192.168.1.2'],
    ['http://intranet/a', 'intranet'],
    ['urn:record:1', ''],
    ['no address', ''],
  ])('names the outlet of %s as %s', (url, expected) => {
    expect(sourceOf(url)).toBe(expected);
  });
});
