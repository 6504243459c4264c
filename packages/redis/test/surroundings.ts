import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A new empty folder, gone when the file's tests are over. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wf-redis-'));
  folders.push(folder);
  return folder;
}

/** Puts a small shell program into a folder that stands for a search path. */
export async function stub(folder: string, name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Waits until something is so; the test's own time limit ends a wait in vain. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await delay(10);
}

/** A process that uses a data folder's server, told what to do by lines on its standard input. */
export interface Peer {
  readonly pid: number;
  /** The next line it says. */
  heard(): Promise<string>;
  say(line: string): void;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<void>;
}

/** Starts `peer.ts` on a data folder, killed at the end of the test. */
export function startPeer(dataDir: string): Peer {
  const file = fileURLToPath(new URL('./peer.ts', import.meta.url));
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--import', fileURLToPath(import.meta.resolve('tsx')), file, dataDir],
    // Heads a process group of its own, as a program in a terminal does.
    { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {});
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return {
    pid: child.pid ?? 0,
    async heard() {
      await until(() => lines.length > 0);
      return lines.shift() ?? '';
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    kill: (signal) => void child.kill(signal),
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
  };
}
