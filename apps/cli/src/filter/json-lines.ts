import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { jsonLine } from '../output/printable.ts';

/** A line of a stream by its number from 1; `text` is null where it was longer than the limit and was passed over. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes at newlines and decodes each line from UTF-8; blank lines are left out. A line
 * of more than `maxBytes` is never held: memory stays bounded, whatever comes.
 */
export async function* readLines(stream: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const keep = (part: Uint8Array) => {
    heldBytes += part.length;
    if (heldBytes <= maxBytes) held.push(part);
    else held = [];
  };
  let number = 0;
  const take = (): Line => {
    number += 1;
    const text = heldBytes > maxBytes ? null : decode(held);
    held = [];
    heldBytes = 0;
    return { number, text };
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line.text !== '') yield line;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  const last = take();
  if (last.text !== '') yield last;
}

/** A byte order mark goes, and what is not UTF-8 becomes U+FFFD. */
function decode(parts: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(parts)).trim();
}

/** Parses a line that must hold a JSON object; null where it does not. */
export function parseObject({ text }: Pick<Line, 'text'>): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Writes one JSON line and waits where the reader is slower than we are. */
export async function writeRecord(stream: Writable, value: unknown): Promise<void> {
  if (!stream.write(`${jsonLine(value)}\n`)) await once(stream, 'drain');
}
