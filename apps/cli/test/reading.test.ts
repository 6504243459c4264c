import { describe, expect, it } from 'vitest';
import { isoTime, wholeNumber } from '../src/option-values.ts';
import { partsInOrder } from '../src/reading/document-order.ts';
import { signalsInWords } from '../src/reading/evidence-words.ts';
import { diffTexts } from '../src/reading/word-diff.ts';

describe('option values', () => {
  it.each([
    ['2026-03-01', '2026-03-01'],
    ['2026-03-01T18:30', '2026-03-01T18:30:00Z'],
    ['2026-03-01T18:30:15Z', '2026-03-01T18:30:15Z'],
    ['2026-03-01T18:30+02:00', '2026-03-01T16:30:00Z'],
    ['2024-02-29', '2024-02-29'],
  ])('takes %s for %s', (text, expected) => {
    expect(isoTime(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026',
    '2026-13-01',
    '2026-00-10',
    '2026-02-30',
    '01.03.2026',
    '2026-03-01T25:00',
    '2026-03-01 18:30',
  ])('refuses %j as a time', (text) => {
    expect(() => isoTime(text)).toThrow('ISO 8601');
  });

  it.each(['', '0', '11', '1.5', '-1', '1e1', ' 3', '0x3'])('refuses %j as a number from 1 to 10', (text) => {
    expect(() => wholeNumber(1, 10)(text)).toThrow('from 1 to 10');
  });

  it.each([
    ['1', 1],
    ['10', 10],
    ['007', 7],
  ])('takes %s as %i', (text, expected) => {
    expect(wholeNumber(1, 10)(text)).toBe(expected);
  });
});

describe('the document in order', () => {
  const removed = (position: number) => ({ position, text: `r${position}`, rule: 'nav' });
  const shape = (text: string, positions: number[]) =>
    partsInOrder(text, positions.map(removed)).map((part) => part.text);

  it.each([
    ['blocks before and after', 'a\n\nb', [0, 3], ['r0', 'a', 'b', 'r3']],
    ['a block between two paragraphs', 'a\n\nb', [1], ['a', 'r1', 'b']],
    ['blocks in any order', 'a', [2, 0], ['r0', 'a', 'r2']],
    ['two blocks at one place', 'a\n\nb', [1, 1], ['a', 'r1', 'r1', 'b']],
    ['places without a paragraph of their own', 'a', [0, 7], ['r0', 'a', 'r7']],
    ['paragraphs beyond the last block', 'a\n\nb\n\nc', [0], ['r0', 'a', 'b', 'c']],
    ['no block', 'a\n\nb', [], ['a', 'b']],
  ])('shows %s', (_name, text, positions, expected) => {
    expect(shape(text, positions)).toEqual(expected);
  });
});

describe('evidence in words', () => {
  const pair = (signals: Record<string, number>, kind: 'exact' | 'near' | 'story' = 'story') => ({
    articleId: 'ar_a',
    kind,
    signals,
  });

  it.each([
    [pair({ copy: 1, containment: 0.98 }, 'near'), 'a copy, shorter text in the longer 0.98'],
    [pair({ stems: 0.4, names: 0.9, numbers: 0, days: 2 }), '2 days apart, names 0.90, words 0.40'],
    [pair({ days: 0 }, 'exact'), 'the same text, same day'],
    [pair({ freshSignal: 0.5, days: 1 }), '1 day apart, freshSignal 0.50'],
    [pair({}), 'nothing measured'],
  ])('says %j', (evidence, expected) => {
    expect(signalsInWords(evidence)).toBe(expected);
  });

  it('turns the shape round where it is seen from the second article', () => {
    expect(signalsInWords(pair({ truncated: 1 }, 'near'), 'ar_a')).toBe('a shortened copy');
    expect(signalsInWords(pair({ truncated: 1 }, 'near'), 'ar_b')).toBe('an extended copy');
  });
});

it('compares by word, and gives both texts back from the chunks', () => {
  const before = 'Fire in the old harbour.\n\nThree people hurt.';
  const after = 'Fire in the new harbour.\n\nThree people were hurt.';
  const chunks = diffTexts(before, after);
  const without = (kind: string) =>
    chunks
      .filter((chunk) => chunk.kind !== kind)
      .map((chunk) => chunk.text)
      .join('');
  expect(chunks).toContainEqual({ kind: 'removed', text: 'old' });
  expect(chunks).toContainEqual({ kind: 'added', text: 'new' });
  expect(without('added').replace(/\s+/g, ' ')).toBe(before.replace(/\s+/g, ' '));
  expect(without('removed')).toBe(after);
});
