import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingFacts, type Fact, type Variant } from '../src/facts.ts';
import { REWRITES_BEFORE } from './rewrite-pairs.ts';

const variant = (id: string, text: string, headline = ''): Variant => ({
  id,
  source: `${id}.example`,
  headline,
  text,
});
const told = (facts: readonly Fact[], kind: Fact['kind']): string[] =>
  facts
    .filter((fact) => fact.kind === kind)
    .map(({ values }) =>
      values.map(({ value, articleIds }) => `${value} ${articleIds.join('+')}`).join(', '),
    );

describe('differingFacts', () => {
  it.each<[string, Variant[]]>([
    ['no variant', []],
    ['one variant', [variant('a', 'Nine people died in Osterby, said Ida Rask.')]],
    ['a variant given twice', [variant('a', 'Nine people died.'), variant('a', 'Nine people died.')]],
    ['texts that agree', [variant('a', 'Nine people died.'), variant('b', 'The storm killed 9 people.')]],
    ['empty texts', [variant('a', ''), variant('b', '')]],
    [
      'one number in three ways of writing',
      [
        variant('a', 'More than 10,000 homes had no power.'),
        variant('b', 'Over 10 000 homes had no power.'),
        variant('c', 'Some ten thousand homes had no power.'),
      ],
    ],
  ])('finds nothing in %s', (_, variants) => {
    expect(differingFacts(variants)).toEqual([]);
  });

  it('puts a toll on which variants disagree first, what most say before the rest', () => {
    const facts = differingFacts([
      variant('c', 'The flood killed 12 people in the valley. Damage is put at $3 million.'),
      variant('a', 'At least nine people died in the valley, and roads were cut.'),
      variant('b', 'Nine people were killed in the valley.'),
    ]);
    expect(facts[0]).toEqual({
      kind: 'number',
      about: 'at least … people died in',
      values: [
        { value: '9', articleIds: ['a', 'b'] },
        { value: '12', articleIds: ['c'] },
      ],
    });
    expect(told(facts, 'number')).toContain('$3000000 c');
  });

  it('keeps two numbers of one article apart, though their words are alike', () => {
    const facts = differingFacts([
      variant('a', 'The bank lowered its rate to 4 percent. The savings rate was lowered to 2 percent.'),
      variant('b', 'The bank lowered its rate to 4 percent.'),
    ]);
    expect(told(facts, 'number')).toEqual(['2% a']);
  });

  it('leaves dates and years out', () => {
    expect(
      differingFacts([
        variant('a', 'The bridge was built in 1971 and shut on June 4.'),
        variant('b', 'The bridge was shut.'),
      ]),
    ).toEqual([]);
  });

  it('gives names in two spellings, and those that only some have', () => {
    const facts = differingFacts([
      variant('a', 'The talks with Mykhailo Zorenskyy and Olga Tarn went on, said Zorenskyy.'),
      variant('b', 'The talks with Mykhailo Zorensky went on.'),
    ]);
    expect(told(facts, 'name')).toEqual(['Zorensky b, Zorenskyy a', 'Tarn a']);
    expect(facts.map(({ about }) => about)).toEqual(['Mykhailo Zorenskyy', 'Olga Tarn']);
  });

  it('takes a word that has a capital at a sentence’s start alone for no name', () => {
    expect(
      told(differingFacts([variant('a', 'Rescuers came. Boats came.'), variant('b', 'Many came.')]), 'name'),
    ).toEqual([]);
  });

  it('gives a quotation in two wordings with its speaker, and knows its punctuation for nothing', () => {
    const facts = differingFacts([
      variant('a', '"We take no chances here," said Helga Brandvold. "Nobody was ever in danger."'),
      variant('b', 'Helga Brandvold said: “We take no chances.” “Nobody was ever in danger”, she said.'),
    ]);
    expect(facts.filter(({ kind }) => kind === 'quotation')).toEqual([
      {
        kind: 'quotation',
        about: 'Helga Brandvold',
        values: [
          { value: 'We take no chances', articleIds: ['b'] },
          { value: 'We take no chances here', articleIds: ['a'] },
        ],
      },
    ]);
  });

  it.each(REWRITES_BEFORE)('says of %s the same whichever variant comes first', (_, a, b) => {
    const [one, other] = [a, b].map(({ articleId, headline, text }) => variant(articleId, text, headline));
    if (one === undefined || other === undefined) throw new Error('a pair has two sides');
    const facts = differingFacts([one, other]);
    expect(differingFacts([other, one])).toEqual(facts);
    expect(facts.length).toBeGreaterThan(0);
    for (const { values } of facts)
      for (const { articleIds } of values) expect(articleIds.length).toBeGreaterThan(0);
  });

  it('bears any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        for (const { values } of differingFacts([variant('a', left), variant('b', right)]))
          expect(new Set(values.map(({ value }) => value)).size).toBe(values.length);
      }),
      { numRuns: 200 },
    );
  });
});
