import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Settled } from '@wirefold/contracts/ports';
import { DelayedError, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Alarm } from './alarm.ts';
import { DeliveryWorker, retryDelayOf } from './delivery-worker.ts';
import { endForGood } from './farewell.ts';
import { type Connect, MAX_DELAY_MS, type QueueName, queueKey } from './names.ts';
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

interface JobAtWork {
  readonly job: Job;
  readonly token: string;
}

/** Starts a worker. */
export function startShift(options: ShiftOptions): Shift {
  const { alarm } = options;
  const { redis, opened } = openWorkerConnections(options.connect, alarm);
  const active = new Map<string, JobAtWork>();
  const gone = new AbortController();
  let takenAt = performance.now();
  const worker = new DeliveryWorker(
    options.stage,
    async (job, token = '') => {
      takenAt = performance.now();
      const id = job.id ?? '';
      active.set(id, { job, token });
      try {
        await deliver(worker, job, token, options);
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
      return endShift(worker, active, opened, graceMs, options);
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

async function deliver(
  worker: DeliveryWorker,
  job: Job<unknown, void>,
  token: string,
  options: ShiftOptions,
): Promise<void> {
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
    await worker.defer(job, token, delayMs);
    throw new DelayedError();
  }
  options.onEnded();
}

async function endShift(
  worker: DeliveryWorker,
  active: ReadonlyMap<string, JobAtWork>,
  opened: readonly Redis[],
  graceMs: number,
  options: ShiftOptions,
): Promise<void> {
  const deadline = performance.now() + graceMs;
  const [redis, ...blocking] = opened;
  await within(FAREWELL_MS, worker.pause(true));
  // Who waits for jobs on them would swallow the word that there is one, which is for others.
  for (const connection of blocking) endForGood(connection);
  while (active.size > 0 && performance.now() < deadline) await sleep(10);
  const left = [...active.values()];
  await within(FAREWELL_MS, giveBack(left, redis, options));
  const closing = worker.close(left.length > 0).catch((error) => options.alarm.raise(error));
  await within(FAREWELL_MS, closing);
  await worker.letGo();
  for (const connection of opened) endForGood(connection);
}

/**
 * Puts jobs back into the queue now, and not after their locks have expired. BullMQ wakes nobody for one that has a
 * priority: a worker that waits would see it up to `drainDelay` later.
 */
async function giveBack(
  left: readonly JobAtWork[],
  redis: Redis | undefined,
  { prefix, stage }: ShiftOptions,
): Promise<void> {
  if (left.length === 0) return;
  await Promise.allSettled(left.map(({ job, token }) => job.moveToWait(token)));
  await redis?.zadd(queueKey(prefix, stage, 'marker'), 0, '0');
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
