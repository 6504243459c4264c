import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, findCharset, type Markup } from '../src/charset.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const latin = (text: string) => Buffer.from(text, 'latin1');
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const bytes = (...values: number[]) => Buffer.from(values);
const page = (head: string, body: Buffer) => Buffer.concat([latin(`<html><head>${head}</head><p>`), body]);

const CAFE = latin('Caf\xe9 \x93ouvert\x94');
const SJIS = bytes(0x93, 0xfa, 0x96, 0x7b); // 日本
const CP1251 = bytes(0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0); // Москва
const META_1251 = '<meta charset="windows-1251">';

type Row = [
  name: string,
  bytes: Buffer,
  transport: string | undefined,
  markup: Markup,
  charset: string,
  holds: string,
];

const rows: Row[] = [
  // byte order marks win over everything
  ['a UTF-8 mark against a Latin-1 header', utf8('\uFEFFCafé'), 'iso-8859-1', 'html', 'utf-8', 'Café'],
  ['a UTF-16LE mark', utf16le('\uFEFFCafé'), undefined, 'html', 'utf-16le', 'Café'],
  ['a UTF-16BE mark against a UTF-8 header', utf16be('\uFEFFCafé'), 'utf-8', 'none', 'utf-16be', 'Café'],
  // header
  ['a header', page('', CP1251), 'windows-1251', 'html', 'windows-1251', 'Москва'],
  [
    'a header in capitals and an alias',
    page('', CAFE),
    'ISO-8859-1',
    'html',
    'windows-1252',
    'Café “ouvert”',
  ],
  ['a Japanese header', page('', SJIS), 'Shift_JIS', 'html', 'shift_jis', '日本'],
  // meta and XML declaration
  ['a meta', page(META_1251, CP1251), undefined, 'html', 'windows-1251', 'Москва'],
  [
    'a meta http-equiv',
    page('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">', SJIS),
    undefined,
    'html',
    'shift_jis',
    '日本',
  ],
  [
    'a meta after 2,000 bytes',
    page(`<!--${'x'.repeat(2000)}-->${META_1251}`, CP1251),
    undefined,
    'html',
    'windows-1251',
    'Москва',
  ],
  [
    'a meta that says UTF-16 in ASCII bytes',
    page('<meta charset="utf-16">', utf8('é')),
    undefined,
    'html',
    'utf-8',
    'é',
  ],
  [
    'a meta that stops after "charset"',
    page('<meta http-equiv="content-type" content="text/html; charset">', utf8('é')),
    undefined,
    'html',
    'utf-8',
    'é',
  ],
  [
    'an XML declaration',
    Buffer.concat([latin('<?xml version="1.0" encoding="windows-1251"?><a>'), CP1251]),
    undefined,
    'xml',
    'windows-1251',
    'Москва',
  ],
  [
    'a header before the XML declaration',
    Buffer.concat([latin('<?xml version="1.0" encoding="koi8-r"?><a>'), CP1251]),
    'windows-1251',
    'xml',
    'windows-1251',
    'Москва',
  ],
  // conflicts: the bytes decide
  [
    'a Latin-1 header on UTF-8',
    page('', utf8('Café “ouvert”')),
    'iso-8859-1',
    'html',
    'utf-8',
    'Café “ouvert”',
  ],
  [
    'a Latin-1 meta on UTF-8',
    page('<meta charset="latin1">', utf8('Café')),
    undefined,
    'html',
    'utf-8',
    'Café',
  ],
  ['a UTF-8 header on windows-1252', page('', CAFE), 'utf-8', 'html', 'windows-1252', 'Café “ouvert”'],
  ['a UTF-8 header against a true meta', page(META_1251, CP1251), 'utf-8', 'html', 'windows-1251', 'Москва'],
  ['an EUC-KR header on UTF-8', page('', utf8('é ü ß — “a”')), 'euc-kr', 'html', 'utf-8', '“a”'],
  ['a UTF-16 header on ASCII bytes', page('', utf8('é')), 'utf-16', 'html', 'utf-8', 'é'],
  [
    'an XML declaration of UTF-8 on windows-1252',
    Buffer.concat([latin('<?xml version="1.0" encoding="utf-8"?><a>'), CAFE]),
    undefined,
    'xml',
    'windows-1252',
    '“ouvert”',
  ],
  [
    'a UTF-16 header on text without one ASCII character',
    utf16le('渡船今日出航。'),
    'utf-16le',
    'none',
    'utf-16le',
    '渡船今日',
  ],
  // unknown and missing
  [
    'an unknown label, then a meta',
    page(META_1251, CP1251),
    'x-unheard-of',
    'html',
    'windows-1251',
    'Москва',
  ],
  ['an unknown label on UTF-8', utf8('Café'), 'none', 'none', 'utf-8', 'Café'],
  ['an unknown label on windows-1252', CAFE, 'klingon', 'none', 'windows-1252', 'Café “ouvert”'],
  ['a label without a decoder', CAFE, 'iso-2022-kr', 'none', 'windows-1252', 'Café “ouvert”'],
  ['nothing, on ASCII', latin('plain'), undefined, 'none', 'utf-8', 'plain'],
  ['nothing, on UTF-8', utf8('Café'), undefined, 'none', 'utf-8', 'Café'],
  ['nothing, on windows-1252', CAFE, undefined, 'none', 'windows-1252', 'Café “ouvert”'],
  ['nothing, on UTF-16LE without a mark', utf16le('<html>Café'), undefined, 'html', 'utf-16le', 'Café'],
  [
    'nothing, on UTF-16BE without a mark',
    utf16be('Plain café text'),
    undefined,
    'none',
    'utf-16be',
    'Plain café text',
  ],
  ['nothing, on no bytes', bytes(), undefined, 'html', 'utf-8', ''],
  ['the UTF-16 label of a mark in UTF-8', utf8('\uFEFFCafé'), 'utf-16', 'html', 'utf-8', 'Café'],
  ['two marks', utf8('\uFEFF\uFEFFCafé'), undefined, 'html', 'utf-8', '\uFEFFCafé'],
  ['a Chinese header by its old name', bytes(0xc4, 0xe3, 0xba, 0xc3), 'GB2312', 'html', 'gbk', '你好'],
  ['a Big5 header', bytes(0xa7, 0x41, 0xa6, 0x6e), 'big5', 'html', 'big5', '你好'],
  [
    'a header of escapes',
    bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42),
    'ISO-2022-JP',
    'html',
    'iso-2022-jp',
    '日本',
  ],
  [
    'a header of UTF-7, which no browser reads',
    latin('+ADw-b+AD4-'),
    'utf-7',
    'html',
    'utf-8',
    '+ADw-b+AD4-',
  ],
  [
    'two metas, of which the first counts',
    page('<meta charset="koi8-r"><meta charset="windows-1251">', bytes(0xed, 0xcf)),
    undefined,
    'html',
    'koi8-r',
    'Мо',
  ],
  // surrogates alone
  [
    'a high surrogate alone in UTF-16LE',
    Buffer.concat([utf16le('\uFEFFa'), bytes(0x00, 0xd8), utf16le('b')]),
    undefined,
    'html',
    'utf-16le',
    'a\uFFFDb',
  ],
  [
    'a low surrogate alone in UTF-16BE',
    Buffer.concat([utf16be('\uFEFFa'), bytes(0xdc, 0x00), utf16be('b')]),
    undefined,
    'html',
    'utf-16be',
    'a\uFFFDb',
  ],
  [
    'UTF-16 of an odd number of bytes',
    Buffer.concat([utf16le('\uFEFFab'), bytes(0x63)]),
    undefined,
    'html',
    'utf-16le',
    'ab\uFFFD',
  ],
  [
    'a surrogate written in UTF-8, within much of it',
    Buffer.concat([utf8('Größe über Öl: '), bytes(0xed, 0xa0, 0x80), utf8(' é')]),
    'utf-8',
    'none',
    'utf-8',
    'Größe über Öl: \uFFFD',
  ],
  // damage
  [
    'windows-1252 behind 3 MiB of ASCII, which UTF-8 would lose',
    Buffer.concat([Buffer.alloc(3 * 1024 * 1024, 0x61), CAFE]),
    'utf-8',
    'none',
    'windows-1252',
    'Café “ouvert”',
  ],
  [
    'one broken byte in much UTF-8',
    Buffer.concat([utf8('Größe über Öl: '), bytes(0xff), utf8(' é')]),
    'utf-8',
    'none',
    'utf-8',
    'Größe über Öl: \uFFFD é',
  ],
  [
    'UTF-8 that is cut in a character',
    utf8('Größe über Öl é').subarray(0, -1),
    undefined,
    'none',
    'utf-8',
    'Größe über Öl \uFFFD',
  ],
];

describe('findCharset', () => {
  it.each(rows)('decides on %s', (_, input, transport, markup, charset, holds) => {
    const found = findCharset(input, transport, markup);
    expect(found).toBe(charset);
    expect(decodeText(input, found)).toContain(holds);
  });

  it('never throws and always names an encoding that decodes', () => {
    for (const label of [
      '',
      ' ',
      '\0',
      'utf-7',
      'replacement',
      'x-user-defined',
      '__proto__',
      'a'.repeat(10_000),
    ])
      for (const markup of ['html', 'xml', 'none'] as const)
        expect(decodeText(CAFE, findCharset(CAFE, label, markup))).toContain('Café');
  });
});

describe('decodeText', () => {
  it('never gives a surrogate alone, whatever the bytes and the label are', () => {
    const label = fc.constantFrom('utf-16', 'utf-16be', 'utf-8', 'gb18030', 'shift_jis', 'latin1', 'none');
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 8 }).map((some) => Buffer.from(some)),
      fc.constantFrom(
        bytes(0xff, 0xfe),
        bytes(0xfe, 0xff),
        bytes(0, 0xd8),
        bytes(0xed, 0xa0, 0x80),
        latin('<p>'),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), label, (pieces, transport) => {
        const input = Buffer.concat(pieces);
        expect(decodeText(input, findCharset(input, transport, 'html'))).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('gives the quotes, dashes and the euro of windows-1252, not C1 controls', () => {
    expect(
      decodeText(bytes(0x80, 0x82, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x99), 'windows-1252'),
    ).toBe('€‚…‘’“”–—™');
  });

  it('drops the byte order mark', () => {
    expect(decodeText(utf8('\uFEFFa'), 'utf-8')).toBe('a');
  });
});
