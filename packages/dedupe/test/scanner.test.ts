import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scannedOf } from '../src/code-units.ts';
import { cohesionOf } from '../src/cohesion.ts';
import { fingerprintsOf } from '../src/fingerprints.ts';
import { hashOf } from '../src/hash.ts';
import { HashMarks } from '../src/hash-marks.ts';
import { scanInto, tokensOf } from '../src/scanner.ts';
import { Tally } from '../src/tally.ts';
import { SENTENCE_START, Tokens } from '../src/tokens.ts';
import { BRIDGE } from './invented.ts';

const INVISIBLE = /[\0\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const wordsIn = (text: string, language = 'en'): string[] => tokensOf(text, language, 1_000).words;
/** Letters of many scripts, marks, signs and what NFKC changes. */
const anyText = fc.array(
  fc.oneof(
    fc.constantFrom(
      'The ',
      'U.S. ',
      'İZMİR ',
      'ΟΔΟΣ ',
      'Müller, ',
      'ﬁnal ',
      'e\u0301 ',
      '\u00AD',
      '橋桁に',
      '10 000 ',
      '$5 ',
      '한국 ',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ),
  { maxLength: 60 },
);

describe('scannedOf', () => {
  it('gives NFKC without invisible characters and its code units, whether or not it had to change the text', () => {
    fc.assert(
      fc.property(anyText, (parts) => {
        const { text, units } = scannedOf(parts.join(''));
        expect(text).toBe(parts.join('').normalize('NFKC').replace(INVISIBLE, ''));
        expect(Array.from(text, (_, at) => units[at]).every((unit, at) => unit === text.charCodeAt(at))).toBe(
          true,
        );
        expect(units[text.length]).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('has room for a text of 200,000 letters, and ends the next one where it ends', () => {
    expect(scannedOf('a'.repeat(200_000)).units[199_999]).toBe(97);
    const { units } = scannedOf('b');
    expect([units[0], units[1]]).toEqual([98, 0]);
  });
});

describe('scanInto', () => {
  it.each([
    [
      'initials are one word, a single one none with the next',
      'The U.S. and J. Doe',
      ['the', 'us', 'and', 'j', 'doe'],
    ],
    [
      'apostrophes and hyphens part words',
      "Osterby's 14-metre crack",
      ['osterby', 's', '14', 'metre', 'crack'],
    ],
    ['spaces in numbers group', 'some 10 000 of 12 34', ['some', '10,000', 'of', '12', '34']],
    ['marks in numbers stay only between digits', '1,234.5, 7.', ['1,234.5', '7']],
    ['a sigma at the end is another letter', 'ΟΔΟΣ ΣΑΣ', ['οδος', 'σας']],
    ['a letter whose lower case is two', 'İZMİR', ['i̇zmi̇r']],
    ['nothing in nothing', ' \n…', []],
  ])('%s', (_, text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });

  it('hashes each word as its lower case, read or not', () => {
    fc.assert(
      fc.property(anyText, (parts) => {
        const text = parts.join('');
        const read = tokensOf(text, 'en', 200);
        const hashed = new Tokens(200, 0);
        scanInto(hashed, text, 'en', 200);
        expect(hashed.hashes).toEqual(read.hashes);
        expect(hashed.size).toBe(read.size);
        expect([...read.hashes.subarray(0, read.size)]).toEqual(read.words.map(hashOf));
      }),
      { numRuns: 300 },
    );
  });

  it('takes at most as many as it may, behind those that are there, and begins a line and a sentence', () => {
    const tokens = new Tokens(100);
    scanInto(tokens, 'One two\nthree four', 'en', 3);
    scanInto(tokens, 'five 橋桁に長さ14メートルの亀裂', 'ja', 2);
    expect(tokens.size).toBe(5);
    expect([...tokens.lines.subarray(0, 5)]).toEqual([0, 0, 1, 2, 2]);
    const starts = [...tokens.marks.subarray(0, 5)].map((mark) => (mark & SENTENCE_START) !== 0);
    expect(starts).toEqual([true, false, true, true, false]);
  });

  it('knows each of 120,000 words again after they have filled its memory, and words of 50 letters', () => {
    const wordOf = (n: number) =>
      n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
    const flood = Array.from({ length: 120_000 }, (_, n) => `${wordOf(n)}ish`);
    for (let from = 0; from < flood.length; from += 10_000) {
      const part = flood.slice(from, from + 10_000);
      expect(tokensOf(part.join(' '), 'xx', 10_000).words).toEqual(part);
    }
    const long = 'y'.repeat(50);
    expect(wordsIn(`the ${long} the ${long}`)).toEqual(['the', long, 'the', long]);
  });
});

describe('what is used again and again', () => {
  it('does not remember the article before', () => {
    const report = tokensOf(`${BRIDGE[0]?.text}\n${BRIDGE[1]?.text}`, 'en', 1_000);
    const before = [cohesionOf(report, 0), fingerprintsOf(report.hashes.subarray(0, report.size))];
    const other = tokensOf('Nine Danes met Ida Rask in Aarhus. '.repeat(60), 'en', 1_000);
    cohesionOf(other, 0);
    fingerprintsOf(other.hashes.subarray(0, other.size));
    expect([cohesionOf(report, 0), fingerprintsOf(report.hashes.subarray(0, report.size))]).toEqual(before);
  });

  it('marks hashes as a map would, beyond the room that it began with', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 15 })), { maxLength: 400 }),
        (added) => {
          const marks = new HashMarks(8);
          const map = new Map<number, number>();
          for (const [hash, bits] of added) {
            expect(marks.mark(hash, bits)).toBe(!map.has(hash));
            map.set(hash, (map.get(hash) ?? 0) | bits);
          }
          const counts = new Array<number>(16).fill(0);
          for (const bits of map.values()) counts[bits] = (counts[bits] ?? 0) + 1;
          expect(marks.countsByMarks(16)).toEqual(counts);
          marks.clear();
          expect([marks.size, marks.has(added[0]?.[0] ?? 0)]).toEqual([0, false]);
        },
      ),
    );
  });

  it('ranks as a sort would, the smaller hash before its equals', () => {
    const rated = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom(1, 2, 3));
    fc.assert(
      fc.property(
        fc.uniqueArray(rated, { selector: ([hash]) => hash }),
        fc.integer({ min: 0, max: 64 }),
        (terms, most) => {
          const tally = new Tally(100);
          for (const [hash, rarity] of terms) tally.add(hash, rarity);
          const sorted = [...terms].sort(([a, m], [b, n]) => n - m || a - b).slice(0, most);
          expect(tally.ranked(most).top.map(({ hash, rarity }) => [hash, rarity])).toEqual(sorted);
        },
      ),
    );
  });
});
