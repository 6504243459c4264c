import { createHash } from 'node:crypto';
import type { RedisHandle } from '@wirefold/redis';

/** A connection to Redis. */
export type Connection = ReturnType<RedisHandle['newConnection']>;

/** Makes a caller of one Lua script: by its hash, and in full where Redis has forgotten it. */
export function scriptOf(text: string) {
  const sha = createHash('sha1').update(text).digest('hex');
  return async (redis: Connection, keys: readonly string[], args: readonly string[]): Promise<unknown> => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.eval(text, keys.length, ...keys, ...args);
    }
  };
}
