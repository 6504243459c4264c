import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CliError, usageError } from '../../cli-error.ts';
import { type BenchPage, readEntry } from './gold.ts';

/** Pages with what is known to be right about them. */
export interface BenchSet {
  readonly name: string;
  readonly pages: readonly BenchPage[];
}

const GOLD_FILES = ['gold.json', 'gold.json.gz'];
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Finds the sets under a folder: the folder itself where it holds gold.json, or else the folders in its
 * `extraction`, or else those in it. Throws a usage error for a folder that is not there, one without sets, and a
 * name that none of them has.
 */
export function findSets(dir: string, wanted: readonly string[]): Map<string, string> {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) {
    throw usageError('No such folder', dir, 'Name the folder of the sets: wirefold bench clean --data DIR.');
  }
  const found = goldFile(dir) === undefined ? setsIn(dir) : new Map([[basename(dir), dir]]);
  if (found.size === 0) {
    throw usageError('No sets', dir, 'A set is a folder with gold.json or gold.json.gz; name their parent.');
  }
  const unknown = wanted.find((name) => !found.has(name));
  if (unknown !== undefined) {
    throw usageError('Unknown set', unknown, `There are: ${[...found.keys()].join(', ')}.`);
  }
  return wanted.length === 0 ? found : new Map([...found].filter(([name]) => wanted.includes(name)));
}

function setsIn(dir: string): Map<string, string> {
  const extraction = join(dir, 'extraction');
  const parent = existsSync(extraction) && statSync(extraction).isDirectory() ? extraction : dir;
  const names = readdirSync(parent).sort();
  return new Map(
    names.map((name) => [name, join(parent, name)] as const).filter(([, path]) => goldFile(path)),
  );
}

function goldFile(dir: string): string | undefined {
  return GOLD_FILES.map((name) => join(dir, name)).find((path) => existsSync(path));
}

/** Reads a set with its pages; throws a CliError that names the file and the entry that will not do. */
export function readSet(name: string, dir: string): BenchSet {
  const file = goldFile(dir) ?? join(dir, 'gold.json');
  const pages = Object.entries(parseGold(file)).map(([id, entry]) =>
    readEntry(id, entry, file, (html) => readPage(join(dir, html), id, file)),
  );
  if (pages.length === 0)
    throw new CliError('A set without pages', file, 'Add an entry, or leave the set out.');
  return { name, pages };
}

function parseGold(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readMaybeZipped(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('Not JSON', `${file} (${why})`, 'Mend it, or fetch the set again.', { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new CliError('Not a gold file', file, 'It must hold one object: { "ID": { "html": …, "text": … } }.');
}

function readPage(path: string, id: string, file: string): string {
  try {
    return readMaybeZipped(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'Page cannot be read',
      `${path}, page ${id} of ${file} (${why})`,
      'Fetch the set again, or take the entry out.',
      { cause: error },
    );
  }
}

function readMaybeZipped(path: string): string {
  const bytes = readFileSync(path);
  const isZipped = GZIP_MAGIC.every((byte, at) => bytes[at] === byte);
  return (isZipped ? gunzipSync(bytes) : bytes).toString('utf8');
}
