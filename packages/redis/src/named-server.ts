import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { OpenServer } from './connect.ts';
import { RedisUnreachableError } from './redis-unreachable-error.ts';
import { parseRedisUrl, type RedisAddress } from './redis-url.ts';

const deadlineMs = 5_000;
const pauseMs = 200;

/** Opens the server that an address names, once it has answered. Errors are those of `connectRedis`. */
export async function openNamedServer(url: string): Promise<OpenServer> {
  const address = parseRedisUrl(url);
  await untilAnswering(address, Date.now() + deadlineMs);
  return {
    options: address.options,
    owned: false,
    describe: () => `Redis at ${address.shown}`,
    keepAlive: () => () => {},
    close: async () => {},
  };
}

/** A server that is just starting refuses connections or says LOADING; both are tried again. */
async function untilAnswering(address: RedisAddress, deadline: number): Promise<void> {
  for (;;) {
    const failure = await ping(address, Math.max(1, deadline - Date.now()));
    if (failure === null) return;
    if (isRefusal(failure)) {
      const remedy = 'Check the user and the password in REDIS_URL.';
      throw new RedisUnreachableError(address.shown, 'refused the connection', remedy, failure);
    }
    if (Date.now() + pauseMs >= deadline) {
      const remedy = 'Start it, or leave REDIS_URL empty to use a private one.';
      const what = `did not answer within ${deadlineMs / 1000} s`;
      throw new RedisUnreachableError(address.shown, what, remedy, failure);
    }
    await delay(pauseMs);
  }
}

/** Connects, asks once, disconnects; gives what went wrong. */
async function ping({ options }: RedisAddress, timeoutMs: number): Promise<Error | null> {
  const redis = new Redis({
    ...options,
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  // The rejection of a lost connection says only that it is closed; the event says why.
  let reason: Error | null = null;
  redis.on('error', (error: Error) => {
    reason ??= error;
  });
  try {
    await redis.ping();
    return null;
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return failure.name === 'ReplyError' ? failure : (reason ?? failure);
  } finally {
    redis.disconnect();
  }
}

/** NOAUTH, WRONGPASS, NOPERM and their kin stay as they are however often one asks. */
function isRefusal(failure: Error): boolean {
  return /^(NOAUTH|WRONGPASS|NOPERM|DENIED|ERR AUTH|ERR invalid password)/.test(failure.message);
}
