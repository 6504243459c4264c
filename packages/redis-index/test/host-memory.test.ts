import { setTimeout as sleep } from 'node:timers/promises';
import { CONFORMANCE_BOUNDS, hostMemoryConformance } from '@wirefold/clean/testing/host-memory-conformance';
import type { PagePrints } from '@wirefold/contracts/article';
import { randomPrefix, testRedis } from '@wirefold/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRedisHostMemory } from '../src/index.ts';
import { packPrints, parsePrints } from '../src/pack-prints.ts';

hostMemoryConformance('Redis', async () => {
  const redis = testRedis();
  const memory = createRedisHostMemory({ redis, prefix: randomPrefix(), bounds: CONFORMANCE_BOUNDS });
  return {
    memory,
    pass: (seconds) => sleep(seconds * 1000),
    close: async () => redis.disconnect(),
  };
});

const BOUNDS = { pages: 5, hosts: 4, seconds: 3600 };
const pageOf = (name: string): PagePrints => ({
  ...{ page: name.padEnd(8, '-'), title: '', core: '' },
  ...{ kept: ['keptkept'], removed: ['removed1', 'removed2'] },
});

it('is one memory for several connections, and no pair of pages of one host misses both ways', async () => {
  const prefix = randomPrefix();
  const connections = Array.from({ length: 4 }, () => testRedis());
  const memories = connections.map((redis) =>
    createRedisHostMemory({ redis, prefix, bounds: { ...BOUNDS, pages: 40 } }),
  );
  const names = Array.from({ length: 40 }, (_, n) => `page${n}`);
  const found = await Promise.all(
    names.map((name, n) => memories[n % 4]?.meet('news.example', pageOf(name)) ?? Promise.resolve([])),
  );
  const pairs = found.flatMap((pages, n) =>
    pages.map(({ page }) => [pageOf(names[n] ?? '').page, page].sort().join()),
  );
  expect(new Set(pairs).size).toBe((40 * 39) / 2);
});

it('lets every key expire, and keeps no more of them than its bounds allow', async () => {
  const redis = testRedis();
  const prefix = randomPrefix();
  const memory = createRedisHostMemory({ redis, prefix, bounds: BOUNDS });
  for (let n = 0; n < 60; n++) await memory.meet(`host${n % 10}.example`, pageOf(`p${n}`));
  const keys = await redis.keys(`${prefix}:furniture:*`);
  expect(keys.filter((key) => key.includes(':p:')).length).toBe(4);
  expect(keys.length).toBeLessThanOrEqual(4 * 2 + 1);
  for (const key of keys) {
    const seconds = await redis.ttl(key);
    expect([key, seconds > 0 && seconds <= BOUNDS.seconds]).toEqual([key, true]);
  }
  await memory.clear();
  expect(await redis.keys(`${prefix}:furniture:*`)).toEqual([]);
});

it('gives back any prints', () => {
  const print = fc.oneof(
    fc.constant(''),
    fc
      .uint8Array({ minLength: 6, maxLength: 6 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'))
      .filter((one) => one !== 'AAAAAAAA'),
  );
  const prints = fc.record({
    page: print,
    title: print,
    core: print,
    kept: fc.array(print),
    removed: fc.array(print),
  });
  fc.assert(
    fc.property(prints, (page) => {
      expect(parsePrints(packPrints(page))).toEqual(page);
    }),
  );
});
