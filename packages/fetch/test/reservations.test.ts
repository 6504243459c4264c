import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  reservationInWords,
  reservationsOf,
  type Spoken,
  sayingsInHeaders,
  sayingsNoted,
} from '../src/reservations.ts';
import { findTdmRule, parseTdmFile } from '../src/reservations-file.ts';
import { sayingsInPage } from '../src/reservations-in-page.ts';

const inHeaders = (headers: Record<string, string>) => sayingsInHeaders((name) => headers[name]);
const inHead = (head: string) => sayingsInPage(Buffer.from(head), 'utf-8');

describe('headers', () => {
  it.each<[what: string, headers: Record<string, string>, tdm: object, robots: string[]]>([
    ['none', {}, {}, []],
    ['a reservation', { 'tdm-reservation': '1' }, { reserved: true }, []],
    ['leave', { 'tdm-reservation': ' 0 ' }, { reserved: false }, []],
    ['a value of tomorrow', { 'tdm-reservation': '2' }, {}, []],
    [
      'a reservation with terms',
      { 'tdm-reservation': '1', 'tdm-policy': 'https://a.example/terms.json' },
      { reserved: true, policy: 'https://a.example/terms.json' },
      [],
    ],
    ['noai', { 'x-robots-tag': 'noai' }, {}, ['noai']],
    [
      'several, in any case',
      { 'x-robots-tag': 'NoAI, noimageai, nofollow, NOML' },
      {},
      ['noai', 'noimageai', 'noml'],
    ],
    ['what search engines are told', { 'x-robots-tag': 'noindex, noarchive, nosnippet, none' }, {}, []],
    ['another robot', { 'x-robots-tag': 'otherbot: noai, noimageai' }, {}, []],
    ['our own name', { 'x-robots-tag': 'otherbot: noindex, Wirefold: noai' }, {}, ['noai']],
    ['all robots by a star', { 'x-robots-tag': 'otherbot: noindex, *: noml' }, {}, ['noml']],
    [
      'a date with a colon in it',
      { 'x-robots-tag': 'unavailable_after: 25 Jun 2010 15:00:00 PST, noai' },
      {},
      ['noai'],
    ],
    ['a word that only looks so', { 'x-robots-tag': 'noai-maybe, xnoai' }, {}, []],
    ['far too much', { 'x-robots-tag': `${'x, '.repeat(9_000)}noai` }, {}, []],
  ])('are heard: %s', (_, headers, tdm, robots) => {
    expect(inHeaders(headers)).toEqual({ tdm, robots });
  });
});

describe('the head of a page', () => {
  it.each<[what: string, head: string, tdm: object, robots: string[]]>([
    ['nothing', '<html><head><title>noai</title></head><body>noai', {}, []],
    ['a reservation', '<meta name="tdm-reservation" content="1">', { reserved: true }, []],
    ['attributes the other way round', '<META CONTENT=1 NAME=TDM-Reservation />', { reserved: true }, []],
    [
      'terms with entities in their address',
      '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/terms?a=1&amp;b=2">',
      { reserved: true, policy: '/terms?a=1&b=2' },
      [],
    ],
    ['robots', '<meta name="robots" content="noindex, noai">', {}, ['noai']],
    [
      'robots twice',
      '<meta name=robots content=noai><meta name=robots content="noml, noai">',
      {},
      ['noai', 'noml'],
    ],
    ['our own name', '<meta name="wirefold" content="noimageai">', {}, ['noimageai']],
    ['another robot', '<meta name="googlebot" content="noai">', {}, []],
    ['a comment', '<!-- <meta name="robots" content="noai"> -->', {}, []],
    ['a script', '<script>"<meta name=robots content=noai>"</script>', {}, []],
    ['behind a script', '<script>a < b; "</p>"</script><meta name="robots" content="noai">', {}, ['noai']],
    ['a property in place of a name', '<meta property="robots" content="noai">', {}, []],
    ['the body', '<body><meta name="robots" content="noai">', {}, []],
    ['behind the head', '<head></head><meta name="robots" content="noai">', {}, []],
    [
      'the first of two',
      '<meta name=tdm-reservation content=0><meta name=tdm-reservation content=1>',
      { reserved: false },
      [],
    ],
    ['a value in quotes that never end', '<meta name="robots" content="noai', {}, []],
    ['far down', `${'<style>p{}</style>'.repeat(20_000)}<meta name="robots" content="noai">`, {}, []],
  ])('is heard: %s', (_, head, tdm, robots) => {
    expect(inHead(head)).toEqual({ tdm, robots });
  });

  it('is read in the encoding of the page', () => {
    const page = Buffer.from('<meta name="robots" content="noai">', 'utf16le');
    expect(sayingsInPage(page, 'utf-16le').robots).toEqual(['noai']);
  });

  it('ends nothing, whatever bytes come', () => {
    const piece = fc.constantFrom(
      '<meta ',
      'name=',
      '"robots"',
      ' content=noai',
      '>',
      '</',
      '<!--',
      '&#x0;',
      '&#1114112;',
      '\0',
      '<head',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { robots } = inHead(pieces.join(''));
        expect(robots.every((word) => word === 'noai')).toBe(true);
      }),
    );
  });
});

describe('tdmrep.json', () => {
  const rules = parseTdmFile(
    JSON.stringify([
      { location: '/free/', 'tdm-reservation': 0 },
      { location: '/*.jpg$', 'tdm-reservation': '0' },
      { location: '/terms/', 'tdm-reservation': 1, 'tdm-policy': 'https://a.example/p.json' },
      { location: '/odd/', 'tdm-reservation': 7 },
      { location: '/', 'tdm-reservation': 1 },
      { location: 5, 'tdm-reservation': 1 },
      null,
      'x',
    ]),
  );
  it.each<[path: string, says: object]>([
    ['/free/a', { reserved: false }],
    ['/a/b.jpg', { reserved: false }],
    ['/a/b.jpg?x', { reserved: true }],
    ['/terms/%61', { reserved: true, policy: 'https://a.example/p.json' }],
    ['/odd/a', { reserved: true }],
    ['/Free/a', { reserved: true }],
  ])('says of %s what its first rule that matches says', (path, says) => {
    expect(findTdmRule(rules, new URL(path, 'https://a.example'))).toEqual(says);
  });

  it.each(['', '{', '{"location":"/","tdm-reservation":1}', '<html>', '[[[', '"x"', '[1]', 'null'])(
    'that is none says nothing: %j',
    (text) => {
      expect(parseTdmFile(text)).toEqual([]);
    },
  );

  it('of 100,000 rules is read as far as 1,000, and asked in no time', () => {
    const many = Array.from({ length: 100_000 }, () => ({
      location: `/${'*a'.repeat(500)}b`,
      'tdm-reservation': 1,
    }));
    const read = parseTdmFile(JSON.stringify(many));
    expect(read).toHaveLength(1_000);
    expect(findTdmRule(read, new URL(`https://a.example/${'a'.repeat(2_000)}`))).toEqual({});
  });
});

describe('what is reserved', () => {
  const tdm = (reserved: boolean, policy?: string) => ({ reserved, ...(policy ? { policy } : {}) });
  it.each<[what: string, spoken: Spoken, places: string[]]>([
    ['nowhere', {}, []],
    ['the file alone', { file: tdm(true) }, ['tdmrep-json']],
    ['headers over the file', { file: tdm(true), headers: { tdm: tdm(false), robots: [] } }, []],
    [
      'the page over headers',
      { headers: { tdm: tdm(false), robots: [] }, page: { tdm: tdm(true), robots: [] } },
      ['tdm-meta'],
    ],
    [
      'leave by the page over all',
      { file: tdm(true), headers: { tdm: tdm(true), robots: [] }, page: { tdm: tdm(false), robots: [] } },
      [],
    ],
    [
      'robots beside it',
      { headers: { tdm: tdm(true), robots: ['noai'] }, page: { tdm: {}, robots: ['noml'] } },
      ['tdm-header', 'robots-header', 'robots-meta'],
    ],
    ['robots in spite of leave', { page: { tdm: tdm(false), robots: ['noai'] } }, ['robots-meta']],
  ])('follows the order of the report: %s', (_, spoken, places) => {
    expect(reservationsOf(spoken).map(({ place }) => place)).toEqual(places);
  });

  it('takes the terms of a nearer place', () => {
    const spoken = {
      file: tdm(true, 'https://a.example/old'),
      headers: { tdm: tdm(true, 'https://a.example/new'), robots: [] },
    };
    expect(reservationsOf(spoken)).toEqual([
      { place: 'tdm-header', says: '1', policy: 'https://a.example/new' },
    ]);
  });

  it('is the same once it has been noted and read again', () => {
    const spoken: Spoken = { headers: { tdm: tdm(true, 'https://a.example/p'), robots: ['noai', 'noml'] } };
    expect(reservationsOf(sayingsNoted(reservationsOf(spoken)))).toEqual(reservationsOf(spoken));
  });

  it('is told in words', () => {
    const words = reservationsOf({ file: tdm(true, 'https://a.example/p') }).map(reservationInWords);
    expect(words).toEqual(['/.well-known/tdmrep.json says 1; terms: https://a.example/p']);
  });
});
