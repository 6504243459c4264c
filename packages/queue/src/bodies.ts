import type { Bodies } from '@wirefold/contracts/ports';
import { decodeBody, encodeBody } from './body-encoding.ts';
import { type Line, openLine } from './line.ts';
import { type Connect, DEFAULT_PREFIX, slices } from './names.ts';

/** Seconds; a safety net alone, since the store drops bodies when it has committed. */
const WEEK_SECONDS = 7 * 24 * 3_600;
const DROP_SLICE = 1_000;

export interface BodiesOptions {
  /** Seconds after its last `put` at which a forgotten body goes; a week unless said otherwise. */
  readonly expireSeconds?: number;
  /** Milliseconds after which a call fails. */
  readonly deadlineMs?: number;
}

/** Redis's own account of its memory, in bytes; `limitBytes` is null where it has no `maxmemory`. */
export interface RedisMemory {
  readonly usedBytes: number;
  readonly limitBytes: number | null;
}

export interface RedisBodies extends Bodies {
  usedMemory(): Promise<RedisMemory>;
  /** Ends the connection for good: later calls, and those that wait for it, fail at once with fault `closed`. */
  close(): void;
}

/**
 * Bodies in transit: one hash an item, one field a part. Calls throw TransportError; `put` with fault
 * `out-of-memory` where Redis is full.
 */
export function createBodies(
  connect: Connect,
  prefix = DEFAULT_PREFIX,
  { expireSeconds = WEEK_SECONDS, deadlineMs = 10_000 }: BodiesOptions = {},
): RedisBodies {
  const line = openLine(connect, deadlineMs);
  const keyOf = (itemId: string): string => `${prefix}:body:${itemId}`;
  return {
    async put(itemId, field, bytes) {
      const encoded = await encodeBody(bytes);
      await line.call(`Putting the ${field} of ${itemId}`, async (redis) => {
        const key = keyOf(itemId);
        const replies = await redis.pipeline().hset(key, field, encoded).expire(key, expireSeconds).exec();
        for (const [error] of replies ?? []) if (error) throw error;
      });
    },
    async get(itemId, field) {
      const read = `Getting the ${field} of ${itemId}`;
      const stored = await line.call(read, (redis) => redis.hgetBuffer(keyOf(itemId), field));
      return stored === null ? null : decodeBody(stored);
    },
    async drop(itemIds) {
      for (const slice of slices(itemIds, DROP_SLICE)) {
        await line.call(`Dropping ${slice.length} bodies`, (redis) => redis.unlink(...slice.map(keyOf)));
      }
    },
    usedMemory: () => readMemory(line),
    close: () => line.close(),
  };
}

async function readMemory(line: Line): Promise<RedisMemory> {
  const info = await line.call("Reading Redis's memory", (redis) => redis.info('memory'));
  const field = (name: string): number => {
    const at = info.indexOf(`\n${name}:`);
    return at < 0 ? 0 : Number.parseInt(info.slice(at + name.length + 2), 10);
  };
  return { usedBytes: field('used_memory'), limitBytes: field('maxmemory') || null };
}
