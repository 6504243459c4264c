import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSketch, readSketchOf } from '../src/read-sketch.ts';
import { signatureOf } from '../src/signature.ts';
import { modelOf, namedWeights, parseWeights, shippedWeights, weightsVersion } from '../src/weights.ts';
import { BRIDGE } from './invented.ts';

const weights = shippedWeights();
const sketchOf = (text: string, publishedAt?: string): Uint8Array =>
  signatureOf(
    { articleId: 'a', headline: '', text, ...(publishedAt === undefined ? {} : { publishedAt }) },
    weights,
  ).sketch;
const bridge = BRIDGE[0]?.text ?? '';

describe('readSketch', () => {
  it('reads the same from bytes at any place of a larger buffer', () => {
    const bytes = sketchOf(bridge, '1969-12-31');
    const expected = readSketch(bytes);
    expect(expected.day).toBe(-1);
    for (const offset of [1, 2, 3, 4]) {
      const larger = new Uint8Array(bytes.length + 8);
      larger.set(bytes, offset);
      expect(readSketch(larger.subarray(offset, offset + bytes.length))).toEqual(expected);
    }
  });

  it('keeps nothing of bytes that their owner writes over', () => {
    const bytes = sketchOf(bridge).slice();
    const sketch = readSketch(bytes);
    const expected = structuredClone(sketch);
    bytes.fill(255);
    expect(sketch).toEqual(expected);
  });

  it('holds ascending hashes and marks at most five names, for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bridge.split(/\s+/)), { maxLength: 120 }), (words) => {
        const sketch = readSketch(sketchOf(words.join(' ')));
        for (const { hashes } of [sketch.stems, sketch.bigrams, sketch.names, sketch.numbers])
          expect([...hashes]).toEqual([...new Set(hashes)].sort((a, b) => a - b));
        const marked = sketch.isTopName.reduce((sum, mark) => sum + mark, 0);
        expect(marked).toBe(Math.min(5, sketch.names.hashes.length));
        expect(sketch.topNames).toBe(marked);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['another format', Uint8Array.of(9, ...sketchOf(bridge).subarray(1))],
    ['a byte too few', sketchOf(bridge).subarray(0, -1)],
    ['a byte too many', Uint8Array.of(...sketchOf(bridge), 0)],
  ])('refuses %s and says to rebuild the index', (_, bytes) => {
    expect(() => readSketch(bytes)).toThrow(/rebuild the index/);
  });
});

describe('a sketch', () => {
  it('marks the stems of its headline, and of the first words where it has none', () => {
    const headline = 'Osterby bridge closed';
    const headed = signatureOf({ articleId: 'a', headline, text: bridge }, weights);
    const { isHeadlineStem, norms } = readSketch(headed.sketch);
    expect(isHeadlineStem.reduce((sum, mark) => sum + mark, 0)).toBe(3);
    expect(norms.headline).toBeGreaterThan(0);
    expect(norms.headline).toBeLessThan(norms.lead);
    const bare = readSketch(sketchOf(bridge));
    expect(bare.isHeadlineStem.reduce((sum, mark) => sum + mark, 0)).toBeGreaterThan(3);
  });

  it.each([
    ['en', 'It began on Monday and ended on Sunday.', 0b1000001],
    ['de', 'Es begann am Dienstag.', 0b10],
    ['fr', 'Tout a commencé mercredi.', 0b100],
    ['en', 'It began today.', 0],
    ['xx', 'It began on Monday.', 1],
    ['??', 'It began on Monday.', 1],
  ])('in %s knows the days of the week that "%s" names', (language, text, days) => {
    const { sketch } = signatureOf({ articleId: 'a', headline: '', text, language }, weights);
    expect(readSketch(sketch).weekdays).toBe(days);
  });
});

describe('readSketchOf', () => {
  it('gives the same object for equal bytes of one article, another when the article was revised', () => {
    const first = readSketchOf('one', sketchOf(bridge));
    expect(readSketchOf('one', Buffer.from(sketchOf(bridge)))).toBe(first);
    const revised = readSketchOf('one', sketchOf(`${bridge} The ferry at Osterby sank on Friday.`));
    expect(revised).not.toBe(first);
    expect(revised.words).toBeGreaterThan(first.words);
  });

  it('still knows the last 2,048 articles after 20,000 others, and reads those before the last 4,096 anew', () => {
    const bytes = sketchOf('A bridge is shut.');
    const reads = Array.from({ length: 20_000 }, (_, n) => readSketchOf(`n${n}`, bytes));
    const isKnown = (n: number) => readSketchOf(`n${n}`, bytes.slice()) === reads[n];
    expect([19_999, 19_000, 17_952].map(isKnown)).toEqual([true, true, true]);
    expect([0, 10_000, 15_903].map(isKnown)).toEqual([false, false, false]);
    expect(readSketchOf('n0', bytes)).toEqual(reads[0]);
  });
});

describe('weights', () => {
  it('come back from their model file as they were', () => {
    expect(parseWeights(JSON.stringify(modelOf(weights)))).toEqual(weights);
  });

  it('have another version wherever they hold another value, and the same where they hold the same', () => {
    const others = [
      { ...weights, number: weights.number + 1 },
      { ...weights, documents: weights.documents + 1 },
      { ...weights, frequencies: new Map([...weights.frequencies, [1, 2]]) },
      { ...weights, days: { ...weights.days, furtherDay: -2.5 } },
      { ...weights, logistic: { ...weights.logistic, intercept: 0 } },
    ];
    const versions = [weights, ...others].map((one) => namedWeights(one).version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions[0]).toBe(weights.version);
  });

  it('have versions that sort as text by number, and after the first model', () => {
    const versions = [0, 2, 10, 999_999].map((number) => weightsVersion(number, 'f00d'));
    expect([...versions].reverse().sort()).toEqual(versions);
    expect(weights.version).toMatch(/^w\d{6}-[0-9a-f]{12}$/);
    expect(weights.version > 'shipped-af008e379bb4').toBe(true);
    for (const number of [-1, 1.5, 1_000_000]) expect(() => weightsVersion(number, 'f00d')).toThrow(/sort/);
  });
});
