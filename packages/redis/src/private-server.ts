import { mkdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Pulse, pingSocket } from './ping-socket.ts';
import { findCommandLine } from './process-identity.ts';
import { getServerBinary } from './server-binary.ts';
import { pidFile, type ServerProcess, startServer } from './server-process.ts';
import { ServerStartError } from './server-start-error.ts';
import { decideSocketPath, findSocketPath } from './socket-path.ts';
import { tryStartLock } from './start-lock.ts';

/** The one server of a data folder. */
export interface PrivateServer {
  readonly socketPath: string;
  /** Holds the append-only file and the log. */
  readonly folder: string;
  /** Set where this process started the server; it ends with this process. */
  readonly process: ServerProcess | null;
}

/** What the private server is started with. */
export interface PrivateServerOptions {
  /** Made where it is missing; the server's files go into `redis` in it. */
  readonly dataDir: string;
  /** Default: what {@link getServerBinary} gives. */
  readonly binary?: string;
  /** How long to wait for another process's start or end, and for a start of our own. Default 30 s and 10 s. */
  readonly deadlineMs?: number;
}

/** The shutdown of a predecessor with a large append-only file may take this long. */
const patienceMs = 30_000;
const pauseMs = 20;

/** Finds the data folder's live server, waiting while it loads; null where none runs. Starts nothing. */
export async function findPrivateServer(dataDir: string): Promise<PrivateServer | null> {
  const folder = await realpath(join(dataDir, 'redis')).catch(() => null);
  return folder === null ? null : findServing(folder);
}

/**
 * Gives the data folder's server, started here if none runs. Of processes that call at once, one starts it and
 * the others use it; after the one has gone, another may call again and takes over, on the same data and socket.
 * @throws {ServerMissingError} where no server program is on this machine.
 * @throws {ServerStartError} where it does not come up, or another process holds the data and does not answer.
 */
export async function ensurePrivateServer(options: PrivateServerOptions): Promise<PrivateServer> {
  const made = join(options.dataDir, 'redis');
  await mkdir(made, { recursive: true, mode: 0o700 });
  const folder = await realpath(made);
  const deadline = Date.now() + (options.deadlineMs ?? patienceMs);
  while (Date.now() < deadline) {
    const server = (await findServing(folder)) ?? (await tryStart(folder, options, deadline));
    if (server) return server;
    await delay(pauseMs);
  }
  throw new ServerStartError(folder, 'is being started by another process, which does not finish');
}

async function findServing(folder: string): Promise<PrivateServer | null> {
  const socketPath = await findSocketPath(folder);
  if (socketPath === null) return null;
  const pulse = await pulseAfterLoading(socketPath);
  return pulse === 'serving' ? { socketPath, folder, process: null } : null;
}

async function pulseAfterLoading(socketPath: string): Promise<Pulse> {
  for (;;) {
    const pulse = await pingSocket(socketPath);
    if (pulse !== 'loading') return pulse;
    await delay(pauseMs);
  }
}

/** Starts the server where nobody else is starting it; null where somebody is. */
async function tryStart(
  folder: string,
  options: PrivateServerOptions,
  deadline: number,
): Promise<PrivateServer | null> {
  const lock = await tryStartLock(folder);
  if (!lock) return null;
  try {
    return (await outwaitPredecessor(folder, deadline)) ?? (await start(folder, options));
  } finally {
    await lock.release();
  }
}

async function start(folder: string, { binary, deadlineMs }: PrivateServerOptions): Promise<PrivateServer> {
  const program = binary ?? (await getServerBinary()).path;
  const socketPath = await decideSocketPath(folder);
  const limit = deadlineMs === undefined ? {} : { deadlineMs };
  return {
    socketPath,
    folder,
    process: await startServer({ binary: program, folder, socketPath, ...limit }),
  };
}

/**
 * Waits until the server that last had the folder has ended, or serves after all: one that shuts down still
 * writes its file, and removes the socket as its last act, even if that is by then another's.
 */
async function outwaitPredecessor(folder: string, deadline: number): Promise<PrivateServer | null> {
  for (;;) {
    const serving = await findServing(folder);
    if (serving) return serving;
    const pid = await findPredecessor(folder);
    if (pid === null) return null;
    if (Date.now() > deadline) {
      throw new ServerStartError(
        folder,
        `runs as process ${pid} but does not answer; end it with: kill ${pid}`,
      );
    }
    await delay(pauseMs);
  }
}

/** The process that wrote the folder's process id, if it still runs: a server's command line names its socket. */
async function findPredecessor(folder: string): Promise<number | null> {
  const pid = Number.parseInt(await readFile(pidFile(folder), 'utf8').catch(() => ''), 10);
  const socketPath = await findSocketPath(folder);
  if (!(pid > 0) || socketPath === null) return null;
  const command = await findCommandLine(pid);
  return command?.includes(socketPath) ? pid : null;
}
