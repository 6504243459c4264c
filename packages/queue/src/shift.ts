import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Settled } from '@wirefold/contracts/ports';
import { DelayedError, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Alarm } from './alarm.ts';
import { DeliveryWorker, retryDelayOf } from './delivery-worker.ts';
import { endForGood } from './farewell.ts';
import { type Connect, MAX_DELAY_MS, type QueueName } from './names.ts';
import { closedError } from './transport-error.ts';

/** Milliseconds that closing may still talk to Redis after the handlers have ended. */
const FAREWELL_MS = 2_000;

export interface ShiftOptions {
  readonly stage: QueueName;
  readonly connect: Connect;
  readonly prefix: string;
  readonly concurrency: number;
  readonly lockMs: number;
  readonly stalledMs: number;
  readonly maxStalledCount: number;
  readonly handle: (delivery: Delivery) => Promise<Settled>;
  readonly alarm: Alarm;
  /** Called when a delivery has ended well. */
  readonly onEnded: () => void;
}

/** One BullMQ worker with its own connections, from its start to its end. */
export interface Shift {
  readonly redis: Redis;
  running(): number;
  /** `performance.now()` of the last job taken, or of the start. */
  lastTakenAt(): number;
  /** Throws TransportError with fault `closed` where the end comes first. */
  ready(): Promise<void>;
  /** Takes no more jobs, waits up to `graceMs` for those at work, puts the rest back into the queue. */
  end(graceMs: number): Promise<void>;
}

/** Starts a worker. */
export function startShift(options: ShiftOptions): Shift {
  const { alarm } = options;
  const { redis, opened } = openWorkerConnections(options.connect, alarm);
  const active = new Map<string, { job: Job; token: string }>();
  const gone = new AbortController();
  let takenAt = performance.now();
  const worker = new DeliveryWorker(
    options.stage,
    async (job, token = '') => {
      takenAt = performance.now();
      const id = job.id ?? '';
      active.set(id, { job, token });
      try {
        await deliver(job, token, options);
      } finally {
        if (active.get(id)?.token === token) active.delete(id);
      }
    },
    workerSettings(options, redis),
  );
  worker.on('error', (error) => alarm.raise(error));
  worker.run().catch((error) => alarm.raise(error));
  return {
    redis,
    running: () => active.size,
    lastTakenAt: () => takenAt,
    ready: () => {
      const refusal = closedError(`Waiting for the worker of the stage ${options.stage}`, redis);
      return unlessGone(worker.waitUntilReady(), gone.signal, refusal);
    },
    end: (graceMs) => {
      gone.abort();
      return endShift(worker, active, opened, graceMs, alarm);
    },
  };
}

function workerSettings(options: ShiftOptions, connection: Redis) {
  return {
    connection,
    prefix: options.prefix,
    concurrency: options.concurrency,
    lockDuration: options.lockMs,
    stalledInterval: options.stalledMs,
    maxStalledCount: options.maxStalledCount,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    runRetryDelay: 1_000,
    drainDelay: 5,
    autorun: false,
    skipVersionCheck: true,
    settings: { backoffStrategy: retryDelayOf },
  };
}

/**
 * BullMQ demands that a worker's commands wait for ever, and makes a second connection for its blocking
 * reads; both are kept at hand, since BullMQ's own closing can wait for ever on a lost one.
 */
function openWorkerConnections(connect: Connect, alarm: Alarm): { redis: Redis; opened: Redis[] } {
  const redis = connect();
  const opened: Redis[] = [];
  const adopt = (connection: Redis): Redis => {
    connection.on('error', (error) => alarm.raise(error));
    opened.push(connection);
    return connection;
  };
  redis.options.maxRetriesPerRequest = null;
  redis.options.enableOfflineQueue = true;
  redis.on('ready', () => alarm.clear());
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => adopt(duplicate(override));
  return { redis: adopt(redis), opened };
}

async function deliver(job: Job<unknown, void>, token: string, options: ShiftOptions): Promise<void> {
  let settled: Settled;
  try {
    settled = await options.handle({
      payload: job.data,
      jobId: job.id ?? '',
      attempt: job.attemptsMade + 1,
      maxAttempts: Math.max(1, Math.trunc(Number(job.opts.attempts)) || 1),
    });
  } catch (error) {
    throw error instanceof Error ? error : new Error(`The handler threw ${String(error)}`);
  }
  if (settled.kind === 'deferred') {
    const delayMs = Math.min(Math.max(0, settled.delayMs), MAX_DELAY_MS);
    await job.moveToDelayed(Date.now() + delayMs, token);
    throw new DelayedError();
  }
  options.onEnded();
}

async function endShift(
  worker: DeliveryWorker,
  active: ReadonlyMap<string, { job: Job; token: string }>,
  opened: readonly Redis[],
  graceMs: number,
  alarm: Alarm,
): Promise<void> {
  const deadline = performance.now() + graceMs;
  await within(FAREWELL_MS, worker.pause(true));
  while (active.size > 0 && performance.now() < deadline) await sleep(10);
  const left = [...active.values()];
  // Back into the queue now, and not after the lock has expired.
  await within(FAREWELL_MS, Promise.all(left.map(({ job, token }) => job.moveToWait(token))));
  const closing = worker.close(left.length > 0).catch((error) => alarm.raise(error));
  await within(FAREWELL_MS, closing);
  await worker.letGo();
  for (const connection of opened) endForGood(connection);
}

async function unlessGone(waiting: Promise<unknown>, gone: AbortSignal, refusal: Error): Promise<void> {
  const end = new Promise<never>((_, reject) => {
    if (gone.aborted) reject(refusal);
    gone.addEventListener('abort', () => reject(refusal));
  });
  await Promise.race([end, waiting]);
}

/** Waits for `work` at most so long; its failure is no concern of whoever is leaving. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const settled = work.then(
    () => undefined,
    () => undefined,
  );
  const expiry = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([settled, expiry]);
  timer.abort();
}
