import { HOST_BOUNDS } from '@wirefold/clean';
import type { DedupeIndex } from '@wirefold/contracts/evidence';
import type { Delivery, HostMemory, Settled } from '@wirefold/contracts/ports';
import type { Stage } from '@wirefold/contracts/terms';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { SKETCH_FORMAT } from '@wirefold/dedupe/signature';
import { shippedWeights, type TermWeights } from '@wirefold/dedupe/weights';
import { createHttpClient, type HttpClient } from '@wirefold/fetch';
import {
  type Consumer,
  consume,
  createBodies,
  createTransport,
  type RedisBodies,
  type RedisTransport,
} from '@wirefold/queue';
import { connectRedis, type RedisHandle, refuseEvicting } from '@wirefold/redis';
import { createRedisHostMemory, createRedisIndex } from '@wirefold/redis-index';
import type { Settings } from '@wirefold/settings';
import { type CleanPool, createCleanPool } from './clean-pool.ts';
import { type Counters, createCounters } from './counters.ts';
import { userAgent } from './user-agent.ts';

/** Told of what a person may want to know while a pipeline runs: a lost Redis, items sent again. */
export type Notice = (text: string) => void;

/** All that stages need on a host that has Redis and nothing else; parts are made when first asked for. */
export interface Hands {
  readonly redis: RedisHandle;
  readonly transport: RedisTransport;
  readonly bodies: RedisBodies;
  readonly counters: Counters;
  readonly now: () => string;
  client(): HttpClient;
  pool(): CleanPool;
  index(): DedupeIndex;
  /** The index that programs with sketches of another format keep; nothing here asks it. */
  indexOf(format: number): DedupeIndex;
  /** Null where the settings say that no page is remembered. */
  hostMemory(): HostMemory | null;
  weights(): TermWeights;
  consume(stage: Stage, concurrency: number, handle: (it: Delivery) => Promise<Settled>): Consumer;
  /** Closes what was opened; the consumers must have been closed before. */
  close(): Promise<void>;
}

/** Bodies that nobody fetched within a week belong to nothing. */
const BODY_EXPIRY_SECONDS = 7 * 24 * 3600;

/**
 * Opens Redis and lays out what the stages need of it.
 * @throws what `connectRedis` throws: no server, an unreachable one, or one that evicts.
 */
export async function openHands(settings: Settings, notice: Notice): Promise<Hands> {
  const redis = await openRedis(settings);
  const stopKeeping = redis.keepAlive((error) => notice(`Redis: ${messageOf(error)}`));
  const prefix = settings.redisPrefix;
  const connect = redis.newConnection;
  const transport = createTransport({
    ...{ connect, prefix, attempts: settings.attempts, backoffMs: settings.retryBackoffMs },
  });
  const bodies = createBodies(connect, prefix, { expireSeconds: BODY_EXPIRY_SECONDS });
  const parts = lazyParts(settings, redis);
  return {
    ...{ redis, transport, bodies, counters: createCounters() },
    ...parts.made,
    now: () => new Date().toISOString(),
    consume: (stage, concurrency, handle) =>
      consume({
        ...{ stage, connect, prefix, concurrency, handle, lockMs: settings.lockMs },
        onError: (error) => notice(`${stage}: ${messageOf(error)}`),
      }),
    close: async () => {
      await parts.close();
      await transport.close();
      bodies.close();
      stopKeeping();
      await redis.close();
    },
  };
}

/** Finds Redis and refuses one that would throw jobs away when its memory is full. */
async function openRedis(settings: Settings): Promise<RedisHandle> {
  const redis = await connectRedis({ url: settings.redis ?? undefined, dataDir: settings.data });
  const connection = redis.newConnection();
  try {
    await refuseEvicting(connection);
    return redis;
  } catch (error) {
    await redis.close();
    throw error;
  } finally {
    connection.disconnect();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function lazyParts(settings: Settings, redis: RedisHandle) {
  const closers: (() => Promise<unknown>)[] = [];
  /** Apart by format, so that workers of two versions never read each other's sketches; the first has no name. */
  const indexOf = (format: number): DedupeIndex => {
    const connection = redis.newConnection();
    closers.push(async () => connection.disconnect());
    const prefix = format === 1 ? settings.redisPrefix : `${settings.redisPrefix}:sketch${format}`;
    return createRedisIndex({ redis: connection, prefix, rule: DEFAULT_RULE });
  };
  const made = {
    client: once(() => {
      const client = createHttpClient({
        userAgent: userAgent(settings.contact ?? undefined),
        allowPrivate: settings.allowPrivate,
        limits: { maxBodyBytes: settings.maxBodyBytes },
      });
      closers.push(() => client.close());
      return client;
    }),
    pool: once(() => {
      const pool = createCleanPool({
        ...{
          threads: settings.cleanThreads,
          timeoutMs: settings.cleanTimeoutMs,
          memoryMb: settings.cleanMemoryMb,
        },
      });
      closers.push(() => pool.close());
      return pool;
    }),
    index: once(() => indexOf(SKETCH_FORMAT)),
    indexOf,
    hostMemory: once(() => {
      if (settings.hostMemoryPages === 0) return null;
      const connection = redis.newConnection();
      closers.push(async () => connection.disconnect());
      const bounds = { ...HOST_BOUNDS, pages: settings.hostMemoryPages };
      return createRedisHostMemory({ redis: connection, prefix: settings.redisPrefix, bounds });
    }),
    weights: once(shippedWeights),
  };
  return {
    made,
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

function once<T>(make: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => {
    held ??= { value: make() };
    return held.value;
  };
}
