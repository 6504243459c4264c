import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { planForThisHost } from './install.ts';
import { ServerMissingError } from './server-missing-error.ts';
import { ServerTooOldError } from './server-too-old-error.ts';

/** A Redis or Valkey server program on this machine. */
export interface ServerBinary {
  readonly path: string;
  readonly name: 'redis-server' | 'valkey-server';
  /** For example `7.0.15`. */
  readonly version: string;
}

/** BullMQ 6 asks for 6.2: it is the first with `LMOVE` and `GETDEL`. */
export const OLDEST_VERSION = '6.2.0';

const names = ['redis-server', 'valkey-server'] as const;

/** Where package managers put servers that a user's PATH may leave out. */
const usualFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Finds a server program that is new enough; null where there is none at all.
 * @param searchPath folders as in PATH.
 * @param alsoIn folders looked into after those of the search path.
 * @throws {ServerTooOldError} where every one found is older than {@link OLDEST_VERSION}.
 */
export async function findServerBinary(
  searchPath: string,
  alsoIn: readonly string[] = usualFolders,
): Promise<ServerBinary | null> {
  const folders = [...new Set([...searchPath.split(delimiter), ...alsoIn])].filter((folder) => folder !== '');
  let tooOld: ServerBinary | null = null;
  for (const folder of folders) {
    for (const name of names) {
      const found = await inspect(join(folder, name), name);
      if (found && !isOlder(found.version, OLDEST_VERSION)) return found;
      tooOld ??= found;
    }
  }
  if (tooOld) throw new ServerTooOldError(tooOld.path, tooOld.version, OLDEST_VERSION);
  return null;
}

/**
 * Gets a server program that is new enough.
 * @throws {ServerMissingError} where there is none; its message ends with the line that installs one.
 * @throws {ServerTooOldError} where every one found is too old.
 */
export async function getServerBinary(
  searchPath = process.env.PATH ?? '',
  alsoIn: readonly string[] = usualFolders,
): Promise<ServerBinary> {
  const found = await findServerBinary(searchPath, alsoIn);
  if (found) return found;
  throw new ServerMissingError((await planForThisHost(searchPath)).line);
}

/** Decides whether one dotted version comes before another, by its first three numbers. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split('.').map(Number);
  const right = than.split('.').map(Number);
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Reads `Redis server v=7.0.15 …` or `Valkey server v=8.0.1 …`; null for anything else. */
export function parseVersion(output: string): string | null {
  return /\bv=(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null;
}

async function inspect(path: string, name: ServerBinary['name']): Promise<ServerBinary | null> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return null;
  }
  const version = parseVersion(await outputOf(path, ['--version']));
  return version === null ? null : { path, name, version };
}

function outputOf(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 5_000 }, (error, stdout) => resolve(error ? '' : stdout));
  });
}
