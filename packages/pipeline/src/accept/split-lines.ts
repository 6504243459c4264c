/** A line of a file, or the fact that it was too long to hold. */
export type Line =
  | { readonly number: number; readonly bytes: Buffer }
  | { readonly number: number; readonly tooLong: true };

const NEWLINE = 0x0a;

/** Splits a stream of bytes at newlines; lines over `maxBytes` are passed over without being held. Numbers start at 1; blank lines are left out. */
export async function* splitLines(stream: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 1;

  function keep(part: Buffer): void {
    heldBytes += part.length;
    if (heldBytes <= maxBytes) held.push(part);
    else held = [];
  }
  function take(): Line | null {
    const line: Line =
      heldBytes > maxBytes ? { number, tooLong: true } : { number, bytes: Buffer.concat(held) };
    held = [];
    heldBytes = 0;
    number += 1;
    return 'bytes' in line && line.bytes.toString('latin1').trim() === '' ? null : line;
  }

  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, start)) {
      keep(bytes.subarray(start, at));
      start = at + 1;
      const line = take();
      if (line) yield line;
    }
    if (start < bytes.length) keep(Buffer.from(bytes.subarray(start)));
  }
  const last = heldBytes > 0 ? take() : null;
  if (last) yield last;
}
