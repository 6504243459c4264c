import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Stage } from '@wirefold/contracts/terms';
import type { Settings } from '@wirefold/settings';
import { CliError } from '../../cli-error.ts';

/** `wirefold worker` as a process of its own. */
export interface WorkerProcess {
  /** Resident memory in MB; null where the system does not tell. */
  memoryMb(): Promise<number | null>;
  /** True from when it ended without being asked to. */
  hasEnded(): boolean;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

export interface WorkerPlace {
  readonly settings: Settings;
  /** Socket of the Redis to work on. */
  readonly redisSocket: string;
  readonly stages: readonly Stage[];
  readonly tell: (text: string) => void;
}

/** Ends a worker whose measurement has ended without stopping it. */
const LEAVING = new URL('./leave-with-parent.mjs', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('../../../bin/wirefold.mjs', import.meta.url));

/** Starts a worker and waits until it runs. */
export async function startWorker({
  settings,
  redisSocket,
  stages,
  tell,
}: WorkerPlace): Promise<WorkerProcess> {
  const args = ['--import', LEAVING, PROGRAM, 'worker', '--stages', stages.join(',')];
  const child = spawn(process.execPath, args, {
    cwd: settings.data,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for the measurement, which then stops its workers.
    detached: true,
    env: { PATH: process.env.PATH, ...environmentOf(settings), REDIS_URL: redisSocket },
  });
  const lines = createInterface({ input: child.stderr as Readable });
  const started = new Promise<true>((resolve) => {
    lines.on('line', (line) => {
      const said = messageIn(line);
      if (said === 'worker started') resolve(true);
      else if (said !== null) tell(`worker ${child.pid}: ${said}`);
    });
  });
  const ended = once(child, 'exit');
  if ((await Promise.race([started, ended])) !== true)
    throw new CliError(
      'A worker process did not start',
      `exit status ${child.exitCode}`,
      'Its own words are above.',
    );
  return {
    memoryMb: () => memoryOf(child),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Settings under the names by which a process of its own finds them. */
function environmentOf(settings: Settings): Record<string, string> {
  return {
    ...{ WIREFOLD_DB: settings.db, WIREFOLD_DATA: settings.data },
    WIREFOLD_ALLOW_PRIVATE: settings.allowPrivate.join(','),
    WIREFOLD_HOST_GAP_MS: String(settings.hostGapMs),
    WIREFOLD_REDIS_PREFIX: settings.redisPrefix,
    WIREFOLD_RETRY_BACKOFF_MS: String(settings.retryBackoffMs),
  };
}

/** Of its log what a person may want to know: warnings, and that it runs. */
function messageIn(line: string): string | null {
  try {
    const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown };
    return msg === 'worker started' || Number(level) >= 40 ? String(msg) : null;
  } catch {
    return line;
  }
}

async function memoryOf({ pid }: ChildProcess): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
