import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProcessIdentity } from './process-identity.ts';

/** The right to start the one server of a folder. */
export interface StartLock {
  release(): Promise<void>;
}

const prefix = 'start-lock.';
const free = 'free';

/**
 * Tries once to get the right to start a folder's server; null while another process has it.
 *
 * Locks are numbered files, and the highest number counts. Whoever finds it free, or its holder dead, makes the
 * next number, which `link` grants to one process only. The highest is never deleted, so a process that was
 * asleep between looking and linking sees a higher number than its own afterwards and gives way. Deleting or
 * renaming one stale file instead would let two processes that both saw it take the lock in turn.
 */
export async function tryStartLock(folder: string): Promise<StartLock | null> {
  const highest = await highestNumber(folder);
  if (highest > 0 && (await isHeld(lockFile(folder, highest)))) return null;
  const mine = highest + 1;
  const file = lockFile(folder, mine);
  if (!(await createWhole(file, await ownMark()))) return null;
  if ((await highestNumber(folder)) !== mine) {
    await unlink(file).catch(() => {});
    return null;
  }
  await dropBelow(folder, mine);
  return { release: () => replace(file, free) };
}

async function ownMark(): Promise<string> {
  return `${process.pid} ${await findProcessIdentity(process.pid)}`;
}

async function isHeld(file: string): Promise<boolean> {
  const mark = await readFile(file, 'utf8').catch(() => null);
  // Gone between the two looks: a higher one has come, so somebody is at it.
  if (mark === null) return true;
  if (mark === free) return false;
  const [pid = '', ...started] = mark.split(' ');
  return (await findProcessIdentity(Number(pid))) === started.join(' ');
}

async function lockNumbers(folder: string): Promise<number[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.startsWith(prefix))
    .map((file) => Number(file.slice(prefix.length)))
    .filter((number) => Number.isInteger(number));
}

async function highestNumber(folder: string): Promise<number> {
  return Math.max(0, ...(await lockNumbers(folder)));
}

async function dropBelow(folder: string, number: number): Promise<void> {
  const lower = (await lockNumbers(folder)).filter((candidate) => candidate < number);
  await Promise.all(lower.map((candidate) => unlink(lockFile(folder, candidate)).catch(() => {})));
}

function lockFile(folder: string, number: number): string {
  return join(folder, `${prefix}${number}`);
}

/** Makes a file with its contents in one step; false where it is there already. */
async function createWhole(file: string, contents: string): Promise<boolean> {
  const draft = await writeDraft(file, contents);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function replace(file: string, contents: string): Promise<void> {
  await rename(await writeDraft(file, contents), file);
}

async function writeDraft(file: string, contents: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`;
  await writeFile(draft, contents, { mode: 0o600 });
  return draft;
}
