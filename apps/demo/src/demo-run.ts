import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { readExpectation } from './expectation.ts';
import type { Newsstand } from './server.ts';

/** The repository's root: where the demonstration runs, so that the paths it prints can be typed. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const PROGRAM = fileURLToPath(new URL('../../cli/bin/wirefold.mjs', import.meta.url));

/** Where the demonstration keeps its database and its Redis. */
export interface DemoPlace {
  readonly folder: string;
  /** The database as a person at the root types it. */
  readonly db: string;
}

/** What `wirefold` answered: its exit status and standard output. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Empties the folder, or makes it, and names the places in it. */
export async function freshPlace(folder: string): Promise<DemoPlace> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return { folder, db: relative(ROOT, join(folder, 'wirefold.db')) };
}

/** Runs the real command line on the demonstration's database; its progress goes to standard error. */
export async function wirefold(place: DemoPlace, args: readonly string[]): Promise<Answer> {
  const where = ['--db', join(place.folder, 'wirefold.db'), '--data', place.folder];
  const result = await execa(process.execPath, [PROGRAM, ...args, ...where], {
    cwd: ROOT,
    reject: false,
    stdin: 'ignore',
    stderr: 'inherit',
    // The newsstand is ours: its hosts need no rest between requests.
    env: { WIREFOLD_HOST_GAP_MS: '0' },
  });
  if (result.exitCode === undefined)
    throw new Error(`wirefold ${args[0]} did not run: ${result.shortMessage}`);
  return { exitCode: result.exitCode, stdout: result.stdout };
}

/** Rows of a read-only query; throws where `wirefold sql` fails. */
export async function rows<Row>(place: DemoPlace, query: string): Promise<Row[]> {
  const { exitCode, stdout } = await wirefold(place, ['sql', query, '--json']);
  if (exitCode !== 0) throw new Error(`wirefold sql ended with ${exitCode}: ${query}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** The bundled text files, relative to the root. */
export async function textFiles(): Promise<string[]> {
  const { texts } = await readExpectation();
  return Object.keys(texts).map((address) => `apps/demo/${address}`);
}

/** Takes everything in: the feeds, the pages that no feed names, and the text files. */
export async function ingestAll(place: DemoPlace, stand: Newsstand): Promise<Answer> {
  const inputs = [...stand.feeds, ...stand.pages, ...(await textFiles())];
  return wirefold(place, ['ingest', ...inputs, '--allow-private', '127.0.0.0/8']);
}
