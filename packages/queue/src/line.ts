import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Connect } from './names.ts';
import { addressOf, faultOf, TransportError } from './transport-error.ts';

/** Milliseconds that a call waits for a lost connection to come back: Redis restarts in under one second. */
const RECONNECT_GRACE_MS = 1_000;
const POLL_MS = 20;

/** A connection on which every call ends within its deadline. */
export interface Line {
  readonly redis: Redis;
  /** Runs `work` on the connection; throws TransportError where it cannot be done in time. */
  call<T>(operation: string, work: (redis: Redis) => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * Opens a line. ioredis would queue commands while it is disconnected and repeat them later; a caller
 * that waits for an answer is better served by an error, so both are switched off.
 */
export function openLine(connect: Connect, deadlineMs: number): Line {
  const redis = connect();
  redis.options.enableOfflineQueue = false;
  redis.options.autoResendUnfulfilledCommands = false;
  redis.options.maxRetriesPerRequest = 0;
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => {
    lastError = error;
  });
  redis.on('ready', () => {
    lastError = undefined;
  });
  return {
    redis,
    call: (operation, work) => callWithin(redis, deadlineMs, operation, work, () => lastError),
    close: () => redis.disconnect(),
  };
}

async function callWithin<T>(
  redis: Redis,
  deadlineMs: number,
  operation: string,
  work: (redis: Redis) => Promise<T>,
  lastError: () => Error | undefined,
): Promise<T> {
  const started = performance.now();
  if (!(await isReady(redis, deadlineMs))) {
    const cause = lastError() ?? new Error(`no connection (${redis.status})`);
    throw new TransportError('unreachable', operation, addressOf(redis), cause);
  }
  const left = Math.max(1, deadlineMs - (performance.now() - started));
  const running = work(redis);
  running.catch(() => undefined);
  try {
    const first = await unlessExpired(running, left);
    if (first !== EXPIRED) return first;
  } catch (error) {
    throw new TransportError(faultOf(error), operation, addressOf(redis), error);
  }
  // Half-open: nothing comes back, and TCP would not notice for minutes.
  if (redis.status === 'ready') redis.disconnect(true);
  throw new TransportError('timeout', operation, addressOf(redis), `no answer within ${deadlineMs} ms`);
}

const EXPIRED = Symbol('expired');

/** A plain timer: an aborted `sleep` makes an error with a stack each time, a tenth of a fetched page's whole cost. */
async function unlessExpired<T>(work: Promise<T>, ms: number): Promise<T | typeof EXPIRED> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<typeof EXPIRED>((resolve) => {
    timer = setTimeout(resolve, ms, EXPIRED);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the connection: to the deadline while one is being made, only a moment when the last attempt failed. */
async function isReady(redis: Redis, deadlineMs: number): Promise<boolean> {
  const started = performance.now();
  if (redis.status === 'wait' || redis.status === 'end') redis.connect().catch(() => undefined);
  while (redis.status !== 'ready') {
    const elapsed = performance.now() - started;
    const attempting = redis.status === 'connecting' || redis.status === 'connect';
    if (elapsed >= deadlineMs || (elapsed >= RECONNECT_GRACE_MS && !attempting)) return false;
    await sleep(POLL_MS);
  }
  return true;
}
