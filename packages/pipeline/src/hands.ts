import { HOST_BOUNDS } from '@wirefold/clean';
import type { DedupeIndex } from '@wirefold/contracts/evidence';
import type { Delivery, HostMemory, Settled } from '@wirefold/contracts/ports';
import type { Stage } from '@wirefold/contracts/terms';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import type { TermWeights } from '@wirefold/dedupe/weights';
import { createHttpClient, type HttpClient } from '@wirefold/fetch';
import {
  type Consumer,
  consume,
  createBodies,
  createTransport,
  openTicks,
  type RedisBodies,
  type RedisTransport,
  type Ticks,
} from '@wirefold/queue';
import { connectRedis, type RedisHandle, refuseEvicting } from '@wirefold/redis';
import { createRedisHostMemory, createRedisIndex } from '@wirefold/redis-index';
import type { Settings } from '@wirefold/settings';
import { type CleanPool, createCleanPool } from './clean-pool.ts';
import { type Counters, createCounters } from './counters.ts';
import { createFeedPool, type FeedPool } from './feed-pool.ts';
import { createManners, type Manners } from './manners/manners.ts';
import { userAgent } from './user-agent.ts';
import { createWeightsBoard, type WeightsBoard } from './weights-board.ts';

/** Told of what a person may want to know while a pipeline runs: a lost Redis, items sent again. */
export type Notice = (text: string) => void;

/** What articles are compared by: weights, and the index of the articles that were signed by them. */
export interface Yardstick {
  readonly weights: TermWeights;
  readonly index: DedupeIndex;
}

/** All that stages need on a host that has Redis and nothing else; parts are made when first asked for. */
export interface Hands {
  readonly redis: RedisHandle;
  readonly transport: RedisTransport;
  readonly bodies: RedisBodies;
  readonly counters: Counters;
  /** True where the settings leave out pages of which text and data mining is reserved. */
  readonly excludeReserved: boolean;
  readonly now: () => string;
  client(): HttpClient;
  /** What every request of the fetch stage is bound by. */
  manners(): Manners;
  pool(): CleanPool;
  feedPool(): FeedPool;
  readonly board: WeightsBoard;
  /** The weights in force and their index; to be asked for with every article, since they change while workers run. */
  yardstick(): Promise<Yardstick>;
  /** The index of articles signed by the weights of a version: those of two versions never meet. */
  indexOf(version: string): DedupeIndex;
  /** The index of an earlier program, by the format of its sketches; nothing here asks it. */
  formerIndexOf(format: number): DedupeIndex;
  /** Null where the settings say that no page is remembered. */
  hostMemory(): HostMemory | null;
  consume(stage: Stage, concurrency: number, handle: (it: Delivery) => Promise<Settled>): Consumer;
  /** The clock of the polls, to be set. */
  openTicks(everyMs: number, onTick: () => Promise<void>): Ticks;
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
  const parts = lazyParts(settings, redis, notice);
  return {
    ...{ redis, transport, bodies, counters: createCounters(), excludeReserved: settings.excludeReserved },
    ...parts.made,
    now: () => new Date().toISOString(),
    consume: (stage, concurrency, handle) =>
      consume({
        ...{ stage, connect, prefix, concurrency, handle, lockMs: settings.lockMs },
        onError: (error) => notice(`${stage}: ${messageOf(error)}`),
      }),
    openTicks: (everyMs, onTick) =>
      openTicks({
        ...{ connect, prefix, everyMs, onTick, lockMs: settings.lockMs },
        onError: (error) => notice(`ticks: ${messageOf(error)}`),
      }),
    close: async () => {
      // First: what the closing of the parts cuts at work must not be written as the end of an item.
      await transport.close();
      bodies.close();
      await parts.close();
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

function lazyParts(settings: Settings, redis: RedisHandle, notice: Notice) {
  const closers: (() => Promise<unknown>)[] = [];
  let isClosing = false;
  const part = <T>(make: () => T): (() => T) => onceUnless(() => isClosing, make);
  const connect = () => {
    const connection = redis.newConnection();
    closers.push(async () => connection.disconnect());
    return connection;
  };
  const indexConnection = part(connect);
  const indexAt = (prefix: string): DedupeIndex =>
    createRedisIndex({ redis: indexConnection(), prefix, rule: DEFAULT_RULE });
  const indexOf = remembered((version: string) => indexAt(`${settings.redisPrefix}:${version}`));
  const board = createWeightsBoard(part(connect), settings.redisPrefix);
  const client = part(() => {
    const made = createHttpClient({
      userAgent: userAgent(settings.contact ?? undefined),
      allowPrivate: settings.allowPrivate,
      limits: { maxBodyBytes: settings.maxBodyBytes },
    });
    closers.push(() => made.close());
    return made;
  });
  const made = {
    client,
    manners: part(() => {
      const connection = once(() => redis.newConnection());
      const manners = createManners({ settings, client: client(), connection, notice });
      closers.push(async () => {
        await Promise.all([manners.close(), client().close()]);
        connection().disconnect();
      });
      return manners;
    }),
    pool: part(() => {
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
    feedPool: part(() => {
      const pool = createFeedPool();
      closers.push(() => pool.close());
      return pool;
    }),
    board,
    indexOf,
    formerIndexOf: (format: number) =>
      indexAt(format === 1 ? settings.redisPrefix : `${settings.redisPrefix}:sketch${format}`),
    yardstick: async () => {
      const weights = await board.current();
      return { weights, index: indexOf(weights.version) };
    },
    hostMemory: part(() => {
      if (settings.hostMemoryPages === 0) return null;
      const bounds = { ...HOST_BOUNDS, pages: settings.hostMemoryPages };
      return createRedisHostMemory({ redis: connect(), prefix: settings.redisPrefix, bounds });
    }),
  };
  return {
    made,
    close: async () => {
      isClosing = true;
      await Promise.all(closers.map((close) => close()));
    },
  };
}

/** Makes a value for each name once: a program meets few weights in its life. */
function remembered<T>(make: (name: string) => T): (name: string) => T {
  const held = new Map<string, T>();
  return (name) => {
    const known = held.get(name) ?? make(name);
    held.set(name, known);
    return known;
  };
}

function once<T>(make: () => T): () => T {
  let held: { readonly value: T } | null = null;
  return () => {
    held ??= { value: make() };
    return held.value;
  };
}

/** What is made once everything has been closed would keep the process alive: work that outlasted its grace asks for it. */
function onceUnless<T>(isClosing: () => boolean, make: () => T): () => T {
  return once(() => {
    if (isClosing())
      throw new Error('this worker is closing: what is at work here is sent again by the next');
    return make();
  });
}
