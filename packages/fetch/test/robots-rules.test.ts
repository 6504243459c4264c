import fc from 'fast-check';
import * as theirParser from 'robots-parser';
import { describe, expect, it } from 'vitest';
import { findRule, parseRobots, sitemapsInRobots } from '../src/robots-rules.ts';

/** Whether our product may ask for a path, by a file of these lines. */
function mayAsk(lines: readonly string[], path: string, token = 'wirefold'): boolean {
  const rule = findRule(parseRobots(lines.join('\n'), token), new URL(path, 'https://news.example'));
  return rule?.allow ?? true;
}

describe('groups', () => {
  const FILE = [
    ...['User-Agent: *', 'Disallow: *.gif$', 'Disallow: /drafts/', 'Allow: /print/', ''],
    ...['User-Agent: lanternbot', 'Disallow: /', 'Allow: /notices/tide.html', ''],
    ...['User-Agent: tramcrawler', 'User-Agent: WireFold', 'Disallow: /hidden/page.html', ''],
    ...['User-Agent: silentbot', ''],
  ];

  it.each([
    ['wirefold', '/drafts/a', true],
    ['wirefold', '/hidden/page.html', false],
    ['WIREFOLD', '/hidden/page.html', false],
    ['lanternbot', '/notices/tide.html', true],
    ['lanternbot', '/', false],
    ['silentbot', '/drafts/a', true],
    ['someone', '/drafts/a', false],
    ['someone', '/picture.gif', false],
    ['someone', '/picture.gif?size=2', true],
    ['someone', '/print/drafts/', true],
    ['wire', '/drafts/a', false],
  ])('tells %s about %s: %s', (token, path, allowed) => {
    expect(mayAsk(FILE, path, token)).toBe(allowed);
  });

  it.each([
    [
      'are read together where several name us',
      [
        'User-agent: wirefold',
        'Disallow: /a',
        'User-agent: *',
        'Disallow: /c',
        'User-agent: Wirefold',
        'Disallow: /b',
      ],
      { '/a': false, '/b': false, '/c': true },
    ],
    [
      'are not ended by a sitemap, nor by a crawl-delay, nor by an unknown record',
      [
        'User-agent: wirefold',
        'Sitemap: https://news.example/map.xml',
        'Crawl-delay: 3',
        'Noise: 1',
        'User-agent: b',
        'Disallow: /a',
      ],
      { '/a': false },
    ],
    [
      'hold nothing where rules stand before any user agent',
      ['Disallow: /', 'User-agent: *', 'Allow: /a'],
      { '/b': true },
    ],
    [
      'name us with a version or a remark',
      ['User-agent: wirefold/2.0 (news)', 'Disallow: /a'],
      { '/a': false },
    ],
    ['begin after a byte order mark', ['\ufeffUser-agent: *', 'Disallow: /a'], { '/a': false }],
    [
      'may have spaces, comments and any case',
      ['  uSeR-aGeNt :  *  # all', '\tDISALLOW:/a # no'],
      { '/a': false, '/b': true },
    ],
    ['allow all by an empty rule', ['User-agent: *', 'Disallow:'], { '/': true }],
    ['need a colon', ['User-agent: *', 'Disallow /a'], { '/a': true }],
    ['know no prototype', ['User-agent: __proto__', 'Disallow: /a'], { '/a': true }],
  ] as const)('%s', (_name, lines, paths) => {
    for (const [path, allowed] of Object.entries(paths))
      expect([path, mayAsk(lines, path)]).toEqual([path, allowed]);
  });

  it('ends lines at CR, LF and both', () => {
    expect(
      parseRobots('User-agent: *\rDisallow: /a\r\nDisallow: /b\n', 'x').rules.map(({ line }) => line),
    ).toEqual([2, 3]);
  });

  it.each([
    [['User-agent: *', 'Crawl-delay: 7'], 7_000],
    [['User-agent: *', 'Crawl-delay: 0.5'], 500],
    [['User-agent: *', 'Crawl-delay: 2', 'User-agent: wirefold', 'Crawl-delay: 9'], 9_000],
    [['User-agent: *', 'Crawl-delay: 2', 'Allow: /', 'User-agent: wirefold', 'Allow: /'], undefined],
    [['User-agent: *', 'Crawl-delay: soon'], undefined],
    [['User-agent: *', 'Crawl-delay: -3'], undefined],
  ])('reads the crawl-delay of %j as %s ms', (lines, expected) => {
    expect(parseRobots(lines.join('\n'), 'wirefold').crawlDelayMs).toBe(expected);
  });
});

describe('rules', () => {
  it.each([
    ['the longest match wins', ['Allow: /a/b/', 'Disallow: /a/b/c.gif'], '/a/b/c.gif', false],
    ['the longest match wins, wherever it stands', ['Disallow: /a', 'Allow: /a/b'], '/a/b', true],
    ['of equals an Allow wins', ['Disallow: /page', 'Allow: /page'], '/page', true],
    ['a star counts as one octet', ['Disallow: /pa*', 'Allow: /pag'], '/page', true],
    ['case matters', ['Disallow: /Page'], '/page', true],
    ['a pattern is a beginning', ['Disallow: /fish'], '/fish.html', false],
    ['a pattern begins at the root', ['Disallow: /fish'], '/a/fish', true],
    ['a pattern without a slash matches nothing', ['Disallow: fish'], '/fish', true],
    ['the query belongs to it', ['Disallow: /*?print='], '/a?print=1', false],
    ['$ is the end', ['Disallow: /fish$'], '/fish.html', true],
    ['$ is the end, and it is reached', ['Disallow: /fish$'], '/fish', false],
    ['$ within is a dollar', ['Disallow: /a$b'], '/a$bc', false],
    ['a star may stand for nothing', ['Disallow: /a*b$'], '/ab', false],
    ['what stands behind the last star may come twice', ['Disallow: /*.php$'], '/a.php/b.php', false],
    ['a star takes no octet twice', ['Disallow: /ab*b$'], '/ab', true],
    ['robots.txt itself is always allowed', ['Disallow: /'], '/robots.txt', true],
  ])('%s', (_name, rules, path, allowed) => {
    expect(mayAsk(['User-agent: *', ...rules], path)).toBe(allowed);
  });

  it.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%E3%83%84', '/foo/bar/ツ', true],
    ['/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
    ['/foo/bar/baz', '/foo/bar/%62%61%7A', true],
    ['/~anna', '/%7Eanna', true],
    ['/a%2Fb', '/a/b', false],
    ['/a/b', '/a%2fb', false],
    ['/a%2fb', '/a%2Fb', true],
    ['/file-with-a-%2A.html', '/file-with-a-*.html', true],
    ['/file-with-a-%2A.html', '/file-with-a-x.html', false],
    ['/file-%24', '/file-$', true],
    ['/file-%24', '/file-', false],
    ['/a[1]|b', '/a[1]|b', true],
    ["/a?q='b'", "/a?q='b'", true],
    ['/100%', '/100%', true],
    ['/100%25', '/100%25', true],
  ])('the pattern %s against %s: %s', (pattern, path, matched) => {
    expect(mayAsk(['User-agent: *', `Disallow: ${pattern}`], path)).toBe(!matched);
  });

  it('names the line that decides', () => {
    const rules = parseRobots('User-agent: *\n\nDisallow: /a\nDisallow: /abc\n', 'x');
    expect(findRule(rules, new URL('https://news.example/abcd'))).toEqual({
      allow: false,
      pattern: '/abc',
      line: 4,
    });
  });

  it('judges half a megabyte of stars against a long path without a long thought', () => {
    const file = `User-agent: *\n${`Disallow: /${'*a'.repeat(1_000)}b\n`.repeat(250)}`;
    const rules = parseRobots(file, 'x');
    expect(rules.rules).toHaveLength(250);
    expect(findRule(rules, new URL(`https://news.example/${'a'.repeat(2_000)}`))).toBeNull();
  });
});

/** Its types name a default export beside the function that it is. */
const robotsParser = theirParser.default as unknown as typeof theirParser.default.default;

describe('beside robots-parser 3', () => {
  const piece = fc.constantFrom('a', 'b', '/', '*', '$', '-', '%2F', '%e4', 'ä');
  const line = fc
    .record({ allow: fc.boolean(), pattern: fc.array(piece, { maxLength: 6 }) })
    .map(
      ({ allow, pattern }) => `${allow ? 'Allow' : 'Disallow'}: /${pattern.join('').replace(/\$(?!$)/g, '')}`,
    );
  const path = fc
    .array(fc.constantFrom('a', 'b', '/', '-', '%2f', 'ä'), { maxLength: 8 })
    .map((parts) => `/${parts.join('')}`);

  it('says the same wherever it follows the RFC', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), path, (lines, asked) => {
        const file = ['User-agent: *', ...lines].join('\n');
        const url = new URL(`https://news.example${asked}`).href;
        const theirs = robotsParser('https://news.example/robots.txt', file).isAllowed(url, 'wirefold');
        expect(mayAsk(['User-agent: *', ...lines], url)).toBe(theirs ?? true);
      }),
    );
  });
});

describe('sitemaps in a robots.txt', () => {
  it.each([
    ['one', 'Sitemap: https://a.example/s.xml', ['https://a.example/s.xml']],
    ['behind a byte order mark', '\ufeffSitemap: https://a.example/s.xml', ['https://a.example/s.xml']],
    ['in any case of letters and ends of lines', 'SITEMAP:a\rsitemap :b\r\nSiteMap: c\n', ['a', 'b', 'c']],
    [
      'of whatever group, remarks left out',
      'User-agent: x\nSitemap: a # b\nDisallow: /\nSitemap: c',
      ['a', 'c'],
    ],
    ['without an address', 'Sitemap:\nSitemap: # x\nSitemap', []],
    ['none', 'User-agent: *\nDisallow: /sitemap: x', []],
  ])('%s', (_, text, sitemaps) => {
    expect(sitemapsInRobots(text)).toEqual(sitemaps);
  });

  it('of 10,000 are 100', () => {
    expect(sitemapsInRobots('Sitemap: a\n'.repeat(10_000))).toHaveLength(100);
  });
});
