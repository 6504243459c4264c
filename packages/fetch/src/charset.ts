/// <reference path="./html-encoding-sniffer.d.ts" />
import { isAscii, isUtf8 } from 'node:buffer';
import sniffHtmlEncoding from 'html-encoding-sniffer';
import { detectCharset } from './charset-detection.ts';

/** Where a document may declare its own encoding. */
export type Markup = 'html' | 'xml' | 'none';

/** Bytes of the head that are searched for a declaration; the standard's prescan stops at 1,024. */
export const HEAD_BYTES = 65_536;

/** Encodings of one byte a character: hardly any byte fails, so that declaring one proves nothing. */
export const SINGLE_BYTE = /^(?:windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/;

/**
 * Decides the encoding of a document, as a WHATWG name for `decodeText` or TextDecoder.
 *
 * In order: byte order mark; the transport's label; the document's own declaration (HTML: the WHATWG
 * prescan, then any `meta` of the first 64 KiB; XML: the declaration); valid UTF-8; what the letters tell
 * (`detectCharset`); windows-1252. The bytes have a veto: a declared encoding that cannot decode them gives
 * way to one that can, and a single-byte label on valid multi-byte UTF-8 is taken for the misconfiguration
 * that it is. Only where the damage is smaller than what would be lost (a few broken bytes in otherwise good
 * text) does a decode with U+FFFD stand, and `countUndecodable` says how many.
 */
export function findCharset(bytes: Uint8Array, transport: string | undefined, markup: Markup): string {
  const marked = byteOrderMark(bytes) ?? utf16WithoutMark(bytes);
  if (marked !== undefined) return marked;
  const declared = [encodingOf(transport), encodingOf(ownDeclaration(bytes, markup))].filter(
    (name) => name !== undefined,
  );
  const utf8 = isUtf8(bytes);
  for (const name of declared) {
    if (utf8 && (name === 'utf-8' || (SINGLE_BYTE.test(name) && !isAscii(bytes)))) return 'utf-8';
    if (utf8 && name.startsWith('utf-16')) continue;
    if (decodes(bytes, name)) return name;
  }
  if (utf8) return 'utf-8';
  const salvage = new Set([...declared.filter((name) => !name.startsWith('utf-16')), 'utf-8']);
  return [...salvage].find((name) => isMostlySound(bytes, name)) ?? detectCharset(bytes) ?? 'windows-1252';
}

/**
 * Decodes bytes in a WHATWG encoding, without the byte order mark; errors become U+FFFD.
 *
 * In two steps, because `new TextDecoder('windows-1252').decode(bytes)` in one step gives Latin-1 (C1
 * controls in place of quotes and dashes) on Node 20.20; its streaming decoder is right.
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  const decoder = new TextDecoder(charset);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

/** Decodes the first 64 KiB well enough to see markup: UTF-16 where it shows, else one character a byte. */
export function decodeHead(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES);
  const charset = byteOrderMark(head) ?? utf16WithoutMark(head);
  if (charset !== undefined) return decodeText(head, charset);
  return Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
}

/** True for the UTF-16 that binary data would be mistaken for. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (byteOrderMark(bytes) ?? utf16WithoutMark(bytes) ?? '').startsWith('utf-16');
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 of mostly ASCII text has a zero in nearly every other byte of one parity and in none of the other. */
function utf16WithoutMark(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 1024);
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2 === 0 ? 0 : 1]++;
  const needed = Math.max(2, head.length * 0.2);
  if (zeros[1] >= needed && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] >= needed && zeros[1] === 0) return 'utf-16be';
  return undefined;
}

function ownDeclaration(bytes: Uint8Array, markup: Markup): string | undefined {
  if (markup === 'none') return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES));
  if (markup === 'xml')
    return /^\s*<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})/.exec(
      head.toString('latin1', 0, 1024),
    )?.[1];
  return prescan(head) ?? lateMeta(head.toString('latin1'));
}

function prescan(head: Uint8Array): string | undefined {
  try {
    const name = sniffHtmlEncoding(head, { defaultEncoding: 'none' });
    return name === 'none' ? undefined : name;
  } catch {
    // html-encoding-sniffer 6.0.0 throws a TypeError on content="text/html; charset" and the like.
    return undefined;
  }
}

function lateMeta(head: string): string | undefined {
  const label = /<meta\s[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(head)?.[1];
  return label?.toLowerCase().startsWith('utf-16') ? 'utf-8' : label;
}

/** Gives the WHATWG name of a label; undefined for one that no decoder here knows. */
function encodingOf(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function decodes(bytes: Uint8Array, charset: string): boolean {
  if (SINGLE_BYTE.test(charset)) return true;
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes by which the damage of a document is judged: 20 MiB of broken UTF-8 took two seconds. */
const JUDGED_BYTES = 2 * 1024 * 1024;

/** True where a lossy decode keeps at least as many characters beyond ASCII as it loses, from the first of them on. */
function isMostlySound(bytes: Uint8Array, charset: string): boolean {
  let from = 0;
  while (from < bytes.length && (bytes[from] ?? 0) <= 0x7f) from++;
  const text = decodeText(bytes.subarray(from, from + JUDGED_BYTES), charset);
  let lost = 0;
  let kept = 0;
  // By code unit, which takes a tenth of the time that walking by character takes.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) lost++;
    else if (unit > 0x7f && (unit < 0xdc00 || unit > 0xdfff)) kept++;
  }
  return lost <= kept;
}
