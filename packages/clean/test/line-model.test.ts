import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEXT_LABELS } from '../src/blocks.ts';
import { labelText } from '../src/index.ts';
import { ruleLines } from '../src/label-lines.ts';
import { candidatesOf, FEATURES, featuresOf } from '../src/line-features.ts';
import { keepLineChances, lineModelFile, parseLineModel, shippedLineModel } from '../src/line-model.ts';
import { lineWordLogits } from '../src/line-words.ts';
import { SECOND_FEATURES, secondFeaturesOf } from '../src/second-look.ts';
import { readTextLines } from '../src/text-lines.ts';

const BODY = [
  'Beekeepers in the Farnow hills lost a third of their hives last winter, a survey of the growers’ union shows.',
  'Mites and a wet autumn are to blame, said Maren Tolk, who has kept bees above the village for forty years.',
  '“We opened the hives in March and there was nothing left in them but honey,” she said on Friday.',
  'The union asks the province for money to buy new swarms before the cherry trees bloom in April.',
  'A spokesman for the province said that it would answer the beekeepers within two weeks.',
];
const NAVIGATION = ['Home', 'News', 'Sport', 'Weather', 'Farnow', 'Jobs', 'Sign in', 'Subscribe'];
const COOKIES = 'We use cookies and similar technologies to give you the best experience on our website.';
const TEASERS = [
  'Read more',
  'Ferry to Osk island runs again after the storm',
  'Town council of Brede votes for a second swimming pool',
  'Five soups that keep you warm in winter',
];
const PROMOS = [
  'Sign up to our newsletter and get the best stories of the week in your inbox.',
  'Share this article',
];
const FOOTER = ['Contact', 'Imprint', '© 2026 Farnow Courier. All rights reserved.'];

const rulesOf = (content: string) => {
  const ruled = ruleLines(readTextLines(content));
  if (ruled === undefined) throw new Error('the rules found no running text');
  return ruled;
};
const kept = (content: string, headline?: string): string[] =>
  labelText({ format: 'text', content, ...(headline !== undefined && { hints: { headline } }) })
    .filter(({ verdict }) => TEXT_LABELS.has(verdict.label))
    .map(({ text }) => text);
const page = [...NAVIGATION, 'Beekeepers lose a third of their hives', ...BODY, ...TEASERS, ...FOOTER];

describe('features of lines', () => {
  it('fill each row from end to end with finite numbers, one row a candidate, in both looks', () => {
    const text = rulesOf(page.join('\n'));
    const candidates = candidatesOf(text);
    const words = lineWordLogits(text, shippedLineModel().text);
    const rows = featuresOf(text, words, candidates);
    expect(rows.length).toBe(candidates.length * FEATURES.length);
    expect(rows.every(Number.isFinite)).toBe(true);
    const again = secondFeaturesOf(
      text,
      words,
      candidates,
      rows,
      new Float32Array(text.lines.length).fill(0.6),
    );
    expect(again.length).toBe(candidates.length * SECOND_FEATURES.length);
    expect(again.every(Number.isFinite)).toBe(true);
    const last = candidates.length - 1;
    const cohesion = rows[last * FEATURES.length + FEATURES.indexOf('near3InHead')];
    expect(cohesion).toBeGreaterThanOrEqual(0);
    const body = candidates.findIndex((at) => text.lines[at]?.text === BODY[1]);
    expect(rows[body * FEATURES.length + FEATURES.indexOf('running')]).toBe(1);
    expect(again[body * SECOND_FEATURES.length + SECOND_FEATURES.indexOf('inBest')]).toBe(1);
  });

  it('have names of their own, few enough for a byte', () => {
    expect(new Set(SECOND_FEATURES).size).toBe(SECOND_FEATURES.length);
    expect(SECOND_FEATURES.length).toBeLessThan(256);
  });

  it('count pairs of characters as words where a script has no spaces', () => {
    const text = rulesOf(
      '養蜂家が冬に巣箱の三分の一を失ったと組合が発表した。\n養蜂家は春までに新しい巣箱を買うという。',
    );
    const { hashed, cohesion } = lineWordLogits(text, shippedLineModel().text);
    expect(hashed[0]?.telling.length).toBeGreaterThan(15);
    expect(cohesion.near[1]).toBeGreaterThan(0.2);
  });
});

describe('the line model', () => {
  it('is written to its file and read from it without loss', () => {
    const model = shippedLineModel();
    expect(parseLineModel(JSON.stringify(lineModelFile(model)))).toEqual(model);
  });

  it('is refused where its features are not these, and where an array is cut', () => {
    const file = lineModelFile(shippedLineModel());
    const other = { ...file, features: file.features.slice(1) };
    expect(() => parseLineModel(JSON.stringify(other))).toThrow('trained on other features');
    const cut = { ...file, first: { ...file.first, leaves: file.first.leaves.slice(0, 40) } };
    expect(() => parseLineModel(JSON.stringify(cut))).toThrow('is damaged');
    const short = { ...file, text: { ...file.text, weights: 'AAAA' } };
    expect(() => parseLineModel(JSON.stringify(short))).toThrow('is damaged');
  });

  it('gives a chance between 0 and 1 to each line of any text', () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom(...page)), { maxLength: 40 });
    fc.assert(
      fc.property(lines, (some) => {
        const ruled = ruleLines(readTextLines(some.join('\n')));
        if (ruled === undefined) return;
        const chances = keepLineChances(shippedLineModel(), ruled);
        expect(chances.length).toBe(ruled.lines.length);
        expect([...chances].every((chance) => chance >= 0 && chance <= 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the article in a text', () => {
  const title = 'Beekeepers lose a third of their hives';
  const cases: [string, string[]][] = [
    ['its headline above it', [title, ...BODY]],
    ['navigation above and teasers below', page],
    ['a cookie notice before everything', [COOKIES, ...NAVIGATION, title, ...BODY, ...FOOTER]],
    ['a promotion between its paragraphs', [title, ...BODY.slice(0, 3), ...PROMOS, ...BODY.slice(3)]],
    [
      'a date, a by-line and a caption',
      [title, '3 March 2026, 09:10', 'By Ilse Brandt', 'Photo: Reuters', ...BODY],
    ],
  ];
  it('is the whole text where the headline is known from outside', () => {
    for (const gap of ['\n', '\n\n']) expect(kept(BODY.join(gap), title)).toEqual(BODY);
  });
  for (const [name, lines] of cases) {
    for (const gap of ['\n', '\n\n']) {
      it(`is found with ${name}, ${gap.length === 1 ? 'line by line' : 'blank lines between'}`, () => {
        expect(kept(lines.join(gap))).toEqual(BODY);
      });
    }
  }
});
