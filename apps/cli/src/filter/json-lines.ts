import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { splitLines } from '@wirefold/pipeline/split-lines';
import { jsonLine } from '../output/printable.ts';

/** A line of a stream by its number from 1; `text` is null where it was longer than the limit and was passed over. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/**
 * Reads the lines of a stream of bytes as UTF-8, blank ones left out. A line of more than `maxBytes` is
 * never held: memory stays bounded, whatever comes.
 */
export async function* readLines(stream: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  for await (const line of splitLines(stream, maxBytes)) {
    const text = 'bytes' in line ? decode(line.bytes) : null;
    if (text !== '') yield { number: line.number, text };
  }
}

/** A byte order mark goes, and what is not UTF-8 becomes U+FFFD. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
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
