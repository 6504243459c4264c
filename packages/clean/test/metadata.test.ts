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
import { detectLanguage, languageOfCommonWords, normalizeLanguage } from '../src/page-language.ts';
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
    [['By Nora Quill, RADIO NORTH'], ['Nora Quill'], undefined],
    [['By NORA QUILL and TOM ASHBY'], ['Nora Quill', 'Tom Ashby'], undefined],
    [['Über den Autor', 'Zeige alle Artikel'], [], undefined],
    [['Le Littoral et AFP'], ['Le Littoral'], 'Agence France-Presse'],
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

  it.each([
    ['https://amp.coast.co.uk/a', 'https://www.coast.co.uk/a', true],
    ['https://m.coast.co.uk/a', '//coast.co.uk/a', true],
    ['https://www.coast.co.uk/amp/a', '../a', true],
    ['https://www.coast.co.uk/a', 'https://coast.com/a', false],
    ['https://www.coast.co.uk/a', 'https://other.co.uk/a', false],
    ['https://www.coast.co.uk/a', 'https://coast.co.uk.other.com/a', false],
    ['https://one.blogspot.com/a', 'https://two.blogspot.com/a', false],
    ['https://one.github.io/a', 'https://two.github.io/a', false],
    ['https://coast-co-uk.cdn.ampproject.org/c/s/coast.co.uk/a', 'https://coast.co.uk/a', false],
    ['https://198.51.100.7/a', 'https://198.51.100.8/a', false],
    ['https://www.coast.co.uk/a', 'https://ann:word@www.coast.co.uk/b', false],
  ])('on %s believes the canonical %s: %s', (page, claimed, believed) => {
    const found = findCanonical([claimed], page);
    expect(found).toBe(believed ? new URL(claimed, page).href : undefined);
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

describe('headlines with a kicker', () => {
  const page = (kicker: string, said: string) =>
    done(
      clean({
        format: 'html',
        content: `<meta property="og:title" content="${said}"><h1><span>${kicker}</span> Wall gives way at night</h1><p>${REST} ${REST}</p><p>${REST} Nobody was hurt.</p>`,
      }),
    ).article.headline;
  it('lose it where the page gives its title without, and up to five words', () => {
    expect(page('Storm on the coast:', 'Wall gives way at night')).toBe('Wall gives way at night');
    expect(page('One two three four five', 'Wall gives way at night')).toBe('Wall gives way at night');
    expect(page('One two three four five six', 'Wall gives way at night')).toContain('One two');
    expect(page('Storm:', 'Storm: Wall gives way at night')).toBe('Storm: Wall gives way at night');
  });
});

describe('languages', () => {
  it.each([
    [
      'en',
      'The wall of the harbour was closed on Monday and the ships that lay there were sent to the town of Brayton for the night.',
    ],
    [
      'de',
      'Der Hafen ist nach dem Sturm nicht mehr zu sehen, und die Boote, die sich auf das Ufer und auf den Strand gelegt haben, sind weg.',
    ],
    [
      'fr',
      'Les bateaux qui sont dans le port ont été fermés pour la nuit, et des marins sur le quai attendent une aide avec les pompiers.',
    ],
  ])('%s is told by its commonest words', (language, text) => {
    expect(languageOfCommonWords(text)).toBe(language);
    expect(detectLanguage(text)).toBe(language);
  });

  it('of fewer than eight common words are left to the detector', () => {
    expect(languageOfCommonWords('the of and that with was is')).toBeUndefined();
    expect(languageOfCommonWords('the of and that with was is for')).toBe('en');
    expect(
      languageOfCommonWords('De haven is gesloten en de schepen liggen in het dok tot de ochtend.'),
    ).toBeUndefined();
  });

  it('and the time of a change are taken from hints where the page has none', () => {
    const modifiedAt = (head: string) =>
      done(
        clean({
          format: 'html',
          content: `<html lang="en"><head>${head}</head><h1>Wall gives way</h1><p>${REST} ${REST}</p><p>${REST} Nobody was hurt.</p>`,
          hints: { modifiedAt: '2025-01-06' },
        }),
      ).article.modifiedAt;
    const own = '<meta property="article:modified_time" content="2025-01-04T10:00:00Z">';
    expect([modifiedAt(''), modifiedAt(own)]).toEqual([
      '2025-01-06',
      expect.stringContaining('2025-01-04T10:00:00'),
    ]);
  });

  it('are the page’s own words first, then the hint, then the text', () => {
    const language = (markup: string, hint?: string) =>
      done(
        clean({
          format: 'html',
          content: `<html${markup}><h1>Wall gives way</h1><p>${REST} ${REST}</p><p>${REST} Nobody was hurt.</p>`,
          ...(hint !== undefined && { hints: { language: hint } }),
        }),
      ).article.language;
    expect([language(' lang="fr"', 'de'), language('', 'de'), language('')]).toEqual(['fr', 'de', 'en']);
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
