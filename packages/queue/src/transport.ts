import type { AnyJob, StageJobs } from '@wirefold/contracts/jobs';
import type { QueueDepth, Transport } from '@wirefold/contracts/ports';
import { STAGES, type Stage } from '@wirefold/contracts/terms';
import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Line, openLine } from './line.ts';
import { BACKOFF_TYPE, type Connect, DEFAULT_PREFIX, queueKey, slices } from './names.ts';

/** Jobs a pipeline: the size at which addBulk was measured (23,573 jobs/s). */
const SEND_SLICE = 500;
const HOLDING_SLICE = 2_000;
/** Length of BullMQ's event stream a queue; its default of 10,000 only costs memory, nobody reads it. */
const MAX_EVENTS = 500;

/**
 * BullMQ's priority of the jobs that may be put off, so that one whose time has come finds a place before those that
 * were never tried: they stand in the set `prioritized`, which is looked at when the list `wait` is empty.
 */
const PRIORITIES: Partial<Record<Stage, number>> = { fetch: 1 };

export interface TransportOptions {
  readonly connect: Connect;
  readonly prefix?: string;
  /** Milliseconds after which a call fails. */
  readonly deadlineMs?: number;
  /** How often a job is tried, the first included. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled for each further one. */
  readonly backoffMs?: number;
}

export interface RedisTransport extends Transport {
  /** Ends the connection for good: later calls, and those that wait for it, fail at once with fault `closed`. */
  close(): Promise<void>;
}

/**
 * The queues on Redis, one a stage, jobs by their item's id. Every call throws TransportError within
 * its deadline (10 s) where it cannot be done; all calls may be repeated.
 */
export function createTransport(options: TransportOptions): RedisTransport {
  const { connect, prefix = DEFAULT_PREFIX, deadlineMs = 10_000, attempts = 4, backoffMs = 1_000 } = options;
  const line = openLine(connect, deadlineMs);
  const queues = openQueues(line.redis, prefix);
  const settings: JobsOptions = {
    attempts,
    backoff: { type: BACKOFF_TYPE, delay: backoffMs },
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 1,
  };
  return {
    async send<S extends Stage>(stage: S, jobs: readonly StageJobs[S][]) {
      for (const slice of slices<AnyJob>(jobs, SEND_SLICE)) {
        const operation = `Sending ${slice.length} jobs to the queue ${stage}`;
        await line.call(operation, () =>
          addJobs(
            queues[stage],
            slice.map((job) => bulkJob(stage, job, settings)),
          ),
        );
      }
    },
    holding: (itemIds) => findHeld(line, prefix, itemIds),
    depths: () => readDepths(line, prefix),
    async close() {
      line.close();
      await Promise.all(STAGES.map((stage) => queues[stage].close().catch(() => undefined)));
    },
  };
}

/**
 * `skipVersionCheck` and `skipWaitingForReady` together: otherwise a queue made while Redis is away
 * keeps its rejected first connection for ever.
 */
function openQueues(connection: Redis, prefix: string): Record<Stage, Queue> {
  const open = (stage: Stage): Queue => {
    const streams = { events: { maxLen: MAX_EVENTS } };
    const queue = new Queue(stage, {
      connection,
      prefix,
      streams,
      skipVersionCheck: true,
      skipWaitingForReady: true,
    });
    queue.on('error', () => undefined);
    return queue;
  };
  return { fetch: open('fetch'), clean: open('clean'), dedupe: open('dedupe'), store: open('store') };
}

function bulkJob(stage: Stage, job: AnyJob, settings: JobsOptions) {
  const priority = PRIORITIES[stage] ?? 0;
  return { name: stage, data: job, opts: { ...settings, jobId: job.itemId, priority } };
}

/** One by itself goes without a pipeline: making one costs ioredis 0.1 ms where BullMQ's scripts are defined. */
async function addJobs(queue: Queue, jobs: ReturnType<typeof bulkJob>[]): Promise<unknown> {
  const [only] = jobs;
  if (jobs.length === 1 && only) return queue.add(only.name, only.data, only.opts);
  return queue.addBulk(jobs);
}

async function findHeld(line: Line, prefix: string, itemIds: readonly string[]): Promise<Set<string>> {
  const held = new Set<string>();
  for (const slice of slices(itemIds, HOLDING_SLICE)) {
    const operation = `Looking for ${slice.length} items in the queues`;
    const counts = await line.call(operation, async (redis) => {
      const pipeline = redis.pipeline();
      for (const id of slice) pipeline.exists(...STAGES.map((stage) => queueKey(prefix, stage, id)));
      return numbersOf(await pipeline.exec());
    });
    slice.forEach((id, i) => {
      if ((counts[i] ?? 0) > 0) held.add(id);
    });
  }
  return held;
}

async function readDepths(line: Line, prefix: string): Promise<Record<Stage, QueueDepth>> {
  const counts = await line.call('Counting the jobs of the queues', async (redis) => {
    const pipeline = redis.pipeline();
    for (const stage of STAGES) {
      pipeline.llen(queueKey(prefix, stage, 'wait'));
      pipeline.llen(queueKey(prefix, stage, 'paused'));
      pipeline.zcard(queueKey(prefix, stage, 'prioritized'));
      pipeline.llen(queueKey(prefix, stage, 'active'));
      pipeline.zcard(queueKey(prefix, stage, 'delayed'));
      pipeline.zcard(queueKey(prefix, stage, 'failed'));
    }
    return numbersOf(await pipeline.exec());
  });
  const depthOf = (stage: Stage): QueueDepth => {
    const at = STAGES.indexOf(stage) * 6;
    const [wait = 0, paused = 0, prioritized = 0, active = 0, delayed = 0, failed = 0] = counts.slice(
      at,
      at + 6,
    );
    return { waiting: wait + paused + prioritized, active, delayed, failed };
  };
  return {
    fetch: depthOf('fetch'),
    clean: depthOf('clean'),
    dedupe: depthOf('dedupe'),
    store: depthOf('store'),
  };
}

function numbersOf(replies: [Error | null, unknown][] | null): number[] {
  return (replies ?? []).map(([error, value]) => {
    if (error) throw error;
    return Number(value);
  });
}
