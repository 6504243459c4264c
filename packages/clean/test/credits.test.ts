import { describe, expect, it } from 'vitest';
import { findAgency } from '../src/agencies.ts';
import { agencyByWords } from '../src/agency-words.ts';
import { beforeDate, creditOf, signedNames } from '../src/credit-lines.ts';
import { findDateline } from '../src/dateline.ts';
import { clean } from '../src/index.ts';
import { done } from './outcomes.ts';

const REST =
  'The harbour was closed to ships on Monday, and the ferries lay at anchor in the bay until the evening.';
const MORE =
  'Pilots had warned of the fog for two days, but the port kept its gates open for the last of the grain.';

describe('agencies that no list knows', () => {
  it.each([
    ['Curlew News Agency', 'Curlew News Agency'],
    ['the Moorland Press Association', 'Moorland Press Association'],
    ['Fjord Newswire', 'Fjord Newswire'],
    ['Südwind-Nachrichtenagentur', 'Südwind-Nachrichtenagentur'],
    ['Agence de Presse du Littoral', 'Agence de Presse du Littoral'],
    ['Agencia de Noticias Sur', 'Agencia de Noticias Sur'],
  ])('are told by the generic part of their name: %s', (raw, name) => expect(agencyByWords(raw)).toBe(name));

  it.each([
    'News Agency',
    'a spokesman told the Curlew News Agency',
    'Curlew News Agency, which reported it first',
    'Curlew Travel Agency',
    'Agency',
    'Nora Quill',
  ])('are not found in: %s', (raw) => expect(agencyByWords(raw)).toBeUndefined());

  it('are found beside a name and after a lead-in', () => {
    expect(findAgency('Nora Quill, Curlew News Agency')).toBe('Curlew News Agency');
    expect(findAgency('By Curlew News Agency')).toBe('Curlew News Agency');
  });
});

describe('credit lines', () => {
  it.each([
    ['Quelle: Südwind-Nachrichtenagentur', 'Südwind-Nachrichtenagentur'],
    ['© 2031 Curlew News Agency. All rights reserved.', 'Curlew News Agency'],
    ['Copyright 2031 The Associated Press. All rights reserved.', 'Associated Press'],
    ['9 May 2031, 14:00 | By Nora Quill | Curlew News Agency', 'Curlew News Agency'],
    ['© 2031 Coast Post. All rights reserved.', undefined],
    ['Quelle: eigener Bericht', undefined],
    ['9 May 2031 | By Nora Quill', undefined],
  ])('%s', (line, agency) => expect(creditOf(line)).toBe(agency));

  it('of more than 240 characters are none', () => {
    const line = (length: number) => `© Reuters. ${'x'.repeat(length - 11)}`;
    expect(creditOf(line(240))).toBe('Reuters');
    expect(creditOf(line(241))).toBeUndefined();
  });
});

describe('stamp lines', () => {
  it.each([
    ['9 May 2031, 14:00 | By Nora Quill | Curlew News Agency', ['Nora Quill']],
    ['Posted on May 9, 2031 by Nora Quill', ['Nora Quill']],
    ['By NORA QUILL Friday, May 9, 2031', ['NORA QUILL']],
    ['9 May 2031', []],
  ])('%s', (line, names) => expect(signedNames(line)).toEqual(names));

  it('keep a name that only looks like a date', () => {
    expect(beforeDate('April May Marsh')).toBe('April May Marsh');
    expect(beforeDate('9 May 2031')).toBe('9 May 2031');
  });
});

describe('signs in brackets', () => {
  it.each([
    [`BRAYTON (CNA) — ${REST}`, 'BRAYTON', 'CNA'],
    [`Brayton (swn) – ${REST}`, 'Brayton', 'swn'],
    [`Brayton (swn/cn) - ${REST}`, 'Brayton', 'swn/cn'],
  ])('make a dateline of a place before a dash: %s', (paragraph, place, sign) => {
    expect(findDateline(paragraph)).toEqual({ place, sign, rest: REST });
  });

  it.each([
    `Brayton (CNA) said that ${REST}`,
    `Brayton (Left) – ${REST}`,
    `The town of brayton (swn) – ${REST}`,
    `Brayton (abcdefg) – ${REST}`,
  ])('make none of: %s', (paragraph) => expect(findDateline(paragraph)).toBeUndefined());

  it('are the credit in capitals, where nothing on the page names the agency', () => {
    const page = (sign: string, foot = '', url = 'https://coast.example/fog') =>
      done(
        clean({
          format: 'html',
          url,
          content: `<h1>Fog closes harbour</h1><article><p>BRAYTON (${sign}) — ${REST}</p><p>${MORE}</p></article>${foot}`,
        }),
      ).article;
    expect(page('CNA')).toMatchObject({ dateline: 'BRAYTON', credit: 'CNA', text: `${REST}\n\n${MORE}` });
    expect(page('CNA', '', 'https://www.cna.example/fog').credit).toBeUndefined();
    expect(page('swn').credit).toBeUndefined();
    expect(page('CNA', '<p>Source: Curlew News Agency</p>').credit).toBe('Curlew News Agency');
  });
});
