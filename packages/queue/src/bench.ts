import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Connect, slices } from './names.ts';

/** Settings under which the figures of BASELINES were taken. */
const CONCURRENCY = 50;
const SLICE = 500;
const LINKS = ['one', 'two', 'three', 'four'] as const;

export interface ChainOptions {
  readonly connect: Connect;
  /** Jobs that go through all four queues. */
  readonly jobs: number;
  /** Bytes that each job carries by value. */
  readonly payloadBytes: number;
}

/**
 * The yardstick of `wirefold bench flow`: plain BullMQ, four queues in a chain, each worker adding to the
 * next queue and nothing else. Gives jobs a second over the whole chain, the first addBulk included.
 */
export async function benchChain({ connect, jobs, payloadBytes }: ChainOptions): Promise<number> {
  const prefix = `{wirefold-bench-${process.pid}-${Date.now()}}`;
  const opened: Redis[] = [];
  const open = (): Redis => {
    const redis = connect();
    redis.options.maxRetriesPerRequest = null;
    opened.push(redis);
    return redis;
  };
  const queues = LINKS.map((name) => new Queue(name, { connection: open(), prefix }));
  const opts = { removeOnComplete: true, removeOnFail: true };
  const chain = new Promise<Worker[]>((resolve) => {
    let left = jobs;
    const workers: Worker[] = LINKS.map((name, i) => {
      const next = queues[i + 1];
      const pass = async (job: { name: string; data: unknown }): Promise<void> => {
        if (next) await next.add(job.name, job.data, opts);
        else if (--left === 0) resolve(workers);
      };
      return new Worker(name, pass, { connection: open(), prefix, concurrency: CONCURRENCY });
    });
  });
  const body = 'x'.repeat(payloadBytes);
  const started = performance.now();
  const list = Array.from({ length: jobs }, () => ({ name: 'page', data: { body }, opts }));
  for (const slice of slices(list, SLICE)) await queues[0]?.addBulk([...slice]);
  const workers = await chain;
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(workers.map((worker) => worker.close()));
  await Promise.all(queues.map((queue) => queue.obliterate({ force: true })));
  await Promise.all(queues.map((queue) => queue.close()));
  for (const redis of opened) redis.disconnect();
  return jobs / seconds;
}
