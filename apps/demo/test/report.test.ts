import { describe, expect, it } from 'vitest';
import type { Findings } from '../src/findings.ts';
import {
  balanceLines,
  cutToWidth,
  foldingLines,
  nextLines,
  removedLines,
  storyLines,
  WIDTH,
} from '../src/report.ts';

const LONG = 'a headline that goes on and on, as headlines in the provinces like to do, '.repeat(3);

const FINDINGS: Findings = {
  stories: [
    { id: 'st_0123456789abcdef', headline: LONG, articles: 3, outlets: 2, first: '2026-02-10T13:25:00Z' },
    { id: 'st_fedcba9876543210', headline: null, articles: 1, outlets: 1, first: null },
  ],
  storyId: 'st_0123456789abcdef',
  headline: LONG,
  variants: [
    { id: 'ar_c', url: 'http://127.0.0.11:80/a', source: '127.0.0.11', headline: LONG, words: 400 },
    { id: 'ar_a', url: 'file:///x/texts/a.txt', source: 'texts', headline: null, words: 200 },
    { id: 'ar_b', url: 'http://127.0.0.12:80/a', source: '127.0.0.12', headline: 'Short', words: 400 },
  ],
  pairs: [
    { a: 'ar_b', b: 'ar_c', kind: 'exact', score: 1 },
    { a: 'ar_a', b: 'ar_c', kind: 'story', score: 0.9992 },
  ],
  pageId: 'ar_c',
  pageUrl: 'http://127.0.0.11:80/a',
  removed: [
    { rule: 'navigation', text: 'Home\n News' },
    { rule: 'navigation', text: 'Sport' },
    { rule: 'caption', text: LONG },
  ],
  ends: [
    { state: 'rejected', reason: 'not-found', count: 1 },
    { state: 'stored', reason: null, count: 3 },
    { state: 'stored', reason: 'expanded', count: 2 },
  ],
};

describe('the report', () => {
  it('keeps every line within 100 columns, whatever the headlines', () => {
    const lines = [storyLines, foldingLines, removedLines, balanceLines].flatMap((section) =>
      section(FINDINGS),
    );
    for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(WIDTH);
  });

  it('lists each story with its id whole, so that it can be copied', () => {
    expect(storyLines(FINDINGS)[0]).toBe('4 articles are 2 stories');
    expect(storyLines(FINDINGS)[2]).toContain(
      'st_0123456789abcdef         3        2  2026-02-10  a headline',
    );
    expect(storyLines(FINDINGS)[3]).toContain('1        1  -           (no headline)');
  });

  it('says of each pair in words how it was matched, and 100 % only of a score of 1', () => {
    const lines = foldingLines(FINDINGS);
    expect(lines).toContain('  A = C  the same text, word for word, 100 % sure');
    expect(lines).toContain('  A = B  the same event in other words, 99 % sure');
  });

  it('names a text file by its name and a page by its outlet', () => {
    const lines = foldingLines(FINDINGS);
    expect(lines).toContain('  B  a.txt, 200 words: (no headline)');
    expect(lines).toContain('  C  127.0.0.12, 400 words: Short');
  });

  it('gives each rule one line, its first block on it, and counts the others', () => {
    expect(removedLines(FINDINGS)[1]).toBe('  navigation  Home News (and 1 more)');
    expect(removedLines(FINDINGS, 1).at(-1)).toBe('  and by 1 more rule');
  });

  it('balances accepted against every end, the feeds apart from the articles', () => {
    const text = balanceLines(FINDINGS).join('\n');
    expect(text).toContain(
      '6 accepted = 5 stored + 0 revised + 0 unchanged + 1 rejected + 0 quarantined + 0 in flight',
    );
    expect(text).toContain('2 of the stored are feeds, 3 are articles');
    expect(text).toContain('rejected: 1 not-found');
  });

  it('ends with commands that name the database and the ids that were shown', () => {
    const text = nextLines(FINDINGS, '.wirefold/demo/wirefold.db').join('\n');
    expect(text).toContain('npx wirefold --db .wirefold/demo/wirefold.db story st_0123456789abcdef');
    expect(text).toContain('npx wirefold --db .wirefold/demo/wirefold.db explain ar_c');
  });

  it('cuts by whole characters, with an ellipsis as the last', () => {
    expect(cutToWidth('🦆🦆🦆', 3)).toBe('🦆🦆🦆');
    expect(cutToWidth('🦆🦆🦆🦆', 3)).toBe('🦆🦆…');
  });
});
