import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FeedAddition } from '@wirefold/contracts/ports';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { addToPolled, POLLED_BY } from './add-to-polled.ts';
import { type OpmlList, readOpml } from './read-opml.ts';

/** `wirefold feed import FILE…|-`: nothing is fetched; status 1 where a file cannot be read as an OPML list. */
export async function run(files: readonly string[], _options: object, context: Context): Promise<0 | 1> {
  const { out } = context;
  let status: 0 | 1 = 0;
  let isAdded = false;
  for (const file of new Set(files)) {
    const list = await readList(file, context);
    if ('problem' in list) {
      out.fault('List left out', `${nameOf(file)}: ${list.problem}`, 'Check the file and try again.');
      status = 1;
      continue;
    }
    const additions = await addToPolled(list.feeds, context);
    tell(file, list.leftOut, additions, context);
    isAdded ||= additions.some((one) => one.result !== 'known');
  }
  if (isAdded && !out.json) out.note(POLLED_BY);
  return status;
}

function tell(
  file: string,
  leftOut: readonly string[],
  additions: readonly FeedAddition[],
  { out }: Context,
): void {
  const count = (result: FeedAddition['result']) => additions.filter((one) => one.result === result).length;
  const counts = { new: count('new'), again: count('again'), known: count('known') };
  if (out.json) {
    out.record({ file: nameOf(file), ...counts, leftOut });
    return;
  }
  const parts = [
    `${counts.new} new`,
    ...(counts.again > 0 ? [`${counts.again} polled again`] : []),
    ...(counts.known > 0 ? [`${counts.known} known already`] : []),
  ];
  out.line(`${nameOf(file)}: ${counted(additions.length, 'feed')}: ${parts.join(', ')}`);
  for (const line of leftOut) out.line(`  ${printable(line)}`);
}

async function readList(file: string, { around, settings }: Context): Promise<OpmlList> {
  const { allowPrivate, maxBodyBytes } = settings().values;
  try {
    const bytes = file === '-' ? await bytesOf(around.stdin) : await readFile(resolve(around.cwd, file));
    if (bytes.length > maxBodyBytes) {
      return { problem: `it has ${bytes.length} bytes, and the limit (maxBodyBytes) is ${maxBodyBytes}` };
    }
    const url = file === '-' ? 'stdin:' : pathToFileURL(resolve(around.cwd, file)).href;
    return await readOpml(url, bytes, allowPrivate);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const nameOf = (file: string) => (file === '-' ? 'standard input' : printable(file));

function messageOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
