import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { endForGood } from './farewell.ts';
import type { Connect } from './names.ts';
import { addressOf, closedError, faultOf, TransportError } from './transport-error.ts';

/** Milliseconds that a call waits for a lost connection to come back: Redis restarts in under one second. */
const RECONNECT_GRACE_MS = 1_000;
const POLL_MS = 20;

/** A connection on which every call ends within its deadline. */
export interface Line {
  readonly redis: Redis;
  /** Runs `work` on the connection; throws TransportError where it cannot be done in time, or the line is closed. */
  call<T>(operation: string, work: (redis: Redis) => Promise<T>): Promise<T>;
  /** Ends the connection for good: later calls, and those that wait for it, fail at once with fault `closed`. */
  close(): void;
}

interface LineState {
  readonly redis: Redis;
  readonly deadlineMs: number;
  lastError: Error | undefined;
  isClosed: boolean;
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
  const line: LineState = { redis, deadlineMs, lastError: undefined, isClosed: false };
  redis.on('error', (error: Error) => {
    line.lastError = error;
  });
  redis.on('ready', () => {
    line.lastError = undefined;
  });
  return {
    redis,
    call: (operation, work) => callWithin(line, operation, work),
    close: () => {
      line.isClosed = true;
      endForGood(redis);
    },
  };
}

async function callWithin<T>(
  line: LineState,
  operation: string,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  const { redis, deadlineMs } = line;
  const started = performance.now();
  if (!(await isReady(line))) throw absence(line, operation);
  const left = Math.max(1, deadlineMs - (performance.now() - started));
  const running = work(redis);
  running.catch(() => undefined);
  try {
    const first = await unlessExpired(running, left);
    if (first !== EXPIRED) return first;
  } catch (error) {
    const fault = faultOf(error);
    if (line.isClosed && fault === 'unreachable') throw absence(line, operation);
    throw new TransportError(fault, operation, addressOf(redis), error);
  }
  // Half-open: nothing comes back, and TCP would not notice for minutes.
  if (redis.status === 'ready' && !line.isClosed) redis.disconnect(true);
  throw new TransportError('timeout', operation, addressOf(redis), `no answer within ${deadlineMs} ms`);
}

function absence({ redis, isClosed, lastError }: LineState, operation: string): TransportError {
  if (isClosed) return closedError(operation, redis);
  const cause = lastError ?? new Error(`no connection (${redis.status})`);
  return new TransportError('unreachable', operation, addressOf(redis), cause);
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
async function isReady(line: LineState): Promise<boolean> {
  const { redis, deadlineMs } = line;
  const started = performance.now();
  if (redis.status === 'wait' || redis.status === 'end') redis.connect().catch(() => undefined);
  while (redis.status !== 'ready' && !line.isClosed) {
    const elapsed = performance.now() - started;
    const attempting = redis.status === 'connecting' || redis.status === 'connect';
    if (elapsed >= deadlineMs || (elapsed >= RECONNECT_GRACE_MS && !attempting)) return false;
    await sleep(POLL_MS);
  }
  return !line.isClosed;
}
