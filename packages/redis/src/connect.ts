import { Redis, type RedisOptions } from 'ioredis';
import { gatherWrites } from './gathered-writes.ts';
import { openNamedServer } from './named-server.ts';
import { openPrivateServer } from './private-handle.ts';

/** Which Redis is wanted. */
export interface RedisSettings {
  /** As in REDIS_URL; empty or left out means the private server of the data folder. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  /** Whether a private server may be started; without it one that runs already is used. Default true. */
  readonly start?: boolean | undefined;
}

/** A Redis that was found, and the way to it. */
export interface RedisHandle {
  /** What ioredis needs to reach it; holds the password. */
  readonly options: RedisOptions;
  /** Whether this process started it and ends it in `close`; a takeover changes it. */
  readonly owned: boolean;
  /** For people: where it is, without user and password. */
  describe(): string;
  /** A new connection, which the caller closes. */
  newConnection(overrides?: RedisOptions): Redis;
  /**
   * Watches a private server twice a second and starts it again when it has died or its owner has gone;
   * failures to start go to `report`, and it tries again. Does nothing for a named server. Gives the way to stop.
   */
  keepAlive(report?: (error: unknown) => void): () => void;
  /** Ends the private server if it is ours and waits until it has ended; its data stays. */
  close(): Promise<void>;
}

/** A server before connections are made to it. */
export type OpenServer = Omit<RedisHandle, 'newConnection'>;

/**
 * Finds the Redis that the settings mean, and answers for it: it has replied to a PING.
 * @throws {RedisUnreachableError} where a named one does not answer within 5 s, or refuses the password.
 * @throws {InvalidRedisUrlError} where `url` is no address.
 * @throws {NotRunningError} where none runs and `start` is false.
 * @throws {ServerMissingError} where no server program is on this machine; its message ends with the install line.
 * @throws {ServerStartError} where the private one does not come up.
 */
export async function connectRedis(settings: RedisSettings): Promise<RedisHandle> {
  const server = settings.url
    ? await openNamedServer(settings.url)
    : await openPrivateServer(settings.dataDir, settings.start ?? true);
  return Object.assign(server, {
    newConnection: (overrides: RedisOptions = {}) => {
      const redis = new Redis({ retryStrategy: retryDelay, ...server.options, ...overrides });
      // Commands tell of a lost server by failing; with no listener ioredis prints each attempt to reconnect.
      redis.on('error', () => {});
      gatherWrites(redis);
      return redis;
    },
  });
}

/** A private server is back within a second of its death, so retries stay close together. */
function retryDelay(attempt: number): number {
  return Math.min(attempt * 50, 1_000);
}
