import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { startFaultyLine, startOwnServer } from '../src/index.ts';
import { getTestFile } from '../src/test-file.ts';

async function line() {
  const server = await startOwnServer({ appendOnly: false });
  const faulty = await startFaultyLine(String(server.options.path));
  const redis = new Redis({ ...faulty.options, retryStrategy: () => 10 });
  redis.on('error', () => {});
  getTestFile().endings.push(async () => redis.disconnect());
  await redis.ping();
  return { server, faulty, redis };
}

describe('startFaultyLine', () => {
  it('passes commands and large values through in order', async () => {
    const { redis } = await line();
    const value = 'ferry '.repeat(200_000);
    await redis.set('large', value);
    expect(await redis.get('large')).toBe(value);
    const counts = await Promise.all(Array.from({ length: 500 }, () => redis.incr('n')));
    expect(counts).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  it('delays by its latency: what is asked later without the line is answered first', async () => {
    const { server, redis, faulty } = await line();
    const direct = server.connect();
    await direct.ping();
    faulty.setLatency(500);
    const order: string[] = [];
    const delayed = redis.ping().then(() => order.push('through the line'));
    await direct.ping();
    order.push('direct');
    await delayed;
    expect(order).toEqual(['direct', 'through the line']);
  });

  it('lets a client come back after a reset', async () => {
    const { redis, faulty } = await line();
    const closed = new Promise((resolve) => redis.once('close', resolve));
    faulty.reset();
    await closed;
    expect(await redis.ping()).toBe('PONG');
  });

  it('lets nothing through while it holds, and everything after', async () => {
    const { server, redis, faulty } = await line();
    const direct = server.connect();
    faulty.hold();
    const answer = redis.incr('n');
    for (let look = 0; look < 100; look++) expect(await direct.get('n')).toBeNull();
    faulty.release();
    expect(await answer).toBe(1);
  });

  it('closes towards the client when the server dies', async () => {
    const { server, redis } = await line();
    const closed = new Promise((resolve) => redis.once('close', resolve));
    await server.kill();
    await closed;
    await server.restart();
    expect(await redis.ping()).toBe('PONG');
  });
});
