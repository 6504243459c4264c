import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../src/output/csv.ts';
import { cut, widthOf, wrap } from '../src/output/fit.ts';
import { jsonLine, printable, printableLines, printableParagraphs } from '../src/output/printable.ts';
import { layTable } from '../src/output/table.ts';

const ESC = '\u001b';
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('printable', () => {
  it.each([
    ['colours', `${ESC}[31mred${ESC}[0m alert`, 'red alert'],
    ['cursor movements', `a${ESC}[2J${ESC}[1;1Hb`, 'ab'],
    ['a window title', `${ESC}]0;owned\u0007text`, 'text'],
    ['a hyperlink', `${ESC}]8;;http://a.example/${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
    ['eight-bit controls', 'a\u009b31mb\u0090c', 'ab c'],
    ['a lone escape', `a${ESC}b`, 'a b'],
    ['an unfinished sequence', `a${ESC}[31`, 'a [31'],
    ['line ends and tabs', 'one\r\ntwo\tthree', 'one two three'],
    ['NUL, bell, backspace and DEL', 'a\0b\u0007c\bd\u007fe', 'a b c d e'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c', 'a b c'],
    ['characters that turn the direction of text', 'abc\u202edcba\u202c', 'abc dcba'],
    ['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['plain text as it is', 'Großfeuer am Hafen — 3 Verletzte 🚒', 'Großfeuer am Hafen — 3 Verletzte 🚒'],
  ])('disarms %s', (_name, given, expected) => {
    expect(printable(given)).toBe(expected);
  });

  it('leaves no control character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(UNSAFE);
        for (const line of printableLines(text).split('\n')) expect(line).not.toMatch(UNSAFE);
        for (const paragraph of printableParagraphs(text)) expect(paragraph).not.toMatch(UNSAFE);
      }),
    );
  });

  it('takes time in proportion to the text for a million escapes', () => {
    expect(printable(`${ESC}[`.repeat(500_000))).not.toContain(ESC);
    expect(printable(`${ESC}]`.repeat(500_000))).not.toContain(ESC);
  });

  it('keeps blank lines as the bounds of paragraphs', () => {
    expect(printableParagraphs('one\nline\n\n\n\ntwo')).toEqual(['one line', 'two']);
  });
});

it('writes JSON that a terminal cannot act on and that says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = jsonLine({ text });
      expect(line).not.toMatch(UNSAFE);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});

describe('fitting', () => {
  it.each([
    ['what fits stays', 'harbour', 7, 'harbour'],
    ['one column too many', 'harbour', 6, 'harbo…'],
    ['wide characters count twice', '港湾火災', 5, '港湾…'],
    ['a family of emoji is not torn', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, '👩‍👩‍👧‍👦…'],
  ])('%s', (_name, text, columns, expected) => {
    expect(cut(text, columns)).toBe(expected);
  });

  it('never cuts to more than the columns given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(widthOf(cut(printable(text), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('wraps at spaces and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zäß]{1,30}$/), { minLength: 1 }), (words) => {
        const lines = wrap(words.join(' '), 20);
        expect(lines.join(' ').split(' ')).toEqual(words);
        for (const line of lines) expect(widthOf(line) <= 20 || !line.includes(' ')).toBe(true);
      }),
    );
  });
});

describe('tables', () => {
  const head = [
    { title: 'id' },
    { title: 'headline', flexible: true },
    { title: 'n', align: 'right' },
  ] as const;

  it('aligns columns and cuts nothing in a pipe', () => {
    const rows = [
      ['st_1', 'A very long headline about the harbour and the fire', '12'],
      ['st_22', '港', '3'],
    ];
    expect(layTable(head, rows, null)).toEqual([
      `id     headline${' '.repeat(43)}   n`,
      'st_1   A very long headline about the harbour and the fire  12',
      `st_22  港${' '.repeat(49)}   3`,
    ]);
  });

  it('fits lines to the terminal by the flexible column', () => {
    const rows = [['st_1', 'A very long headline about the harbour and the fire', '12']];
    const lines = layTable(head, rows, 40);
    expect(lines[1]).toBe('st_1  A very long headline about th…  12');
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(40);
  });
});

describe('CSV', () => {
  it.each([
    ['plain cells', ['a', 'b c', ''], 'a,b c,\r\n'],
    ['commas, quotes and line ends', ['a,b', 'say "no"', 'x\ny'], '"a,b","say ""no""","x\ny"\r\n'],
    ['cells that would run as formulas', ['=1+1', '+a', '-b', '@c'], "'=1+1,'+a,'-b,'@c\r\n"],
    ['a formula that also needs quotes', ['=A1,"x"'], '"\'=A1,""x"""\r\n'],
    ['numbers as they are', ['-3.5', '7', '-0'], '-3.5,7,-0\r\n'],
  ])('writes %s', (_name, cells, expected) => {
    expect(csvLine(cells)).toBe(expected);
  });
});
