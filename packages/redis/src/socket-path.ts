import { lstat, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, its end included. */
const maxPathBytes = 100;

/** Where a folder's server listens: in the folder, or, where that path is too long, as was recorded; else null. */
export async function findSocketPath(folder: string): Promise<string | null> {
  const direct = join(folder, 'redis.sock');
  if (fits(direct)) return direct;
  return readFile(recordFile(folder), 'utf8').catch(() => null);
}

/**
 * Decides where a folder's server is to listen; the caller holds the start lock. Too long a path is replaced
 * by one in a temporary folder of our own, which the data folder records and which is used again while it lasts.
 */
export async function decideSocketPath(folder: string): Promise<string> {
  const known = await findSocketPath(folder);
  if (known !== null && (await makeOurs(dirname(known)))) return known;
  const base = fits(join(tmpdir(), 'wirefold-XXXXXX', 'redis.sock')) ? tmpdir() : '/tmp';
  const path = join(await mkdtemp(join(base, 'wirefold-')), 'redis.sock');
  await writeFile(recordFile(folder), path, { mode: 0o600 });
  return path;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= maxPathBytes;
}

function recordFile(folder: string): string {
  return join(folder, 'socket-path');
}

/**
 * Makes the folder again where a cleaner has removed it, so that clients find the server where it was; false
 * where someone else has taken the name.
 */
async function makeOurs(folder: string): Promise<boolean> {
  await mkdir(folder, { mode: 0o700 }).catch(() => {});
  const status = await lstat(folder).catch(() => null);
  return status?.isDirectory() === true && status.uid === process.getuid?.();
}
