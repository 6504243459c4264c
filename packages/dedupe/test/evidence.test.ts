import type { DedupeInput, Evidence } from '@wirefold/contracts/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceBetween, LEAST_SCORE } from '../src/evidence.ts';
import { dedupeAll } from '../src/filter.ts';
import { createMemoryIndex } from '../src/memory-index.ts';
import { areCandidates, DEFAULT_RULE } from '../src/rule.ts';
import { signatureOf } from '../src/signature.ts';
import { dedupe } from '../src/stage.ts';
import { shippedWeights } from '../src/weights.ts';
import { BRIDGE, FOLLOW_UP, LOOK_ALIKES } from './invented.ts';
import { UNSPACED } from './unspaced.ts';

const weights = shippedWeights();
const between = (a: DedupeInput, b: DedupeInput): Evidence | null =>
  evidenceBetween(signatureOf(a, weights), signatureOf(b, weights), weights);
const first = BRIDGE[0] as DedupeInput;
const renamed = (parts: Partial<DedupeInput>): DedupeInput => ({ ...first, articleId: 'other', ...parts });

describe('evidenceBetween', () => {
  it('folds rewrites of one event, and the candidate rule finds them', () => {
    for (const a of BRIDGE) {
      for (const b of BRIDGE) {
        if (a === b) continue;
        expect(areCandidates(DEFAULT_RULE, signatureOf(a, weights), signatureOf(b, weights))).toBe(true);
        expect(between(a, b)?.score).toBeGreaterThan(0.5);
      }
    }
  });

  it.each(LOOK_ALIKES)('does not fold %s', (_, a, b) => {
    expect(between(a, b)?.score ?? 0).toBeLessThan(0.5);
  });

  it('takes a follow-up for less likely one event with each day between, and least where one date is unknown', () => {
    const scores = [undefined, '2025-03-04', '2025-03-05', '2025-03-06', '2025-03-08'].map(
      (date) => between(first, FOLLOW_UP(date))?.score ?? 0,
    );
    const [undated = 0, same = 0, next = 0, second = 0, fourth = 1] = scores;
    expect(same).toBeGreaterThan(next);
    expect(next).toBeGreaterThan(undated);
    expect(next).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(fourth);
    expect(fourth).toBeLessThan(0.5);
  });

  it.each([
    ['the same day', 'Monday', 'Monday', 1],
    ['no day in one', 'Monday', 'today', 0],
    ['another day', 'Monday', 'Thursday', -1],
  ])('takes undated reports that name %s of the week accordingly', (_, one, other, sign) => {
    const early = (day: string): DedupeInput => ({
      articleId: 'a',
      headline: 'Ferry runs aground off Norvik',
      text: `The ferry Halla struck a sandbank near Norvik on ${day}. Boats of the coast guard took everybody off within an hour, said Ola Brandt of the harbour office.`,
    });
    const late = (day: string): DedupeInput => ({
      articleId: 'b',
      headline: 'Passengers rescued near Norvik',
      text: `All passengers of a stranded ferry were brought ashore by lifeboats, police in Norvik reported ${day}. Fog hid the shallows from the captain, a spokesman told reporters.`,
    });
    const scoreOf = (a: DedupeInput, b: DedupeInput): number => between(a, b)?.score ?? 0;
    const difference = scoreOf(early(one), late(other)) - scoreOf(early('arrival'), late('later'));
    expect(Math.abs(difference) < 0.02 ? 0 : Math.sign(difference)).toBe(sign);
    expect(between(early(one), late(other))?.signals.weekday ?? 0).toBe(sign);
  });

  it('states a follow-up of weeks later with how alike it is but for the days, and no stranger of that day', () => {
    const late = between(first, FOLLOW_UP('2025-03-30'));
    expect(late?.score).toBeLessThan(0.01);
    expect(late?.signals.alike).toBeGreaterThan(0.9);
    const [, , , other] = UNSPACED[0] ?? [];
    expect(other && between(first, { ...other, publishedAt: '2025-03-30' })).toBeNull();
  });

  it.each(UNSPACED)('folds two reports in %s, which has no spaces, and not a third', (_, a, b, other) => {
    expect(areCandidates(DEFAULT_RULE, signatureOf(a, weights), signatureOf(b, weights))).toBe(true);
    expect(between(a, b)?.score).toBeGreaterThan(0.5);
    expect(between(a, other)).toBeNull();
    expect(between(b, other)).toBeNull();
  });

  it.each<[string, Partial<DedupeInput>, string, string | undefined]>([
    ['the same text under another headline as exact', { headline: 'Bridge news' }, 'exact', undefined],
    [
      'case and punctuation as nothing',
      { text: first.text.toUpperCase().replaceAll('.', ' !') },
      'exact',
      undefined,
    ],
    [
      'a text with one more sentence as a near copy',
      { text: `${first.text} More follows soon on this page.` },
      'near',
      'copy',
    ],
    [
      'its first half as near, and the whole as extended or truncated',
      { text: first.text.slice(0, 380) },
      'near',
      'extended',
    ],
  ])('takes %s', (_, parts, kind, shape) => {
    const fact = between(first, renamed(parts));
    expect(fact?.kind).toBe(kind);
    if (shape !== undefined) expect(fact?.signals).toHaveProperty(shape, 1);
  });

  it.each(['', 'Updated', 'Read more here now please, thank you'])(
    'never matches the short text %j with itself',
    (text) => {
      const [a, b] = [renamed({ headline: '', text }), renamed({ articleId: 'z', headline: '', text })];
      expect(between(a, b)).toBeNull();
      expect(areCandidates(DEFAULT_RULE, signatureOf(a, weights), signatureOf(b, weights))).toBe(false);
    },
  );

  it('gives the smaller id first, whichever comes first, for any two texts', () => {
    const words = fc
      .array(fc.constantFrom(...first.text.split(/\s+/)), { maxLength: 80 })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(words, words, (left, right) => {
        const [a, b] = [renamed({ articleId: 'a', text: left }), renamed({ articleId: 'b', text: right })];
        const fact = between(a, b);
        expect(between(b, a)).toEqual(fact);
        if (fact === null) return;
        expect([fact.articleId, fact.otherArticleId]).toEqual(['a', 'b']);
        expect(fact.score).toBeGreaterThanOrEqual(LEAST_SCORE);
        for (const signal of Object.values(fact.signals)) expect(signal).toBe(Math.round(signal * 1e4) / 1e4);
      }),
      { numRuns: 60 },
    );
  });

  it('signs any text at all, words such as constructor and __proto__ included', () => {
    expect(() =>
      signatureOf(renamed({ text: 'constructor __proto__ toString 5 constructor' }), weights),
    ).not.toThrow();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { sketch, termKeys } = signatureOf(renamed({ text }), weights);
        expect(sketch.length).toBeLessThan(1_200);
        expect(termKeys).toEqual([...new Set(termKeys)].sort((x, y) => x - y));
      }),
    );
  });
});

describe('dedupe and dedupeAll', () => {
  const all = [...BRIDGE, ...LOOK_ALIKES.flatMap(([, a, b]) => [a, b])];

  it('states the same evidence in every order of arrival', async () => {
    const run = async (inputs: readonly DedupeInput[]): Promise<string[]> => {
      const index = createMemoryIndex(DEFAULT_RULE);
      const facts: Evidence[] = [];
      for (const input of inputs) facts.push(...(await dedupe(input, index, weights)).evidence);
      return facts.map((fact) => JSON.stringify(fact)).sort();
    };
    const expected = await run(all);
    const order = fc.shuffledSubarray(all, { minLength: all.length });
    await fc.assert(
      fc.asyncProperty(order, async (inputs) => {
        expect(await run(inputs)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('gives one story for the rewrites and one for each look-alike', async () => {
    const records = all.map(({ articleId, headline, text, publishedAt = '' }) => ({
      id: articleId,
      title: headline,
      text,
      date: publishedAt,
    }));
    const { lines } = await dedupeAll(records);
    expect(lines.filter(({ story }) => story === 'bridge-1').map(({ id }) => id)).toEqual([
      'bridge-1',
      'bridge-2',
      'bridge-3',
    ]);
    expect(new Set(lines.map(({ story }) => story)).size).toBe(1 + 2 * LOOK_ALIKES.length);
    expect(lines.every(({ id, duplicate }) => id === duplicate)).toBe(true);
  });

  it('never joins what a round-up holds whole, in either half of it, nor by its fragments', async () => {
    const whole = [first, ...LOOK_ALIKES.slice(0, 3).map(([, input]) => input)];
    const records = whole.map(({ articleId, headline, text }) => ({
      id: articleId,
      title: headline,
      text,
      date: '2025-03-04',
    }));
    for (const order of [whole, [...whole].reverse()]) {
      const text = order.map((input) => input.text).join('\n\n');
      const roundUp = { id: 'round-up', title: 'The day in brief', text, date: '2025-03-04' };
      for (const input of [
        [roundUp, ...records],
        [...records, roundUp],
      ]) {
        const { lines, pairs } = await dedupeAll(input);
        const stories = lines
          .filter(({ id }) => id !== 'round-up')
          .map(({ story, id }) => (story === 'round-up' ? id : story));
        expect(pairs.filter(({ kind }) => kind === 'near').length).toBeGreaterThan(0);
        expect(new Set(stories).size).toBe(whole.length);
        expect(new Set(lines.map(({ duplicate }) => duplicate)).size).toBeGreaterThanOrEqual(whole.length);
        const joined = lines.filter(
          ({ id, story }) =>
            story === lines.find((line) => line.id === 'round-up')?.story && id !== 'round-up',
        );
        expect(joined.length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('names the first by date, and by input order without dates, as story and duplicate', async () => {
    const { headline: title, text } = first;
    const dated = await dedupeAll([
      { id: 'late', title, text, date: '2025-03-05' },
      { id: 'early', title, text, date: '2025-03-04' },
    ]);
    expect(dated.lines).toEqual([
      { id: 'late', story: 'early', duplicate: 'early' },
      { id: 'early', story: 'early', duplicate: 'early' },
    ]);
    const undated = await dedupeAll([
      { id: 'z', title, text },
      { id: 'a', title, text },
    ]);
    expect(undated.lines.map(({ duplicate }) => duplicate)).toEqual(['z', 'z']);
  });
});
