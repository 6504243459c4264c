import { describe, expect, it } from 'vitest';
import { findCanonical } from '../src/addresses.ts';
import { agencyName } from '../src/agencies.ts';
import { parseCaption } from '../src/captions.ts';
import { repairSentenceGaps } from '../src/characters.ts';
import { findDateline } from '../src/dateline.ts';
import { parseDate } from '../src/dates.ts';
import { stripSiteName } from '../src/headline.ts';
import { clean } from '../src/index.ts';
import { readJsonLd } from '../src/json-ld.ts';
import { parseByline } from '../src/names.ts';
import { normalizeLanguage } from '../src/page-language.ts';
import { done } from './outcomes.ts';

const REST = 'The harbour was closed to ships on Monday.';

describe('datelines', () => {
  it.each([
    [`SEOUL, SOUTH KOREA — ${REST}`, 'SEOUL, SOUTH KOREA', undefined],
    [`PARIS (AP) — ${REST}`, 'PARIS', 'Associated Press'],
    [`LONDON, Jan 5 (Reuters) - ${REST}`, 'LONDON', 'Reuters'],
    [`Kiel (dpa) - ${REST}`, 'Kiel', 'Deutsche Presse-Agentur'],
    [`NEW YORK -- ${REST}`, 'NEW YORK', undefined],
    [`(EFE).- ${REST}`, undefined, 'Agencia EFE'],
  ])('%s', (paragraph, place, agency) => {
    expect(findDateline(paragraph)).toEqual({
      ...(place && { place }),
      ...(agency && { agency }),
      rest: REST,
    });
  });

  it.each([
    `He came — and ${REST}`,
    `Storm damage – ${REST}`,
    `The minister (left) — ${REST}`,
    `“No” — ${REST}`,
    REST,
  ])('are none in: %s', (paragraph) => expect(findDateline(paragraph)).toBeUndefined());
});

describe('dates', () => {
  it.each([
    ['2024-12-29T18:34', '2024-12-29T18:34', 'minute'],
    ['2024-12-29T18:34:10+02:00', '2024-12-29T16:34:10Z', 'second'],
    ['29 December 2024, 18:34', '2024-12-29T18:34', 'minute'],
    ['Updated Nov 13, 2019, 10:28am EST', '2019-11-13T15:28:00Z', 'minute'],
    ['5. Juni 2025, 14:46 Uhr', '2025-06-05T14:46', 'minute'],
    ['24 de abril de 2023', '2023-04-24', 'day'],
    ['Sun, 29 Dec 2024 18:34:00 GMT', '2024-12-29T18:34:00Z', 'second'],
    ['31/12/2024', '2024-12-31', 'day'],
    ['20241229', '2024-12-29', 'day'],
  ])('%s is %s', (raw, iso, precision) => expect(parseDate(raw)).toEqual({ iso, precision }));

  it.each(['03/04/2024', '31 February 2024', 'yesterday', '2024-13-01', '0000-01-01', '12:30', ''])(
    '%j is none, or could be two',
    (raw) => expect(parseDate(raw)).toBeUndefined(),
  );
});

describe('names', () => {
  it.each([
    [['By Nora Quill and Tom Ashby'], ['Nora Quill', 'Tom Ashby'], undefined],
    [['NORA QUILL, Reuters'], ['Nora Quill'], 'Reuters'],
    [['AFP'], [], 'Agence France-Presse'],
    [['Staff Reporter', 'admin', 'Coast Post Newsroom'], [], undefined],
    [['Von Jörg Müller und Ana-María O’Neill'], ['Jörg Müller', 'Ana-María O’Neill'], undefined],
  ])('%j', (raw, people, agency) => {
    expect(parseByline(raw)).toEqual(agency === undefined ? { people } : { people, agency });
  });

  it('of agencies are known by short signs in capitals only', () => {
    expect(['PA', 'pa', 'Pa', 'dpa', 'The Associated Press', 'ap'].map((name) => agencyName(name))).toEqual([
      'Press Association',
      undefined,
      undefined,
      'Deutsche Presse-Agentur',
      'Associated Press',
      undefined,
    ]);
  });
});

describe('captions', () => {
  it.each([
    ['North Sea. Picture: PA', { text: 'North Sea.', credit: 'PA' }],
    ['A boat at sea (Jane Roe/AP)', { text: 'A boat at sea', credit: 'Jane Roe/AP' }],
    ['A boat (Photo by Ann Teal)', { text: 'A boat', credit: 'Ann Teal' }],
    ['A boat © AFP', { text: 'A boat', credit: 'AFP' }],
    ['A boat (in front) at sea', { text: 'A boat (in front) at sea' }],
  ])('%s', (raw, caption) => expect(parseCaption(raw)).toEqual(caption));
});

describe('gaps after a full stop', () => {
  it.each([
    ['for invasion.The war', 'for invasion. The war'],
    ['see www.example.Org/Path', 'see www.example.Org/Path'],
    ['mail to nora.Quill@example.org', 'mail to nora.Quill@example.org'],
    ['U.S.The and 3.5 and e.g.This', 'U.S.The and 3.5 and e.g.This'],
    ['on Booking.Com now', 'on Booking.Com now'],
  ])('%s', (text, repaired) => expect(repairSentenceGaps(text)).toBe(repaired));
});

describe('addresses and tags', () => {
  it('believes a canonical address across subdomains but not across registrable domains', () => {
    const page = 'https://m.coast.co.uk/a?x=1';
    expect(findCanonical(['https://www.coast.co.uk/a'], page)).toBe('https://www.coast.co.uk/a');
    expect(findCanonical(['https://other.co.uk/a', 'javascript:alert(1)', '/'], page)).toBeUndefined();
  });

  it('writes language tags as BCP 47 does, and takes nothing else', () => {
    expect(['en_gb', 'ZH-hant-tw', 'english', '', 'x'].map((tag) => normalizeLanguage(tag))).toEqual([
      'en-GB',
      'zh-Hant-TW',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes the name of the site off a title, and nothing off a headline with a dash', () => {
    expect(stripSiteName('Wall gives way - Coast Post', 'Coast Post')).toBe('Wall gives way');
    expect(stripSiteName('Wall gives way – and nobody hurt', 'Coast Post')).toBe(
      'Wall gives way – and nobody hurt',
    );
  });
});

describe('headlines', () => {
  it('are a second-level heading where the title element ends with it and nothing better is given', () => {
    const page = (title: string) =>
      done(
        clean({
          format: 'html',
          content: `<title>${title}</title><h2>Wall gives way at night</h2><p>${REST} ${REST}</p><p>${REST} Nobody was hurt.</p>`,
        }),
      ).article;
    expect(page('Coast Post: Wall gives way at night').headline).toBe('Wall gives way at night');
    expect(page('Coast Post: Storm').headline).toBe('Coast Post: Storm');
  });
});

describe('JSON-LD', () => {
  it('is read out of graphs, with authors by reference, and repaired where a comma trails', () => {
    const script = `{"@graph":[{"@type":"Person","@id":"#n","name":"Nora Quill"},
      {"@type":"NewsArticle","headline":"Wall","author":{"@id":"#n"},"datePublished":"2025-01-02","keywords":"sea, wall",},]}`;
    expect(readJsonLd([script])).toMatchObject({
      headline: 'Wall',
      authors: ['Nora Quill'],
      published: '2025-01-02',
      keywords: ['sea', 'wall'],
    });
  });

  it('gives the text only where the page shows next to none', () => {
    const body = `${REST} ${REST} ${REST} ${REST} ${REST} ${REST}`;
    const script = `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Wall gives way', articleBody: body })}</script>`;
    expect(
      done(clean({ format: 'html', content: `${script}<nav><a href="/">Home</a></nav>` })).article.text,
    ).toBe(body);
    const shown =
      '<p>What the page itself shows its readers is a longer account of the flood in the lower town.</p>';
    expect(done(clean({ format: 'html', content: script + shown })).article.text).toContain(
      'What the page itself shows',
    );
  });
});
