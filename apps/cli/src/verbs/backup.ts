import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';
import { withReader } from '../reading/open-store.ts';

/** `wirefold backup FILE`: a consistent copy of the database while it is in use; never overwrites. */
export async function run(inputs: readonly string[], _options: object, context: Context): Promise<void> {
  const { out } = context;
  const path = resolve(inputs[0] ?? '');
  if (existsSync(path)) {
    throw new CliError('Will not overwrite', printable(path), 'Name a file that is not there yet.');
  }
  if (!existsSync(dirname(path))) {
    throw new CliError('No such folder', printable(dirname(path)), 'Make it, or name a file in another one.');
  }
  await withReader(context, (reader) => reader.backup(path));
  const bytes = statSync(path).size;
  if (out.json) out.record({ path, bytes });
  else out.line(`${printable(path)}: ${bytes.toLocaleString('en')} bytes`);
}
