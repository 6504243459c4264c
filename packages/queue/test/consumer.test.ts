import { setTimeout as sleep } from 'node:timers/promises';
import { RetryError } from '@wirefold/contracts/outcome';
import type { Delivery, Settled } from '@wirefold/contracts/ports';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { Queue } from 'bullmq';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConsumeOptions, consume } from '../src/consumer.ts';
import { createTransport } from '../src/index.ts';
import { fetchJob, until } from './jobs.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const ended: Settled = { kind: 'ended' };

function bench(settings: { attempts?: number; backoffMs?: number } = {}) {
  const prefix = randomPrefix();
  const transport = createTransport({ connect: testRedis, prefix, backoffMs: 10, ...settings });
  const redis = testRedis();
  closers.push(
    () => transport.close(),
    () => redis.disconnect(),
  );
  const start = (handle: ConsumeOptions['handle'], more: Partial<ConsumeOptions> = {}) => {
    const consumer = consume({ stage: 'fetch', connect: testRedis, prefix, concurrency: 1, handle, ...more });
    closers.push(() => consumer.close(100));
    return consumer;
  };
  const empty = async () => {
    const { waiting, active, delayed, failed } = (await transport.depths()).fetch;
    return waiting + active + delayed + failed === 0;
  };
  return { prefix, transport, redis, start, empty };
}

describe('a consumer', () => {
  it('hands over the payload as it was sent, and leaves nothing behind when it has ended', async () => {
    const { transport, redis, prefix, start, empty } = bench({ attempts: 4 });
    const seen: Delivery[] = [];
    await transport.send('fetch', [fetchJob('tide')]);
    const consumer = start(async (delivery) => {
      seen.push(delivery);
      return ended;
    });
    await until(empty);
    const { itemId } = fetchJob('tide');
    expect(seen).toEqual([{ payload: fetchJob('tide'), jobId: itemId, attempt: 1, maxAttempts: 4 }]);
    expect(await transport.holding([itemId])).toEqual(new Set());
    expect(await redis.keys(`${prefix}*${itemId}*`)).toEqual([]);
    expect([consumer.done(), consumer.running(), consumer.connected()]).toEqual([1, 0, true]);
  });

  it('defers a job 20 times with 4 attempts at no cost, and then ends it', async () => {
    const { transport, start, empty } = bench({ attempts: 4 });
    await transport.send('fetch', [fetchJob('tide')]);
    const attempts: number[] = [];
    const consumer = start(async ({ attempt }) => {
      attempts.push(attempt);
      return attempts.length <= 20 ? { kind: 'deferred', delayMs: 5 } : ended;
    });
    await until(() => consumer.done() === 1);
    await until(empty);
    expect(attempts).toEqual(Array.from({ length: 21 }, () => 1));
  });

  it('holds a deferred job for the time that was said', async () => {
    const { transport, redis, prefix, start } = bench();
    await transport.send('fetch', [fetchJob('tide')]);
    const before = Date.now();
    start(async () => ({ kind: 'deferred', delayMs: 60_000 }));
    await until(async () => (await transport.depths()).fetch.delayed === 1);
    const score = await redis.zscore(`${prefix}:fetch:delayed`, fetchJob('tide').itemId);
    expect(Number(score) / 4_096).toBeGreaterThanOrEqual(before + 60_000);
    expect(await transport.holding([fetchJob('tide').itemId])).toEqual(new Set([fetchJob('tide').itemId]));
  });

  it('tries a job that throws as often as it may, then lets it go, so that it can be sent again', async () => {
    const { transport, start, empty } = bench({ attempts: 3 });
    await transport.send('fetch', [fetchJob('tide')]);
    const attempts: number[] = [];
    start(async ({ attempt, maxAttempts }) => {
      attempts.push(attempt);
      expect(maxAttempts).toBe(3);
      throw new Error('no luck');
    });
    await until(() => attempts.length === 3);
    await until(empty);
    await transport.send('fetch', [fetchJob('tide')]);
    await until(() => attempts.length === 6);
    await until(empty);
    expect(attempts).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('waits at least as long as a RetryError asks', async () => {
    const { transport, redis, prefix, start } = bench();
    await transport.send('fetch', [fetchJob('tide')]);
    const before = Date.now();
    start(async () => {
      throw new RetryError('server-error', 'busy', { retryAfterMs: 120_000 });
    });
    await until(async () => (await transport.depths()).fetch.delayed === 1);
    const score = await redis.zscore(`${prefix}:fetch:delayed`, fetchJob('tide').itemId);
    expect(Number(score) / 4_096).toBeGreaterThanOrEqual(before + 120_000);
  });

  it.each([['a string'], [undefined], [null], [{ message: 'plain' }]])(
    'lives when a handler throws %o',
    async (thrown) => {
      const { transport, start, empty } = bench({ attempts: 2 });
      await transport.send('fetch', [fetchJob('tide')]);
      let runs = 0;
      start(() => {
        runs += 1;
        return Promise.reject(thrown);
      });
      await until(() => runs === 2);
      await until(empty);
    },
  );

  it.each([
    ['null', null],
    ['a number', 7],
    ['a string', 'fetch this'],
    ['a list', [1, 2]],
    ['another version', { v: 2, itemId: 'it_a' }],
    ['a prototype in disguise', JSON.parse('{"__proto__":{"v":1}}')],
  ])('hands over a payload made by hand: %s', async (_, data) => {
    const { prefix, start, empty } = bench();
    const queue = new Queue('fetch', { connection: testRedis({ maxRetriesPerRequest: null }), prefix });
    closers.push(() => queue.close());
    await queue.add('a name of nobody', data);
    const seen: unknown[] = [];
    start(async ({ payload }) => {
      seen.push(payload);
      return ended;
    });
    await until(empty);
    expect(seen).toEqual([data]);
  });

  it('hands over a payload that is no JSON as text, and goes on with the next', async () => {
    const { prefix, redis, transport, start, empty } = bench();
    const { itemId } = fetchJob('broken');
    await transport.send('fetch', [fetchJob('broken'), fetchJob('sound')]);
    await redis.hset(`${prefix}:fetch:${itemId}`, 'data', '{"v":1,');
    const seen: unknown[] = [];
    start(async ({ payload }) => {
      seen.push(payload);
      return ended;
    });
    await until(empty);
    expect(seen).toEqual(['{"v":1,', fetchJob('sound')]);
  });

  it('keeps nothing of a job whose own options say that it is kept, and tries it once', async () => {
    const { prefix, start, redis } = bench();
    const queue = new Queue('fetch', { connection: testRedis({ maxRetriesPerRequest: null }), prefix });
    closers.push(() => queue.close());
    await queue.add('kept', {}, { jobId: 'it_kept', removeOnComplete: false, removeOnFail: false });
    await queue.add('failed', {}, { jobId: 'it_failed', removeOnComplete: false, removeOnFail: false });
    const seen: string[] = [];
    start(async ({ jobId, attempt, maxAttempts }) => {
      seen.push(`${jobId} ${attempt}/${maxAttempts}`);
      if (jobId === 'it_failed') throw new Error('no luck');
      return ended;
    });
    await until(
      async () => (await redis.exists(`${prefix}:fetch:it_kept`, `${prefix}:fetch:it_failed`)) === 0,
    );
    expect(seen).toEqual(['it_kept 1/1', 'it_failed 1/1']);
  });

  it('handles no more than its concurrency at once, and all in the end', async () => {
    const { transport, start } = bench();
    await transport.send(
      'fetch',
      Array.from({ length: 50 }, (_, n) => fetchJob(`page-${n}`)),
    );
    let atOnce = 0;
    let most = 0;
    const consumer = start(
      async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await sleep(2);
        atOnce -= 1;
        return ended;
      },
      { concurrency: 4 },
    );
    await until(() => consumer.done() === 50);
    expect(most).toBe(4);
  });
});

describe('closing a consumer', () => {
  it('lets the jobs at work end and takes no more', async () => {
    const { transport, start } = bench();
    await transport.send(
      'fetch',
      Array.from({ length: 6 }, (_, n) => fetchJob(`page-${n}`)),
    );
    const consumer = start(() => sleep(200).then(() => ended), { concurrency: 2 });
    await until(() => consumer.running() === 2);
    await consumer.close(5_000);
    expect([consumer.done(), consumer.running()]).toEqual([2, 0]);
    expect((await transport.depths()).fetch).toMatchObject({ waiting: 4, active: 0 });
  });

  it('gives a job back to the queue at once where it outlasts the grace, at no cost', async () => {
    const { transport, start } = bench();
    await transport.send('fetch', [fetchJob('endless')]);
    const consumer = start(() => new Promise(() => undefined));
    await until(() => consumer.running() === 1);
    await consumer.close(50);
    expect((await transport.depths()).fetch).toMatchObject({ waiting: 1, active: 0 });
    const attempts: number[] = [];
    const next = start(async ({ attempt }) => {
      attempts.push(attempt);
      return ended;
    });
    await until(() => next.done() === 1);
    expect(attempts).toEqual([1]);
  });

  it('gives back for good what is at work, takes nothing new meanwhile, and reports no trouble, with hands free', async () => {
    const { transport, start } = bench();
    const troubles: Error[] = [];
    const consumer = start(() => new Promise(() => undefined), {
      concurrency: 8,
      onError: (error) => troubles.push(error),
    });
    await consumer.ready();
    await transport.send('fetch', [fetchJob('endless')]);
    await until(() => consumer.running() === 1);
    const closing = consumer.close(500);
    await transport.send('fetch', [fetchJob('meanwhile')]);
    await closing;
    expect((await transport.depths()).fetch).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
    expect(troubles).toEqual([]);
  });

  it('is quick where nothing is at work, and can be asked twice', async () => {
    const { start } = bench();
    const consumer = start(async () => ended);
    await consumer.ready();
    await Promise.all([consumer.close(60_000), consumer.close(60_000)]);
  });
});
