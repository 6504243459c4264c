import { clean } from '@wirefold/clean';
import { describe, expect, it } from 'vitest';
import { isoTime, wholeNumber } from '../src/option-values.ts';
import { partsInOrder } from '../src/reading/document-order.ts';
import { signalsInWords } from '../src/reading/evidence-words.ts';
import { factLines } from '../src/reading/fact-lines.ts';
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
    ['a paragraph of which nothing was left', 'a\n\n\n\nb', [0, 4], ['r0', 'a', 'b', 'r4']],
    ['such a paragraph before a block', 'a\n\n\n\nb', [2], ['a', 'r2', 'b']],
    ['places without a paragraph of their own', 'a', [0, 7], ['r0', 'a', 'r7']],
    ['paragraphs beyond the last block', 'a\n\nb\n\nc', [0], ['r0', 'a', 'b', 'c']],
    ['no block', 'a\n\nb', [], ['a', 'b']],
  ])('shows %s', (_name, text, positions, expected) => {
    expect(shape(text, positions)).toEqual(expected);
  });
});

describe('the document in order, as the clean stage numbers its blocks', () => {
  const sentence = (n: number) =>
    `The harbour office of Port Ellery said in its report number ${n} that the ferry would sail again on Friday.`;
  const page = `<html lang="en"><head><title>Ferry sails again</title></head><body><nav><a href="/">Home</a></nav>
    <article><h1>Ferry sails again</h1><p>${sentence(1)}</p><p>${sentence(2)}</p><aside class="related"><a href="/t">Tides of the week</a></aside>
    <p>${sentence(3)}</p><p>${sentence(4)}</p></article><footer>All rights reserved</footer></body></html>`;

  it('shows a removed block between the paragraphs that it stood between', () => {
    const outcome = clean({ format: 'html', content: page });
    if (outcome.kind !== 'done') throw new Error(`not cleaned: ${JSON.stringify(outcome)}`);
    const parts = partsInOrder(outcome.value.article.text, outcome.value.removed);
    const order = parts.map(({ text }) => page.indexOf(text, page.indexOf('<body>')));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const shown = parts.map(({ text }) => text);
    expect(shown.indexOf('Tides of the week')).toBe(shown.indexOf(sentence(2)) + 1);
    expect(shown.indexOf(sentence(3))).toBe(shown.indexOf('Tides of the week') + 1);
  });
});

describe('facts in lines', () => {
  const value = (text: string, holders: number) => ({
    value: text,
    articleIds: Array.from({ length: holders }, (_, n) => `ar_000000${n}`),
  });

  it('says each value of a dispute with who has it, and counts beyond three', () => {
    const fact = {
      kind: 'number',
      about: 'killed … people',
      values: [value('12', 4), value('9', 1)],
    } as const;
    expect(factLines([fact])).toEqual([
      'number  killed … people',
      '    12  in ar_0000000, ar_0000001, ar_0000002 and 1 more',
      '    9  in ar_0000000',
    ]);
  });

  it('says what only some have in a line, made safe for the terminal', () => {
    expect(factLines([{ kind: 'name', about: 'Orla Venn', values: [value('Venn\u001b[2J', 1)] }])).toEqual([
      'name  only in ar_0000000: Venn (Orla Venn)',
    ]);
    expect(factLines([{ kind: 'quotation', about: '', values: [value('We sail', 2)] }])).toEqual([
      'quotation  only in ar_0000000, ar_0000001: We sail',
    ]);
  });

  it('stops at six values and thirty facts, and says so', () => {
    const many = {
      kind: 'quotation',
      about: 'Venn',
      values: Array.from({ length: 8 }, () => value('x', 1)),
    } as const;
    expect(factLines([many]).slice(-2)).toEqual(['    x  in ar_0000000', '    … and 2 more']);
    const one = { kind: 'name', about: 'A', values: [value('A', 1)] } as const;
    const lines = factLines(Array.from({ length: 31 }, () => one));
    expect([lines.length, lines.at(-1)]).toEqual([31, '… and 1 more: --json has them all']);
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
    [pair({ roundup: 1 }, 'near'), 'an item and a round-up that holds it'],
    [
      pair({ weekday: 1, terse: 1, lead: 0.5 }),
      'both name the same day of the week, both short, words of the opening 0.50',
    ],
    [pair({ weekday: -1, headline: 0.5 }), 'they name other days of the week, words of the headline 0.50'],
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
