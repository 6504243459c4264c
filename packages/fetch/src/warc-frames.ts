import { Readable } from 'node:stream';
import { constants, crc32, createGunzip, gunzipSync, inflateRawSync } from 'node:zlib';
import { type ByteWindow, createByteWindow } from './byte-window.ts';

/** One record of a WARC file as it stands, header and block; or what is wrong with it. */
export type WarcFrame =
  | { readonly offset: number; readonly bytes: Buffer }
  | { readonly offset: number; readonly fault: 'broken' | 'too-large'; readonly detail: string };

/** Longest header of a record in bytes; real ones have under 2 KiB. */
const MAX_HEADER_BYTES = 65_536;

/** Compressed bytes looked at first for one member, and most at all beyond what a record may have unpacked. */
const FIRST_MEMBER_BYTES = 262_144;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const MARK = Buffer.from('WARC/');

/**
 * Splits a WARC file (ISO 28500) into its records, one at a time: plain, gzipped record by record as the
 * standard has it (annex D), or gzipped as a whole. A record that is broken, or over `maxBytes`, is told and
 * passed over up to the next one that begins as a record does. At most one record is held.
 */
export async function* splitWarc(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<WarcFrame> {
  const window = createByteWindow(stream);
  const start = await window.peek(GZIP_MAGIC.length);
  if (start.indexOf(GZIP_MAGIC) === 0) yield* splitMembers(window, maxBytes);
  else yield* splitPlain(window, maxBytes);
}

async function* splitPlain(window: ByteWindow, maxBytes: number): AsyncGenerator<WarcFrame> {
  for (;;) {
    await skipBlankLines(window);
    const { offset } = window;
    if ((await window.peek(1)).length === 0) return;
    const found = await findBlock(window, maxBytes);
    if (typeof found === 'number') {
      yield { offset, bytes: Buffer.from((await window.peek(found)).subarray(0, found)) };
      window.skip(found);
    } else {
      yield { offset, ...found };
      window.skip(1);
      await skipToMark(window);
    }
  }
}

async function skipBlankLines(window: ByteWindow): Promise<void> {
  for (let next = await window.peek(1); next[0] === 13 || next[0] === 10; next = await window.peek(1))
    window.skip(1);
}

type Fault = { readonly fault: 'broken' | 'too-large'; readonly detail: string };

/** Length of the record that begins the window, header and block. */
async function findBlock(window: ByteWindow, maxBytes: number): Promise<number | Fault> {
  const broken = (detail: string): Fault => ({ fault: 'broken', detail });
  const head = (await window.peek(MAX_HEADER_BYTES)).subarray(0, MAX_HEADER_BYTES);
  if (head.indexOf(MARK) !== 0) return broken('no record begins here');
  const end = head.indexOf('\r\n\r\n');
  if (end < 0) return broken(`the header of the record does not end within ${MAX_HEADER_BYTES} bytes`);
  const length = contentLength(head.subarray(0, end).toString('latin1'));
  if (length === undefined) return broken('the record has no readable Content-Length');
  if (length > maxBytes)
    return { fault: 'too-large', detail: `the record has ${length} bytes; the limit is ${maxBytes}` };
  const whole = end + 4 + length;
  const seen = await window.peek(whole + 5);
  if (seen.length < whole) return broken(`the record is cut: ${seen.length - end - 4} of ${length} bytes`);
  const after = seen.toString('latin1', whole, whole + 5);
  return after.startsWith('\r\n\r\n') || 'WARC/'.startsWith(after.replace(/^[\r\n]+/, ''))
    ? whole
    : broken('the Content-Length of the record does not lead to its end');
}

function contentLength(header: string): number | undefined {
  const value = /(?:^|\n)content-length:[ \t]*(\d{1,15})[ \t]*(?:\r|\n|$)/i.exec(header)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** Goes on to the next line that begins as a record does, or to the end. */
async function skipToMark(window: ByteWindow): Promise<void> {
  await skipTo(window, '\nWARC/1.', (_, at) => at + 1);
}

/** Goes on to the first place of `mark` that `accept` gives a place for, or to the end. */
async function skipTo(
  window: ByteWindow,
  mark: string | Buffer,
  accept: (seen: Buffer, at: number) => number | undefined,
): Promise<void> {
  for (;;) {
    const seen = await window.peek(MAX_HEADER_BYTES);
    const isLast = seen.length < MAX_HEADER_BYTES;
    const limit = isLast ? seen.length : seen.length - MAX_HEADER_BYTES / 2;
    for (let at = seen.indexOf(mark); at >= 0 && at < limit; at = seen.indexOf(mark, at + 1)) {
      const place = accept(seen, at);
      if (place !== undefined) return window.skip(place);
    }
    window.skip(limit);
    if (isLast) return;
  }
}

async function* splitMembers(window: ByteWindow, maxBytes: number): AsyncGenerator<WarcFrame> {
  const maxMember = maxBytes + MAX_HEADER_BYTES;
  while ((await window.peek(1)).length > 0) {
    const { offset } = window;
    const member = await unzipMember(window, maxMember);
    if ('bytes' in member) {
      window.skip(member.consumed);
      for await (const frame of splitPlain(createByteWindow(once(member.bytes)), maxBytes))
        yield { ...frame, offset };
    } else if (member.fault === 'too-large' && holdsMany(await window.peek(MAX_HEADER_BYTES), maxBytes)) {
      return yield* splitUnzipped(window, maxBytes);
    } else {
      yield { offset, fault: member.fault, detail: member.detail };
      window.skip(1);
      await skipTo(window, GZIP_MAGIC, (seen, at) => (beginsRecord(seen.subarray(at)) ? at : undefined));
    }
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A file that was gzipped as a whole is one member: it is unzipped as a stream, which ends where it is broken. */
async function* splitUnzipped(window: ByteWindow, maxBytes: number): AsyncGenerator<WarcFrame> {
  const { offset } = window;
  const unzipped = Readable.from(window.rest()).pipe(createGunzip());
  try {
    yield* splitPlain(createByteWindow(unzipped), maxBytes);
  } catch (error) {
    yield { offset, fault: 'broken', detail: wordsOf(error) };
  }
}

type Member = { readonly bytes: Buffer; readonly consumed: number } | Fault;

/** Unzips the member that begins the window; more of the stream is looked at only where it does not end yet. */
async function unzipMember(window: ByteWindow, maxBytes: number): Promise<Member> {
  for (let size = FIRST_MEMBER_BYTES; ; size *= 4) {
    const seen = await window.peek(size);
    const start = memberStart(seen);
    if (start === undefined) return { fault: 'broken', detail: 'no gzip member begins here' };
    try {
      const { buffer, engine } = inflateRawSync(seen.subarray(start), {
        info: true,
        maxOutputLength: maxBytes,
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      return checkedMember(seen, buffer, start + engine.bytesWritten);
    } catch (error) {
      if (error instanceof RangeError)
        return { fault: 'too-large', detail: `the record has over ${maxBytes} bytes` };
      if (!isCut(error) || seen.length < size) return { fault: 'broken', detail: wordsOf(error) };
      if (size > maxBytes * 2) return { fault: 'too-large', detail: `the member has over ${size} bytes` };
    }
  }
}

/** A member ends with the check sum and the length of what it holds (RFC 1952 section 2.3.1). */
function checkedMember(seen: Buffer, bytes: Buffer, end: number): Member {
  const isSound = seen.length >= end + 8 && seen.readUInt32LE(end) === crc32(bytes);
  return isSound
    ? { bytes, consumed: end + 8 }
    : { fault: 'broken', detail: 'the check sum of the gzip member is wrong or missing' };
}

/** Where the deflated data begin after a gzip header (RFC 1952 section 2.3). */
function memberStart(seen: Buffer): number | undefined {
  if (seen.length < 18 || seen.indexOf(GZIP_MAGIC) !== 0) return undefined;
  const flags = seen[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + seen.readUInt16LE(at);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = seen.indexOf(0, at);
    if (zero < 0) return undefined;
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at < seen.length ? at : undefined;
}

/** True where what begins here, as far as it can be unzipped, begins as a record does. */
function beginsRecord(packed: Buffer): boolean {
  return firstBytes(packed).indexOf(MARK) === 0;
}

/** True where a member that is too large begins with a record that is not: it has many of them. */
function holdsMany(packed: Buffer, maxBytes: number): boolean {
  const head = firstBytes(packed);
  const end = head.indexOf('\r\n\r\n');
  const length =
    head.indexOf(MARK) === 0 && end > 0 ? contentLength(head.toString('latin1', 0, end)) : undefined;
  return length !== undefined && length <= maxBytes;
}

function firstBytes(packed: Buffer): Buffer {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 };
    return gunzipSync(packed.subarray(0, 4_096), options);
  } catch {
    return Buffer.alloc(0);
  }
}

function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
