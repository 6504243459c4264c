import type { CleanInput } from '@wirefold/contracts/article';
import type { HostMemory } from '@wirefold/contracts/ports';
import { describe, expect, it } from 'vitest';
import { clean, cleanOnHost, createHostMemory, hostOf, pagePrints } from '../src/index.ts';
import { MOST_PRINTS, printOf } from '../src/prints.ts';
import { CONFORMANCE_BOUNDS, hostMemoryConformance } from '../src/testing/host-memory-conformance.ts';
import { FURNITURE, type InventedPage, inventHost, inventPage } from './invented-host.ts';
import { done } from './outcomes.ts';

hostMemoryConformance('a process', async () => {
  let now = 0;
  return {
    memory: createHostMemory({ now: () => now, bounds: CONFORMANCE_BOUNDS }),
    pass: async (seconds) => {
      now += seconds * 1000;
    },
    close: async () => undefined,
  };
});

type Format = CleanInput['format'];
const FORMATS: readonly Format[] = ['html', 'text'];
const inputOf = (page: InventedPage, format: Format): CleanInput => ({
  ...{ format, content: format === 'html' ? page.html : page.txt, url: page.url },
});
const newMemory = (): HostMemory => createHostMemory({ now: () => 0 });

async function cleanAll(pages: readonly InventedPage[], format: Format, memory = newMemory()) {
  const cleaned = [];
  for (const page of pages) cleaned.push(done(await cleanOnHost(inputOf(page, format), memory)));
  return cleaned;
}

describe.each(FORMATS)('the pages of a host as %s', (format) => {
  const pages = inventHost();

  it('keep their furniture while two of them are known, and lose it from the third on', async () => {
    const cleaned = await cleanAll(pages, format);
    const held = cleaned.map(({ article }) => article.text.includes(FURNITURE.foot));
    expect(held).toEqual([true, true, false, false, false, false]);
    expect(cleaned.at(-1)?.article.text).toBe(pages.at(-1)?.text);
    expect(cleaned.at(-1)?.article.lede).toBe(pages.at(-1)?.text.split('\n\n')[0]);
  });

  it('say by which rule a block was removed, and at its place', async () => {
    const removed = (await cleanAll(pages, format)).at(-1)?.removed ?? [];
    const furniture = removed.filter(({ rule }) => rule === 'rail:host-furniture');
    expect(furniture.map(({ text }) => text)).toEqual([FURNITURE.head, FURNITURE.inset, FURNITURE.foot]);
    expect(furniture.map(({ position }) => position)).toEqual([1, 4, 6]);
  });

  it('lose nothing of their own when all are cleaned a second time', async () => {
    const memory = newMemory();
    await cleanAll(pages, format, memory);
    const again = await cleanAll(pages, format, memory);
    expect(again.map(({ article }) => article.text)).toEqual(pages.map(({ text }) => text));
  });

  it('lose nothing when one article is fetched ten times, or stands at ten addresses', async () => {
    const [page] = pages;
    if (page === undefined) throw new Error('the invented host has no pages');
    const copies = Array.from({ length: 10 }, (_, n) => ({ ...page, url: `${page.url}?from=${n % 5}` }));
    const alone = done(clean(inputOf(page, format))).article.text;
    for (const { article } of await cleanAll([page, page, ...copies], format)) {
      expect(article.text).toBe(alone);
    }
  });

  it('lose nothing of an article that is told again under a new headline each hour', async () => {
    const updates = Array.from({ length: 5 }, (_, n) =>
      inventPage('lantern.example', {
        slug: `fire-${n}`,
        headline: `Sawmill fire in Corve, hour ${n + 1}: ${['smoke seen', 'road shut', 'crews from Loxby', 'roof falls', 'fire out'][n]}`,
        paragraphs: [
          `Hour ${n + 1} of the sawmill fire in Corve began with ${['smoke', 'a closed road', 'more crews', 'a falling roof', 'rain'][n]}, the fire chief Jon Abel said at the gate.`,
          'The fire broke out in the drying hall of the Corve sawmill before dawn and spread to the timber yard within minutes.',
          'Nobody was in the hall, and forty workers of the sawmill were sent home by the fire chief Jon Abel.',
          'The sawmill is the largest employer in Corve and had burned once before, in the dry summer of 1976.',
        ],
      }),
    );
    for (const [at, { article }] of (await cleanAll(updates, format)).entries()) {
      for (const paragraph of updates[at]?.text.split('\n\n') ?? [])
        expect(article.text).toContain(paragraph);
    }
  });

  it('are cleaned alike without siblings, whatever was cleaned before', () => {
    const first = pages.map((page) => clean(inputOf(page, format)));
    expect(pages.map((page) => clean(inputOf(page, format)))).toEqual(first);
  });

  it('never come to be rejected: a page of furniture alone stays as it is', async () => {
    const notice = {
      paragraphs: [FURNITURE.head, FURNITURE.foot],
      slug: 'notice',
      headline: 'A word to our readers',
    };
    const cleaned = await cleanAll([...pages, inventPage('lantern.example', notice)], format);
    expect(cleaned.at(-1)?.article.text).toContain(FURNITURE.foot);
  });
});

describe('the host of a document', () => {
  it.each([
    ['https://www.lantern.example/a', 'lantern.example'],
    ['http://lantern.example:8080/a', 'lantern.example:8080'],
    ['file:///tmp/a.txt', undefined],
    ['no address', undefined],
  ])('of %s is %s', (url, host) => {
    expect(hostOf({ format: 'html', content: '', url })).toBe(host);
  });

  it('is not asked for where there is no address, nor for a record of fields', () => {
    expect(hostOf({ format: 'text', content: '' })).toBeUndefined();
    const hints = { authoritative: true };
    expect(hostOf({ format: 'text', content: '', url: 'https://lantern.example/a', hints })).toBeUndefined();
  });
});

describe('prints', () => {
  it.each([
    ['case and signs aside', 'Read  on: the Lantern!', 'read on the lantern', true],
    ['another word', 'Read on the lantern', 'Read on the lamp', false],
  ])('agree by letters and digits: %s', (_, one, other, isSame) => {
    expect(printOf(one) === printOf(other)).toBe(isSame);
  });

  it.each(['', '…', '12', '12:30', '1 / 4'])('are empty for %j, which recurs by chance', (text) => {
    expect(printOf(text)).toBe('');
  });

  it(`are at most ${MOST_PRINTS} of a page, its first and last paragraphs among them`, () => {
    const paragraphs = Array.from(
      { length: 500 },
      (_, n) => `Paragraph ${n} speaks of nothing but its number ${n}.`,
    );
    const prints = pagePrints('https://lantern.example/long#top', {
      ...{ article: { text: paragraphs.join('\n\n') }, cleanerVersion: 'x' },
      removed: paragraphs.map((text, position) => ({ position, text: `${text} Removed.`, rule: 'rail:x' })),
    });
    expect(prints.kept.length + prints.removed.length).toBe(MOST_PRINTS);
    expect(prints.kept).toContain(printOf(paragraphs[0] ?? ''));
    expect(prints.kept).toContain(printOf(paragraphs[499] ?? ''));
    expect(prints.page).toBe(
      pagePrints('https://lantern.example/long', { article: { text: '' }, removed: [], cleanerVersion: 'x' })
        .page,
    );
  });
});
