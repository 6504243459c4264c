import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Gives what tells a process from a later one with the same id: its start time. Null where it is gone; a zombie
 * counts as gone, since a container's first process may never reap it.
 */
export async function findProcessIdentity(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return identityFromPs(pid);
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): the name in parentheses may hold anything, so count from the last one; state is field 3, start 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields[0], fields[19]];
  return started === undefined || state === 'Z' || state === 'X' ? null : started;
}

/** Gives a running process's command line, null where it is gone. */
export async function findCommandLine(pid: number): Promise<string | null> {
  if ((await findProcessIdentity(pid)) === null) return null;
  if (process.platform !== 'linux') return ps(pid, 'args=');
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return line?.replaceAll('\0', ' ') ?? null;
}

async function identityFromPs(pid: number): Promise<string | null> {
  const line = await ps(pid, 'stat=,lstart=');
  return line === null || line.startsWith('Z') ? null : line.split(' ').slice(1).join(' ').trim();
}

function ps(pid: number, columns: string): Promise<string | null> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return new Promise((resolve) => {
    execFile('ps', ['-ww', '-o', columns, '-p', String(pid)], { env }, (error, stdout) => {
      resolve(error ? null : stdout.trim());
    });
  });
}
