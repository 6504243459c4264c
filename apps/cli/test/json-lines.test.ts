import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseObject, readLines } from '../src/filter/json-lines.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(text: string | Uint8Array, size = 7, maxBytes = 1000): Promise<(string | null)[]> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const lines: (string | null)[] = [];
  for await (const line of readLines(inChunks(bytes, size), maxBytes)) lines.push(line.text);
  return lines;
}

it.each([
  ['lines with and without an end', 'a\nb\nc', ['a', 'b', 'c']],
  ['Windows line ends', 'a\r\nb\r\n', ['a', 'b']],
  ['blank lines, which are left out', '\n\na\n  \n\nb\n\n', ['a', 'b']],
  ['a byte order mark', '\uFEFF{}\n', ['{}']],
  ['nothing', '', []],
])('reads %s', async (_name, text, expected) => {
  expect(await linesOf(text)).toEqual(expected);
});

it('gives the same lines however the bytes are cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[aé港🚒]{1,9}$/u)),
      fc.integer({ min: 1, max: 20 }),
      async (lines, size) => {
        expect(await linesOf(lines.join('\n'), size)).toEqual(lines);
      },
    ),
  );
});

it('passes a line of one byte too many over and reads on', async () => {
  expect(await linesOf(`${'x'.repeat(10)}\n${'y'.repeat(11)}\nz`, 4, 10)).toEqual([
    'x'.repeat(10),
    null,
    'z',
  ]);
});

it('replaces what is not UTF-8', async () => {
  expect(await linesOf(new Uint8Array([0x61, 0xff, 0x62, 0x0a]))).toEqual(['a\ufffdb']);
});

it.each([
  ['{"a":1}', { a: 1 }],
  ['[1]', null],
  ['null', null],
  ['"a"', null],
  ['{"a":', null],
  [null, null],
])('parses %j as %j', (text, expected) => {
  expect(parseObject({ text })).toEqual(expected);
});

it('counts blank lines too, so that a number is the number in the file', async () => {
  const numbers: number[] = [];
  for await (const { number } of readLines(inChunks(Buffer.from('a\n\nb\n'), 2), 10)) numbers.push(number);
  expect(numbers).toEqual([1, 3]);
});
