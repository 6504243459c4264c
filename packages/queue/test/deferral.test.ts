import type { Settled } from '@wirefold/contracts/ports';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { ConsumeOptions } from '../src/consumer.ts';
import { consume, createTransport } from '../src/index.ts';
import { fetchJob, until } from './jobs.ts';

const ended: Settled = { kind: 'ended' };
const idOf = (name: string): string => fetchJob(name).itemId;

function bench() {
  const prefix = randomPrefix();
  const transport = createTransport({ connect: testRedis, prefix, backoffMs: 10 });
  onTestFinished(() => transport.close());
  const start = (handle: ConsumeOptions['handle']) => {
    const consumer = consume({ stage: 'fetch', connect: testRedis, prefix, concurrency: 1, handle });
    onTestFinished(() => consumer.close(100));
    return consumer;
  };
  const key = (part: string): string => `${prefix}:fetch:${part}`;
  return { transport, start, key, redis: testRedis(), depths: async () => (await transport.depths()).fetch };
}

it('brings a job back before all that were never tried, then behind them, and so on in turns', async () => {
  const { transport, start } = bench();
  const others = Array.from({ length: 5 }, (_, n) => idOf(`other-${n}`));
  await transport.send('fetch', ['late', ...others.map((_, n) => `other-${n}`)].map(fetchJob));
  const tried: string[] = [];
  let deferrals = 0;
  start(async ({ jobId }) => {
    tried.push(jobId);
    if (jobId !== idOf('late') || deferrals === 3) return ended;
    deferrals += 1;
    return { kind: 'deferred', delayMs: 0 };
  });
  await until(() => tried.length === 9);
  const late = idOf('late');
  expect(tried).toEqual([late, late, ...others, late, late]);
});

it('reaches what is new after at most two tries of each job before it, however often those are put off', async () => {
  const { transport, start } = bench();
  const crowd = Array.from({ length: 10 }, (_, n) => fetchJob(`crowd-${n}`));
  await transport.send('fetch', crowd);
  let tries = 0;
  let triesAtNew: number | null = null;
  start(async ({ jobId }) => {
    if (jobId === idOf('new')) {
      triesAtNew = tries;
      return ended;
    }
    tries += 1;
    return { kind: 'deferred', delayMs: 0 };
  });
  await until(() => tries >= 35);
  await transport.send('fetch', [fetchJob('new')]);
  const triesWhenSent = tries;
  await until(() => triesAtNew !== null);
  expect(Number(triesAtNew) - triesWhenSent).toBeLessThanOrEqual(2 * crowd.length);
});

it('writes nothing of a job that was removed while it was at work', async () => {
  const { transport, start, key, redis } = bench();
  await transport.send('fetch', ['gone', 'next'].map(fetchJob));
  const id = idOf('gone');
  const consumer = start(async ({ jobId }) => {
    if (jobId !== id) return ended;
    await redis
      .multi()
      .del(key(id), key(`${id}:lock`))
      .lrem(key('active'), 0, id)
      .exec();
    return { kind: 'deferred', delayMs: 60_000 };
  });
  await until(() => consumer.done() === 1);
  expect(await transport.holding([id])).toEqual(new Set());
  expect(await transport.depths()).toMatchObject({ fetch: { waiting: 0, delayed: 0 } });
});

it('writes nothing of a job that another worker has taken over', async () => {
  const { transport, start, key, redis } = bench();
  await transport.send('fetch', ['taken', 'next'].map(fetchJob));
  const id = idOf('taken');
  const consumer = start(async ({ jobId }) => {
    if (jobId !== id) return ended;
    await redis.set(key(`${id}:lock`), 'of another worker', 'PX', 60_000);
    return { kind: 'deferred', delayMs: 60_000 };
  });
  await until(() => consumer.done() === 1);
  expect(await redis.hmget(key(id), 'priority', 'delay')).toEqual(['1', '0']);
  expect(await redis.lrange(key('active'), 0, -1)).toEqual([id]);
  expect(await redis.zscore(key('delayed'), id)).toBeNull();
});

it('counts jobs as waiting before they are tried, as delayed while they are put off, and leaves nothing of them', async () => {
  const { transport, start, depths, key, redis } = bench();
  await transport.send('fetch', ['tide', 'ferry', 'pier'].map(fetchJob));
  expect(await depths()).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
  let isOver = false;
  const consumer = start(async () => (isOver ? ended : { kind: 'deferred', delayMs: 300 }));
  await until(async () => (await depths()).delayed === 3);
  expect(await depths()).toEqual({ waiting: 0, active: 0, delayed: 3, failed: 0 });
  isOver = true;
  await until(() => consumer.done() === 3);
  await until(async () => (await redis.keys(key('it_*'))).length === 0);
  expect(await depths()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
});

it('wakes a worker that waits for the job of one that leaves', async () => {
  const { transport, start, depths, key, redis } = bench();
  await transport.send('fetch', [fetchJob('endless')]);
  const consumer = start(() => new Promise(() => undefined));
  await until(() => consumer.running() === 1);
  await redis.del(key('marker'));
  await consumer.close(50);
  expect(await depths()).toMatchObject({ waiting: 1, active: 0 });
  expect(await redis.zrange(key('marker'), 0, -1)).toEqual(['0']);
});

it('leaves the order of jobs alone that were sent without a priority, as by an earlier program', async () => {
  const { transport, start, key, redis } = bench();
  await transport.send('clean', [{ ...fetchJob('plain') } as never]);
  const id = idOf('plain');
  await redis.rename(key(id).replace('fetch', 'clean'), key(id));
  await redis.rename(key('wait').replace('fetch', 'clean'), key('wait'));
  let tries = 0;
  const consumer = start(async () => {
    tries += 1;
    return tries < 4 ? { kind: 'deferred', delayMs: tries === 3 ? 60_000 : 0 } : ended;
  });
  await until(async () => tries === 3 && (await redis.zcard(key('delayed'))) === 1);
  expect(await redis.hget(key(id), 'priority')).toBe('0');
  expect(consumer.done()).toBe(0);
});
