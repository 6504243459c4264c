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
    { id: 'st_0123456789abcdef', headline: LONG, articles: 3, outlets: 2 },
    { id: 'st_fedcba9876543210', headline: null, articles: 1, outlets: 1 },
  ],
  storyId: 'st_0123456789abcdef',
  headline: LONG,
  variants: [
    { id: 'ar_c', url: 'http://127.0.0.11:80/a', source: '127.0.0.11', headline: LONG, words: 400 },
    { id: 'ar_a', url: 'file:///x/texts/a.txt', source: 'texts', headline: null, words: 200 },
    { id: 'ar_b', url: 'http://127.0.0.12:80/a', source: '127.0.0.12', headline: 'Short', words: 400 },
  ],
  pairs: [
    { a: 'ar_b', b: 'ar_c', kind: 'exact', score: 1, signals: { days: 0 } },
    { a: 'ar_a', b: 'ar_b', kind: 'near', score: 0.98, signals: { containment: 0.9992, names: 0.5 } },
    { a: 'ar_a', b: 'ar_c', kind: 'story', score: 0.97, signals: { stems: 0.67, names: 0.909, days: 1 } },
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
    expect(storyLines(FINDINGS)[0]).toBe('4 articles are 2 stories, the newest first');
    expect(storyLines(FINDINGS)[2]).toContain('st_0123456789abcdef         3        2  a headline');
    expect(storyLines(FINDINGS)[3]).toContain('1        1  (no headline)');
  });

  it('says of each pair in words how it was matched, and 100 % only of a whole', () => {
    const lines = foldingLines(FINDINGS);
    expect(lines).toContain('  A = C  the same text, word for word');
    expect(lines).toContain(
      "  B = C  a copy, cut short or edited: 99 % of the shorter one's phrases are in the other",
    );
    expect(lines).toContain('  A = B  the same event in other words: alike in names 91 %, words 67 %');
  });

  it('falls back to the score of a pair whose signals it does not know', () => {
    const pairs = [{ a: 'ar_a', b: 'ar_b', kind: 'story', score: 0.97, signals: {} }] as const;
    expect(foldingLines({ ...FINDINGS, pairs }).at(-1)).toBe(
      '  B = C  the same event in other words, by a score of 0.97',
    );
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
