import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Settled } from '@wirefold/contracts/ports';
import { randomPrefix, startOwnServer, startScript, testRedis, testRedisOptions } from '@wirefold/testing';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConsumeOptions, consume } from '../src/consumer.ts';
import { createTransport } from '../src/index.ts';
import type { Connect } from '../src/names.ts';
import type { Shift } from '../src/shift.ts';
import { examine } from '../src/watchdog.ts';
import { fetchJob, until } from './jobs.ts';
import { startProxy } from './proxy.ts';

const workerScript = fileURLToPath(new URL('scripts/worker.ts', import.meta.url));
const ended: Settled = { kind: 'ended' };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function bench(connect: Connect, prefix = randomPrefix()) {
  const transport = createTransport({ connect, prefix, backoffMs: 10 });
  closers.push(() => transport.close());
  const start = (handle: ConsumeOptions['handle'], more: Partial<ConsumeOptions> = {}) => {
    const timing = { lockMs: 600, stalledMs: 200, quietMs: 2_000 };
    const consumer = consume({ stage: 'fetch', connect, prefix, concurrency: 1, handle, ...timing, ...more });
    closers.push(() => consumer.close(100));
    return consumer;
  };
  const drained = async () => {
    const depths = await transport.depths().catch(() => null);
    return depths !== null && depths.fetch.waiting + depths.fetch.active + depths.fetch.delayed === 0;
  };
  return { prefix, transport, start, drained };
}

describe('a worker that fails', () => {
  it.each([1, 3])(
    'killed %i times on one job, leaves it to another, at no cost of attempts',
    async (kills) => {
      const { prefix, transport, start, drained } = bench(testRedis);
      const notes = testRedis();
      await transport.send('fetch', [fetchJob('tide')]);
      for (let kill = 1; kill <= kills; kill++) {
        const child = startScript(workerScript, [notes.options.path ?? '', prefix, '600000']);
        await until(async () => (await notes.llen(`${prefix}:runs`)) === kill);
        child.kill('SIGKILL');
        await child;
      }
      const attempts: number[] = [];
      start(async ({ attempt }) => {
        attempts.push(attempt);
        return ended;
      });
      await until(() => attempts.length > 0);
      await until(drained);
      expect(attempts).toEqual([1]);
      notes.disconnect();
    },
  );

  it('stopped past its lock and resumed, gives two runs of one job, and lives', async () => {
    const { prefix, transport, start, drained } = bench(testRedis);
    const notes = testRedis();
    const slow = startScript(workerScript, [notes.options.path ?? '', prefix, '300']);
    await transport.send('fetch', [fetchJob('ferry')]);
    await until(async () => (await notes.llen(`${prefix}:runs`)) === 1);
    slow.kill('SIGSTOP');
    let runs = 0;
    start(async () => {
      runs += 1;
      return ended;
    });
    await until(() => runs === 1);
    slow.kill('SIGCONT');
    await until(async () => (await notes.llen(`${prefix}:ends`)) === 1);
    await until(drained);
    expect(slow.exitCode).toBeNull();
    expect(runs).toBe(1);
    notes.disconnect();
  });
});

describe('a Redis that fails', () => {
  it('killed and started again, is gone on with by the same consumer, and all jobs end', async () => {
    const server = await startOwnServer();
    const { transport, start, drained } = bench(server.connect);
    const jobs = Array.from({ length: 40 }, (_, n) => fetchJob(`page-${n}`));
    await transport.send('fetch', jobs);
    await sleep(1_200);
    const seen = new Set<string>();
    const troubles: string[] = [];
    const consumer = start(
      async ({ jobId }) => {
        seen.add(jobId);
        await sleep(20);
        return ended;
      },
      { onError: (error) => troubles.push(error.message) },
    );
    await until(() => seen.size >= 5);
    await server.kill();
    await until(() => !consumer.connected());
    await sleep(1_000);
    expect(troubles.length).toBe(1);
    await server.restart();
    await until(() => seen.size === jobs.length);
    await until(drained);
    await transport.send('fetch', [fetchJob('after')]);
    await until(() => seen.size === jobs.length + 1);
  });

  it('goes on after FLUSHALL with what is sent anew', async () => {
    const server = await startOwnServer();
    const { transport, start } = bench(server.connect);
    const consumer = start(async () => ended);
    await transport.send('fetch', [fetchJob('before')]);
    await until(() => consumer.done() === 1);
    await server.connect().flushall();
    await transport.send('fetch', [fetchJob('before'), fetchJob('after')]);
    await until(() => consumer.done() === 3);
  });

  it('is let go of in bounded time where it is gone when the consumer closes', async () => {
    const server = await startOwnServer();
    const { transport, start } = bench(server.connect);
    const consumer = start(() => new Promise(() => undefined));
    await transport.send('fetch', [fetchJob('endless')]);
    await until(() => consumer.running() === 1);
    await server.kill();
    await consumer.close(50);
    expect(consumer.connected()).toBe(false);
  });

  it('takes no worker with it where the worker starts first', async () => {
    const server = await startOwnServer();
    await server.kill();
    const { transport, start } = bench(server.connect);
    const consumer = start(async () => ended);
    await sleep(300);
    await server.restart();
    await consumer.ready();
    await transport.send('fetch', [fetchJob('tide')]);
    await until(() => consumer.done() === 1);
  });
});

describe('a network that fails', () => {
  it('with 50 ms of latency each way and resets, lets all jobs end', async () => {
    const server = await startOwnServer();
    const proxy = await startProxy(server.options.path ?? '', 50);
    closers.push(() => proxy.close());
    const connect = () => server.connect({ path: '', host: '127.0.0.1', port: proxy.port });
    const { transport, start, drained } = bench(server.connect, '{far}');
    const seen = new Set<string>();
    await transport.send(
      'fetch',
      Array.from({ length: 30 }, (_, n) => fetchJob(`page-${n}`)),
    );
    start(
      async ({ jobId }) => {
        seen.add(jobId);
        return ended;
      },
      { connect, concurrency: 8 },
    );
    await until(() => seen.size >= 8);
    proxy.reset();
    await until(() => seen.size >= 16);
    proxy.reset();
    await until(() => seen.size === 30);
    await until(drained);
  });

  it('that goes silent without closing, is left for a new connection', async () => {
    const server = await startOwnServer();
    const proxy = await startProxy(server.options.path ?? '', 0);
    closers.push(() => proxy.close());
    const connect = () => server.connect({ path: '', host: '127.0.0.1', port: proxy.port });
    const { transport, start } = bench(server.connect, '{mute}');
    const troubles: string[] = [];
    const consumer = start(async () => ended, {
      connect,
      quietMs: 400,
      onError: (error) => troubles.push(error.message),
    });
    await consumer.ready();
    proxy.mute();
    await transport.send('fetch', [fetchJob('tide')]);
    await until(() => consumer.done() === 1);
    expect(troubles.join()).toContain('is mute: it is made anew');
  });

  it('whose connection was ended by hand, gets a new worker', async () => {
    const connections: Redis[] = [];
    const connect = () => {
      const redis = new Redis(testRedisOptions());
      connections.push(redis);
      return redis;
    };
    const { transport, start } = bench(testRedis);
    const consumer = start(async () => ended, { connect, quietMs: 200 });
    await consumer.ready();
    connections[0]?.disconnect();
    await transport.send('fetch', [fetchJob('tide')]);
    await until(() => consumer.done() === 1);
    expect(connections.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the watchdog', () => {
  it('calls a worker asleep where jobs wait and it has hands free, and not otherwise', async () => {
    const { prefix, transport } = bench(testRedis);
    const redis = testRedis();
    await redis.ping();
    const target = { stage: 'fetch', prefix, concurrency: 2, quietMs: 1_000 } as const;
    const shift = (running: number, quietForMs: number): Shift => ({
      redis,
      running: () => running,
      lastTakenAt: () => performance.now() - quietForMs,
      ready: async () => undefined,
      end: async () => undefined,
    });
    expect(await examine(shift(0, 5_000), target)).toBe('well');
    await transport.send('fetch', [fetchJob('tide')]);
    expect(await examine(shift(0, 5_000), target)).toBe('asleep');
    expect(await examine(shift(1, 5_000), target)).toBe('asleep');
    expect(await examine(shift(2, 5_000), target)).toBe('well');
    expect(await examine(shift(0, 500), target)).toBe('well');
    await redis.hset(`${prefix}:fetch:meta`, 'paused', 1);
    expect(await examine(shift(0, 5_000), target)).toBe('well');
    redis.disconnect();
    await until(() => redis.status === 'end');
    expect(await examine(shift(0, 0), target)).toBe('gone');
  });
});
