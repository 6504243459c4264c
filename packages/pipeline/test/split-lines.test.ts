import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Line, splitLines } from '../src/accept/split-lines.ts';

async function collect(chunks: readonly Uint8Array[], maxBytes = 1_000): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of splitLines(
    (async function* () {
      yield* chunks;
    })(),
    maxBytes,
  ))
    lines.push(line);
  return lines;
}

const text = (line: Line): string => ('bytes' in line ? line.bytes.toString() : 'too long');

it('gives the lines of a text, however it is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-zé ]{0,12}$/), { maxLength: 20 }),
      fc.array(fc.nat(30), { maxLength: 30 }),
      async (lines, cuts) => {
        const whole = Buffer.from(lines.join('\n'));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of [...cuts, whole.length]) {
          chunks.push(whole.subarray(at, at + cut));
          at += cut;
        }
        const found = await collect(chunks);
        expect(found.map(text)).toEqual(lines.filter((line) => line.trim() !== ''));
      },
    ),
  );
});

it('numbers lines as an editor does, blank ones counted', async () => {
  const lines = await collect([Buffer.from('a\n\n\nb\n')]);
  expect(lines.map((line) => [line.number, text(line)])).toEqual([
    [1, 'a'],
    [4, 'b'],
  ]);
});

it('passes over a line of one byte more than the limit and goes on with the next', async () => {
  const lines = await collect([Buffer.from(`${'x'.repeat(10)}\n${'y'.repeat(11)}\nz`)], 10);
  expect(lines.map(text)).toEqual(['x'.repeat(10), 'too long', 'z']);
});
