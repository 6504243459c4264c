import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** First line of the script: it shows in Redis's slow log. */
export const REGISTER_TAG = 'wirefold index: register';

/** A Lua script on Redis, called by its hash; loaded again where Redis has forgotten it. */
export type Script = (key: string, args: readonly (string | Buffer)[]) => Promise<Buffer[]>;

/** Prepares a script for one connection. */
export function prepareScript(redis: Redis, text: string): Script {
  const sha = createHash('sha1').update(text).digest('hex');
  return async (key, args) => {
    try {
      return (await redis.callBuffer('EVALSHA', sha, 1, key, ...args)) as Buffer[];
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return (await redis.callBuffer('EVAL', text, 1, key, ...args)) as Buffer[];
    }
  };
}
