import { resolve } from 'node:path';
import type { StoryFilter } from '@wirefold/contracts/read-model';
import type { DocumentChoice } from '@wirefold/store';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatName } from '../exporting/formats.ts';
import { writeNewFile, writePieces } from '../exporting/write-pieces.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { withReader } from '../reading/open-store.ts';

/** Options of `wirefold export`; times are ISO 8601 UTC. */
export interface ExportOptions {
  readonly format: ExportFormatName;
  readonly output?: string;
  readonly all?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly source?: string;
  readonly language?: string;
  readonly credit?: string;
  readonly minArticles?: number;
  readonly limit?: number;
}

/** All stories, where no limit is given. */
const NO_LIMIT = -1;

/** `wirefold export --format F [QUERY]`: what is stored, in another's form; to a file or to standard output. */
export async function run(words: readonly string[], options: ExportOptions, context: Context): Promise<void> {
  const { out, around } = context;
  const { format: name, output, all, ...filters } = options;
  const format: ExportFormat = EXPORT_FORMATS[name];
  const query = words.join(' ').trim();
  refuseNonsense(format, options, query, context);
  const choice = all ? 'all' : storiesOf(filters, query);
  const packed = format.plainEnding === undefined || output?.endsWith(format.plainEnding) !== true;
  await withReader(context, async (reader) => {
    const pieces = format.pieces({ reader, choice, asked: inWords(options, query), packed });
    if (output === undefined) {
      const { count, bytes } = await writePieces(pieces, around.stdout);
      out.note(`${counted(count, ...format.noun)}, ${bytes.toLocaleString('en')} bytes.`);
      return;
    }
    const path = resolve(around.cwd, output);
    const { count, bytes } = await writeNewFile(pieces, path);
    if (out.json) out.record({ path, format: name, count, bytes });
    else
      out.line(`${printable(path)}: ${counted(count, ...format.noun)}, ${bytes.toLocaleString('en')} bytes`);
  });
}

function refuseNonsense(
  format: ExportFormat,
  { output, all, format: name, ...filters }: ExportOptions,
  query: string,
  { out, around }: Context,
): void {
  const next = 'Name a file (--output FILE), or send it on: wirefold export … > FILE.';
  if (output === undefined && format.isBinary && around.stdout.isTTY === true)
    throw usageError('Will not write bytes to a terminal', `--format ${name}`, next);
  if (output === undefined && format.isBinary && out.json)
    throw usageError('Two results for one standard output', '--json', 'Name a file: --output FILE.');
  if (!all) return;
  if (!format.takesAll)
    throw usageError('Only articles in this form', `--all --format ${name}`, 'Leave --all out.');
  if (query !== '' || Object.values(filters).some((value) => value !== undefined))
    throw usageError('Everything, and a choice of it', '--all', 'Leave --all out, or the query and filters.');
}

function storiesOf(
  filters: Omit<StoryFilter, 'limit' | 'order'> & { limit?: number },
  query: string,
): DocumentChoice {
  const { limit = NO_LIMIT, ...others } = filters;
  return { stories: { ...others, limit, order: 'newest', ...(query === '' ? {} : { query }) } };
}

/** What was asked for, as it was asked. */
function inWords({ format: _format, output: _output, ...options }: ExportOptions, query: string): string {
  const given = Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined) return [];
    return [value === true ? flag : `${flag} ${value}`];
  });
  return printable(['wirefold export', ...given, query].filter((part) => part !== '').join(' '));
}
