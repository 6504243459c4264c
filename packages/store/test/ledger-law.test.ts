import type { StoreWriter } from '@wirefold/contracts/ports';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const NAMES = ['a', 'b', 'c', 'd'];

type Step = (writer: StoreWriter, now: string) => void;

const name = fc.constantFrom(...NAMES);
const steps: fc.Arbitrary<[string, Step]> = fc.oneof(
  name.map((n): [string, Step] => [`accept ${n}`, (w, now) => void w.accept([$.anItem(n)], now)]),
  fc
    .tuple(name, fc.constantFrom('one', 'two'))
    .map(([n, text]): [string, Step] => [
      `give ${n} ${text}`,
      (w, now) => void w.accept([$.anItem(n, { provided: $.provided(text) })], now),
    ]),
  fc
    .tuple(name, fc.constantFrom('first text', 'second text'))
    .map(([n, text]): [string, Step] => [
      `store ${n} ${text}`,
      (w, now) =>
        void w.commit([$.anArticle(n, { text }, [$.aPair('a', 'b'), $.aPair('b', 'c', 'story', 0.7)])], now),
    ]),
  fc
    .tuple(name, fc.constantFrom('rejected' as const, 'quarantined' as const))
    .map(([n, end]): [string, Step] => [`${end} ${n}`, (w, now) => void w.commit([$.aFailure(n, end)], now)]),
  name.map((n): [string, Step] => [`retry ${n}`, (w, now) => void w.retry([$.itemId(n)], now)]),
  name.map((n): [string, Step] => [`drop ${n}`, (w, now) => void w.drop([$.itemId(n)], now)]),
  name.map((n): [string, Step] => [`resend ${n}`, (w, now) => w.redelivered([$.itemId(n)], now)]),
  name.map((n): [string, Step] => [
    `quarantine ${n}`,
    (w, now) => w.quarantine($.itemId(n), 'clean', 'clean-timeout', 'slow', now),
  ]),
);

test('the balance holds after every step, nothing vanishes, and verify finds nothing', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30 }), (sequence) => {
      const path = $.newDatabasePath();
      const writer = openWriter(path);
      let accepted = 0;
      sequence.forEach(([, step], i) => {
        step(writer, `2026-03-01T08:00:${String(i).padStart(2, '0')}.000Z`);
        const {
          accepted: all,
          stored,
          revised,
          unchanged,
          rejected,
          quarantined,
          inFlight,
        } = writer.balance();
        expect(all).toBe(stored + revised + unchanged + rejected + quarantined + inFlight);
        expect(all).toBeGreaterThanOrEqual(accepted);
        expect(all).toBeLessThanOrEqual(NAMES.length);
        accepted = all;
      });
      writer.close();
      const reader = openReader(path);
      // Evidence may name an article that never comes in a random sequence: that is reported, and rightly.
      expect(reader.verify().filter(({ check }) => check !== 'evidence-article')).toEqual([]);
      reader.close();
    }),
    { numRuns: 60 },
  );
}, 180_000);
