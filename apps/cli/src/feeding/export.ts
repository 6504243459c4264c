import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeOpml } from '@wirefold/fetch/opml';
import { CliError, usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { withReader } from '../reading/open-store.ts';

/** `wirefold feed export [FILE]`: the feeds that are polled, as OPML, or with `--json` an object a line. */
export async function run([file]: readonly string[], _options: object, context: Context): Promise<void> {
  const { out, around } = context;
  if (out.json && file !== undefined) {
    throw usageError('A file is written as OPML alone', '--json', 'Leave out one of the two.');
  }
  const known = await withReader(context, (reader) => reader.feeds());
  const feeds = known.filter((feed) => feed.removedAt === null);
  if (out.json) {
    for (const { id, url, currentUrl, kind, title } of feeds) {
      out.record({ id, url: currentUrl ?? url, kind, title });
    }
    return;
  }
  const opml = writeOpml(feeds);
  if (file === undefined || file === '-') around.stdout.write(opml);
  else {
    writeNew(resolve(around.cwd, file), opml);
    out.line(`${printable(file)}: ${counted(feeds.length, 'feed')}`);
  }
}

/** @throws CliError where the file is there already; what the file system says otherwise */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error;
    throw new CliError('Will not overwrite', printable(path), 'Name a file that is not there yet.');
  }
}
