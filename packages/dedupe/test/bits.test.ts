import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader, BitWriter } from '../src/bits.ts';

describe('bits', () => {
  it('come back as they were, numbers of 1 to 32 bits in any order', () => {
    const numbers = fc.array(
      fc
        .integer({ min: 1, max: 32 })
        .chain((bits) =>
          fc.record({ bits: fc.constant(bits), value: fc.integer({ min: 0, max: 2 ** bits - 1 }) }),
        ),
    );
    fc.assert(
      fc.property(numbers, (list) => {
        const writer = new BitWriter();
        for (const { value, bits } of list) writer.put(value, bits);
        const reader = new BitReader(writer.finish());
        expect(list.map(({ bits }) => reader.take(bits))).toEqual(list.map(({ value }) => value));
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });

  it('keep any ascending numbers up to any most, equal ones and none included', () => {
    const ascending = fc.integer({ min: 0, max: 0xffffffff }).chain((most) =>
      fc.record({
        most: fc.constant(most),
        values: fc.array(fc.integer({ min: 0, max: most }), { maxLength: 80 }),
      }),
    );
    fc.assert(
      fc.property(ascending, fc.nat(7), ({ most, values }, shift) => {
        values.sort((a, b) => a - b);
        const writer = new BitWriter();
        writer.put(0, shift);
        writer.ascending(values, most);
        writer.put(0x1ff, 9);
        const reader = new BitReader(writer.finish());
        reader.take(shift);
        expect([...reader.ascending(new Uint32Array(values.length), most)]).toEqual(values);
        expect(reader.take(9)).toBe(0x1ff);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [64, 2 ** 24 - 1, 20],
    [72, 2 ** 29 - 1, 25],
    [24, 2 ** 32 - 1, 29.5],
    [1, 2 ** 24 - 1, 25],
  ])('take for %i numbers spread up to %i at most %f bits each', (count, most, bits) => {
    const values = Array.from({ length: count }, (_, n) => Math.floor(((n + 0.5) * most) / count));
    const writer = new BitWriter();
    writer.ascending(values, most);
    expect(writer.finish().length).toBeLessThanOrEqual(Math.ceil((count * bits) / 8));
  });

  it('read as zeros after the end, and tell that it is passed', () => {
    const reader = new BitReader(Uint8Array.of(255));
    expect(reader.take(8)).toBe(255);
    expect(reader.isAtEnd).toBe(true);
    expect(reader.take(4)).toBe(0);
    expect(reader.isAtEnd).toBe(false);
    expect([...new BitReader(new Uint8Array(0)).ascending(new Uint32Array(3), 1_000)]).toEqual([0, 0, 0]);
  });
});
