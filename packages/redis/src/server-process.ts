import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { pingSocket } from './ping-socket.ts';
import { ServerStartError } from './server-start-error.ts';

/** What one server is started with. */
export interface ServerOptions {
  /** The server program. */
  readonly binary: string;
  /** Holds the data, the log and the process id; made where it is missing. */
  readonly folder: string;
  /** At most 100 bytes: `sun_path` holds 104 on macOS and 108 on Linux. */
  readonly socketPath: string;
  /** Whether writes go to an append-only file, synced each second. Default true. */
  readonly appendOnly?: boolean;
  /** Further options of `redis-server`, as on its command line. */
  readonly args?: readonly string[];
  /** How long it may be silent before the start counts as failed; loading data does not count. */
  readonly deadlineMs?: number;
}

/** A running server that is our child. */
export interface ServerProcess {
  readonly pid: number;
  readonly socketPath: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  /** Ends it; SIGTERM lets it write out its data first. Settles when it has ended. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** A server that takes longer than this to write out its data is killed; the append-only file is whole anyway. */
const stopDeadlineMs = 30_000;
const maxLogBytes = 1_000_000;

/**
 * Leaves its process id, then becomes the server, while a watcher waits on descriptor 3, a pipe that the
 * parent holds: it reads a line before a stop that is meant, and end-of-file when the parent is gone, even by
 * SIGKILL. Descriptor 3, since a shell gives background jobs /dev/null as their standard input.
 */
const script = `umask 077
echo $$ > "$1" || exit 1
shift
( read -r _ <&3 || kill -TERM $$ ) &
exec "$@" 3<&-`;

/**
 * Starts a server on a Unix socket and waits until it serves; it ends with this process, however that ends.
 * @throws {ServerStartError} where it exits, or is silent past its deadline (default 10 s).
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  await rotateLog(options.folder);
  const child = launch(options);
  const server = follow(child, options.socketPath);
  await untilServing(server, child, options).catch(async (error: unknown) => {
    await server.stop('SIGKILL');
    throw error;
  });
  return server;
}

/** The file in a server's folder that holds its process id. */
export function pidFile(folder: string): string {
  return join(folder, 'redis.pid');
}

function logFile(folder: string): string {
  return join(folder, 'redis.log');
}

/**
 * One server's command line. With the append-only file synced each second a SIGKILL lost none of 11,925
 * acknowledged jobs; without it, all of 19,022 (measured, Redis 7.0). A cut end of that file must not stop the
 * start, since the reconciler fills the gap, and what evicts would lose jobs.
 */
function serverArguments(options: ServerOptions): string[] {
  const appendOnly = options.appendOnly ?? true;
  return [
    ...['--port', '0', '--unixsocket', options.socketPath, '--unixsocketperm', '700'],
    ...['--dir', options.folder, '--daemonize', 'no', '--save', ''],
    ...[
      '--appendonly',
      appendOnly ? 'yes' : 'no',
      '--appendfsync',
      'everysec',
      '--aof-load-truncated',
      'yes',
    ],
    ...['--maxmemory-policy', 'noeviction'],
    ...(options.args ?? []),
  ];
}

function launch(options: ServerOptions): ChildProcess {
  const log = openSync(logFile(options.folder), 'a', 0o600);
  const command = [pidFile(options.folder), options.binary, ...serverArguments(options)];
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...command], {
    // A process group of its own: Ctrl-C in a terminal must not reach the server before the drain is done.
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  child.unref();
  return child;
}

function follow(child: ChildProcess, socketPath: string): ServerProcess {
  const leash = child.stdio[3] as Writable & { unref(): void };
  leash.on('error', () => {});
  leash.unref();
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const settle = () => {
      hasEnded = true;
      // A line, not only the end: the watcher must not signal a process id that is no longer the server's.
      leash.end('\n');
      resolve();
    };
    child.once('exit', settle);
    child.once('error', settle);
  });
  return {
    pid: child.pid ?? 0,
    socketPath,
    ended,
    hasEnded: () => hasEnded,
    stop: (signal = 'SIGTERM') => stop(child, ended, signal),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.ref();
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
  await ended;
  clearTimeout(timer);
}

async function untilServing(
  server: ServerProcess,
  child: ChildProcess,
  { folder, socketPath, deadlineMs = 10_000 }: ServerOptions,
): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  let deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    if (server.hasEnded()) {
      const why = failure
        ? `could not be started: ${failure.message}`
        : `ended with status ${child.exitCode}`;
      throw new ServerStartError(folder, why, await logTail(folder));
    }
    const pulse = await pingSocket(socketPath);
    if (pulse === 'serving') return;
    if (pulse === 'loading') deadline = Date.now() + deadlineMs;
    await delay(5);
  }
  throw new ServerStartError(folder, `did not answer within ${deadlineMs / 1000} s`, await logTail(folder));
}

async function rotateLog(folder: string): Promise<void> {
  const size = await stat(logFile(folder)).then(
    (file) => file.size,
    () => 0,
  );
  if (size > maxLogBytes) await rename(logFile(folder), `${logFile(folder)}.old`);
}

async function logTail(folder: string): Promise<string> {
  const log = await readFile(logFile(folder), 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-8).join('\n');
}
