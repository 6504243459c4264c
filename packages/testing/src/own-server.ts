import { join } from 'node:path';
import { getServerBinary } from '@wirefold/redis/server-binary';
import { type ServerProcess, startServer } from '@wirefold/redis/server-process';
import { Redis, type RedisOptions } from 'ioredis';
import { temporaryFolder } from './temporary-folder.ts';
import { getTestFile } from './test-file.ts';

/** A Redis for one test alone, to be killed, stopped and started again. */
export interface OwnServer {
  /** Where its append-only file and its log are. */
  readonly folder: string;
  readonly options: RedisOptions;
  /** A new connection, closed when the file's tests are over. */
  connect(overrides?: RedisOptions): Redis;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it as an orderly shutdown would. */
  stop(): Promise<void>;
  /** Stops it for good measure, then starts it on the same data. */
  restart(): Promise<void>;
  /** Stops and continues the process without ending it: it is there, and silent. */
  freeze(): void;
  thaw(): void;
}

/** What an own server differs in from the private server of a real installation. */
export interface OwnServerSettings {
  /** Default true, synced each second. */
  readonly appendOnly?: boolean;
  /** Further options as on the command line of `redis-server`, for example `['--maxmemory', '20mb']`. */
  readonly args?: readonly string[];
}

/** Starts a Redis for one test alone; it is stopped and its data removed when the file's tests are over. */
export async function startOwnServer(settings: OwnServerSettings = {}): Promise<OwnServer> {
  const folder = await temporaryFolder();
  const socketPath = join(folder, 'redis.sock');
  const { path: binary } = await getServerBinary();
  const start = (): Promise<ServerProcess> => startServer({ binary, folder, socketPath, ...settings });
  let server = await start();
  const { endings } = getTestFile();
  endings.push(() => server.stop('SIGKILL'));
  return {
    folder,
    options: { path: socketPath },
    connect(overrides = {}) {
      const redis = new Redis({ path: socketPath, ...overrides });
      redis.on('error', () => {});
      endings.push(async () => redis.disconnect());
      return redis;
    },
    kill: () => server.stop('SIGKILL'),
    stop: () => server.stop(),
    async restart() {
      if (!server.hasEnded()) await server.stop();
      server = await start();
    },
    freeze: () => void process.kill(server.pid, 'SIGSTOP'),
    thaw: () => void process.kill(server.pid, 'SIGCONT'),
  };
}
