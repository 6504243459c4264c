import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../src/charset.ts';
import { countUndecodable } from '../src/charset-damage.ts';

/** What a decoder makes of the bytes, without those U+FFFD that stand in the source. */
function replacedIn(bytes: Uint8Array, charset: string): number {
  const text = decodeText(bytes, charset);
  return [...text].filter((character) => character === '\ufffd').length;
}

describe('what an encoding has no character for', () => {
  it.each<[what: string, charset: string, bytes: number[] | string, count: number]>([
    ['sound ASCII', 'utf-8', 'The ferry sailed.', 0],
    ['sound UTF-8', 'utf-8', 'Fähre – “Nebel” 🚢', 0],
    ['a U+FFFD that stands in the source', 'utf-8', 'lost \ufffd here', 0],
    ['a U+FFFD in the source beside a broken byte', 'utf-8', [0xef, 0xbf, 0xbd, 0xff], 1],
    ['a byte of Latin-1 in UTF-8', 'utf-8', [0x46, 0xe4, 0x68], 1],
    ['a sequence that is cut at the end', 'utf-8', [0x61, 0xe2, 0x82], 1],
    ['a surrogate in UTF-8', 'utf-8', [0xed, 0xa0, 0x80], 3],
    ['an overlong slash', 'utf-8', [0xc0, 0xaf], 2],
    ['every byte of windows-1252', 'windows-1252', Array.from({ length: 256 }, (_, i) => i), 0],
    ['a hole of windows-1253', 'windows-1253', [0xd2, 0x61, 0xd2], 2],
    ['sound Shift_JIS', 'shift_jis', [0x83, 0x6a, 0x83, 0x85], 0],
    ['Shift_JIS that is cut', 'shift_jis', [0x83, 0x6a, 0x83], 1],
    ['a lone half in UTF-16', 'utf-16le', [0x3d, 0xd8, 0x61, 0x00], 1],
    ['a whole pair in UTF-16', 'utf-16le', [0x3d, 0xd8, 0x00, 0xde], 0],
    ['half a unit at the end', 'utf-16be', [0x00, 0x61, 0x00], 1],
    ['nothing', 'utf-8', [], 0],
  ])('is counted: %s', (_, charset, bytes, count) => {
    const source = typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes);
    expect(countUndecodable(source, charset)).toBe(count);
  });

  it('is what the decoder replaces, whatever the bytes', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom('é', '\u2028', '🚢', '中').map((text) => Uint8Array.from(Buffer.from(text))),
      fc
        .constantFrom([0xe2, 0x82], [0xf0, 0x9f, 0x9a], [0xd8, 0x3d], [0xc3])
        .map((some) => Uint8Array.from(some)),
    );
    const sequences = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));
    const charsets = [
      'utf-8',
      'utf-16le',
      'utf-16be',
      'windows-1253',
      'windows-874',
      'euc-jp',
      'gb18030',
      'big5',
    ];
    fc.assert(
      fc.property(sequences, fc.constantFrom(...charsets), (bytes, charset) => {
        const own = charset.startsWith('utf-') ? fromSource(bytes, charset) : 0;
        expect(countUndecodable(bytes, charset) + own).toBe(replacedIn(bytes, charset));
      }),
      { numRuns: 3_000 },
    );
  });
});

/** U+FFFD that stand in the source itself. */
function fromSource(bytes: Buffer, charset: string): number {
  if (charset === 'utf-8') return bytes.toString('latin1').split('\xef\xbf\xbd').length - 1;
  let count = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2)
    if ((charset === 'utf-16le' ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) === 0xfffd) count++;
  return count;
}
