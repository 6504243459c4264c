import { createRequire } from 'node:module';
import type { detect as Detect } from 'jschardet';

/** Encodings of the web that are told by their bytes, by the detector's names for them, as WHATWG has them. */
const CANDIDATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ 'windows-1250': 'windows-1250', 'windows-1251': 'windows-1251', 'windows-1252': 'windows-1252' },
    ...{ 'windows-1253': 'windows-1253', 'windows-1254': 'windows-1254', 'windows-1255': 'windows-1255' },
    ...{ 'windows-1256': 'windows-1256', 'windows-1257': 'windows-1257', cp1258: 'windows-1258' },
    ...{ cp874: 'windows-874', 'koi8-r': 'koi8-r', 'koi8-u': 'koi8-u' },
    ...{ 'iso-8859-2': 'iso-8859-2', 'iso-8859-5': 'iso-8859-5', 'iso-8859-7': 'iso-8859-7' },
    ...{ cp932: 'shift_jis', 'euc-jp': 'euc-jp', big5: 'big5', gb18030: 'gb18030', cp949: 'euc-kr' },
  }),
);

/** Below this the detector guesses; one odd letter in a headline gets there, a sentence does not. */
const LEAST_CONFIDENCE = 0.11;

/** Bytes that are looked at: those that are not ASCII, each with so many before and behind it. */
const LOOK = { bytes: 32_768, around: 16 } as const;

let detect: typeof Detect | undefined;

/**
 * Guesses the encoding of text that declares none and is not UTF-8, from its letters; undefined where they do not
 * tell. The detector's model takes a third of a second to load, and is loaded for the first text that needs it.
 */
export function detectCharset(bytes: Uint8Array): string | undefined {
  detect ??= (createRequire(import.meta.url)('jschardet') as { detect: typeof Detect }).detect;
  const { encoding, confidence } = detect(tellingPart(bytes), { detectEncodings: [...CANDIDATES.keys()] });
  if (encoding === null || confidence < LEAST_CONFIDENCE) return undefined;
  return CANDIDATES.get(encoding.toLowerCase());
}

/** Markup and scripts tell nothing of the letters, and are most of a page. */
function tellingPart(bytes: Uint8Array): Uint8Array {
  const part = new Uint8Array(LOOK.bytes);
  let length = 0;
  let until = 0;
  for (let at = 0; at < bytes.length && length < part.length; at++) {
    if ((bytes[at] ?? 0) <= 0x7f) continue;
    const from = Math.max(until, at - LOOK.around);
    until = Math.min(bytes.length, at + LOOK.around + 1);
    const piece = bytes.subarray(from, Math.min(until, from + part.length - length));
    part.set(piece, length);
    length += piece.length;
  }
  return part.subarray(0, length);
}
