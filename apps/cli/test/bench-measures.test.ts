import {
  authorsAreRight,
  dateIsRight,
  segmentCounts,
  shingleCounts,
  shingleF1,
  titleIsRight,
  wordF1,
} from '@wirefold/clean/measures';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf, resample } from '../src/benching/clean/bootstrap.ts';
import { splitNames } from '../src/benching/clean/contestants.ts';
import { htmlText } from '../src/benching/clean/html-text.ts';
import { mainMeasureOf, scorePage, scoreSet } from '../src/benching/clean/scores.ts';
import { findWorstPages } from '../src/benching/clean/worst-pages.ts';
import { pageWith } from './bench-sets.ts';

describe('shingles of four words', () => {
  it.each([
    ['share the first of two', 'a b c d e', 'a b c d f', { tp: 1, fp: 1, fn: 1 }],
    ['count as often as they stand there', 'a a a a a', 'a a a a', { tp: 1, fp: 1, fn: 0 }],
    ['of fewer words are one', 'a b', 'a b', { tp: 1, fp: 0, fn: 0 }],
    ['keep their case', 'A b c d', 'a b c d', { tp: 0, fp: 1, fn: 1 }],
    ['pass over punctuation', 'a, b. c — d!', 'a b c d', { tp: 1, fp: 0, fn: 0 }],
    ['of nothing are none', '', 'a b c d e', { tp: 0, fp: 0, fn: 2 }],
  ])('%s', (_name, predicted, gold, counts) => {
    expect(shingleCounts(predicted, gold)).toEqual(counts);
  });

  it.each([
    [
      'a page without prediction lowers recall alone',
      [
        [1, 1, 1],
        [0, 0, 1],
      ],
      0.5,
      0.25,
      1 / 3,
    ],
    [
      'a page without gold lowers precision alone',
      [
        [2, 0, 0],
        [0, 3, 0],
      ],
      0.5,
      1,
      2 / 3,
    ],
    ['a page where nothing is wrong scores 1, also where nothing is there', [[0, 0, 0]], 1, 1, 1],
    ['nothing right is 0', [[0, 4, 4]], 0, 0, 0],
    [
      'each page weighs the same',
      [
        [1, 0, 0],
        [25, 75, 0],
      ],
      0.625,
      1,
      10 / 13,
    ],
  ])('F1 over a set: %s', (_name, pages, precision, recall, f1) => {
    const counts = pages.map(([tp = 0, fp = 0, fn = 0]) => ({ tp, fp, fn }));
    const found = shingleF1(counts);
    expect(found.precision).toBeCloseTo(precision, 12);
    expect(found.recall).toBeCloseTo(recall, 12);
    expect(found.f1).toBeCloseTo(f1, 12);
  });
});

it.each([
  ['A b b', 'a b c', 2 / 3],
  ['', '', 1],
  ['', 'a', 0],
  ['The Tide', 'the tide.', 1],
])('word F1 of %j for %j', (predicted, gold, f1) => {
  expect(wordF1(predicted, gold)).toBeCloseTo(f1, 12);
});

it('segments: found must are tp, missing must fn, found must-not fp, without punctuation and case', () => {
  expect(segmentCounts(['Hello, world', 'gone'], ['menu', 'rail'], 'hello world — Menu')).toEqual({
    ...{ tp: 1, fp: 1, fn: 1 },
  });
});

describe('metadata', () => {
  it.each([
    ['Ferry: aground!', 'ferry aground', true],
    ['Ferry aground', 'Ferry aground | The Coast', false],
    ['Ferry aground', undefined, false],
  ])('title %j found as %j', (gold, found, right) => {
    expect(titleIsRight(gold, found)).toBe(right);
  });

  it.each([
    [['Ann Bee'], ['By ANN BEE'], true],
    [['Ann Bee', 'Cy Dee'], ['Cy Dee', 'Ann Bee', 'Eve Eff'], true],
    [['Ann Bee', 'Cy Dee'], ['Ann Bee', 'Cy Dee', 'Eve Eff', 'Gus Haj'], false],
    [['Ann Bee'], ['Ann Bee', 'Cy Dee'], false],
    [['Ann Bee', 'Cy Dee'], ['Ann Bee'], false],
    [['Ann Bee'], [], false],
  ])('authors %j found as %j', (gold, found, right) => {
    expect(authorsAreRight(gold, found)).toBe(right);
  });

  it.each([
    ['2026-03-03', '2026-03-04T00:00:00Z', true],
    ['2026-03-03', '2026-03-04T00:00:01Z', false],
    ['2026-03-03 08:00:00+02:00', '2026-03-02T06:00:00Z', true],
    ['2026-03-03', 'some day', false],
    ['2026-03-03', undefined, false],
    ['in spring', '2026-03-03', undefined],
  ])('date %j found as %j', (gold, found, right) => {
    expect(dateIsRight(gold, found)).toBe(right);
  });

  it.each([
    ['Ann Bee and Cy Dee', ['Ann Bee', 'Cy Dee']],
    ['Ann Bee, Cy Dee; Eve Eff', ['Ann Bee', 'Cy Dee', 'Eve Eff']],
    ['Alexandra Sandy', ['Alexandra Sandy']],
    ['', []],
  ])('the line %j of a peer names %j', (line, names) => {
    expect(splitNames(line)).toEqual(names);
  });
});

describe('a page is scored', () => {
  const nothing = { text: '', authors: [] };

  it('only by what its gold has', () => {
    expect(scorePage(pageWith({ text: 'a b' }), nothing, ['text', 'metadata'])).toEqual({
      ...{ shingles: { tp: 0, fp: 0, fn: 1 }, wordF1: 0 },
    });
    expect(scorePage(pageWith({ title: 'T', date: 'in spring' }), nothing, ['text', 'metadata'])).toEqual({
      title: false,
    });
  });

  it('only by what its contestant finds', () => {
    const page = pageWith({ text: 'a b', title: 'T', must: ['a'] });
    expect(Object.keys(scorePage(page, nothing, ['metadata']))).toEqual(['title']);
    expect(Object.keys(scorePage(page, nothing, []))).toEqual([]);
  });

  it('and a set by the pages that have the measure', () => {
    const segments = { tp: 3, fp: 1, fn: 1 };
    expect(scoreSet([{ title: true }, { title: false, segments }, {}])).toEqual({
      ...{ title: { right: 1, of: 2 }, segmentF1: 0.75 },
    });
  });

  it.each([
    [{ text: 'a', must: ['a'] }, 'shingleF1'],
    [{ mustNot: ['a'] }, 'segmentF1'],
    [{ title: 'a' }, undefined],
  ])('whose gold is %j mainly by %s', (gold, main) => {
    expect(mainMeasureOf([pageWith({ title: 'T' }), pageWith(gold)])).toBe(main);
  });
});

describe('the bootstrap', () => {
  it('draws the same places every time, as many as there are pages, with return', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (pages) => {
        const draws = resample(pages, 20);
        expect(draws).toEqual(resample(pages, 20));
        expect(draws.every((draw) => draw.length === pages && draw.every((at) => at < pages))).toBe(true);
      }),
    );
    expect(new Set(resample(50, 1)[0]).size).toBeLessThan(50);
  });

  it('takes the middle 95 of 100', () => {
    expect(intervalOf(Array.from({ length: 1001 }, (_, at) => 1000 - at))).toEqual([25, 975]);
    expect(intervalOf([3])).toEqual([3, 3]);
  });

  it('has the standard error of a mean', () => {
    const values = Array.from({ length: 400 }, (_, at) => at % 2);
    const means = resample(400).map((draw) => draw.reduce((sum, at) => sum + (values[at] ?? 0), 0) / 400);
    const [low, high] = intervalOf(means);
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 1.9);
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 1.9);
  });
});

describe('the worst pages', () => {
  const RIGHT = 'The bridge over the Lorne was closed at noon on Friday.';
  const LOST = 'Engineers had found a crack as wide as a thumb in its third pier.';
  const RAIL = 'Read next: ten walks along the Lorne for a wet weekend.';
  const gold = { text: `${RIGHT}\n\n${LOST}` };

  function worstOf(texts: readonly string[], page = pageWith(gold)) {
    const pages = texts.map((_, at) => ({ ...page, id: `p${at}` }));
    const ends = texts.map((text) => ({ kind: 'predicted' as const, prediction: { text, authors: [] } }));
    const scores = pages.map((one, at) => scorePage(one, { text: texts[at] ?? '', authors: [] }, ['text']));
    const main = mainMeasureOf(pages) ?? 'shingleF1';
    return findWorstPages(main, pages, ends, scores, 2);
  }

  it('come worst first, and those without a fault not at all', () => {
    expect(worstOf([gold.text, '', RIGHT, gold.text]).map(({ id }) => id)).toEqual(['p1', 'p2']);
  });

  it('name the first missing and the first foreign paragraph, with counts', () => {
    expect(worstOf([`${RAIL}\n\n${RIGHT}`])).toEqual([
      {
        id: 'p0',
        f1: expect.closeTo(16 / 41, 12),
        missing: { count: 1, of: 2, first: LOST },
        foreign: { count: 1, of: 2, first: RAIL },
      },
    ]);
  });

  it('call a paragraph with a changed word neither missing nor foreign', () => {
    const [worst] = worstOf([`${RIGHT}\n\n${LOST.replace('thumb', 'fist')}`]);
    expect([worst?.missing.count, worst?.foreign.count]).toEqual([0, 0]);
  });

  it('name snippets where the set has no texts', () => {
    expect(worstOf([RAIL], pageWith({ must: [LOST], mustNot: [RAIL, RIGHT] }))).toEqual([
      {
        ...{ id: 'p0', f1: 0 },
        missing: { count: 1, of: 1, first: LOST },
        foreign: { count: 1, of: 2, first: RAIL },
      },
    ]);
  });
});

it('the text of HTML parts blocks, keeps a line together, and leaves scripts out', () => {
  const html =
    '<div><p>One <b>b</b>old\n line</p><p>Two</p>three<br>four<script>no()</script><ul><li>a<li>b</ul></div>';
  expect(htmlText(html)).toBe('One bold line\n\nTwo\n\nthree\nfour\n\na\n\nb');
});
