import type { Signature } from '@wirefold/contracts/evidence';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { createRedisIndex } from '../src/index.ts';

const CLIENTS = 8;
const TEXT = {
  day: 20_100,
  exactKey: '00112233445566778',
  fingerprints: Array.from({ length: 60 }, (_, n) => n * 7_919),
  termKeys: Array.from({ length: 40 }, (_, n) => n * 104_729),
  sketch: new Uint8Array(800).fill(7),
};
const twin = (n: number): Signature => ({ ...TEXT, articleId: `ar_${String(n).padStart(20, '0')}` });

/** Registers the twins of these numbers, off one line by all clients; gives what each found. */
async function registerAll(
  clients: readonly Redis[],
  prefix: string,
  numbers: number[],
): Promise<string[][]> {
  const found: string[][] = [];
  await Promise.all(
    clients.map(async (redis) => {
      const index = createRedisIndex({ redis, prefix, rule: DEFAULT_RULE });
      for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
        found.push((await index.registerAndFind(twin(n))).map(({ articleId }) => articleId));
      }
    }),
  );
  return found;
}

const figure = (info: string, name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
const numbersFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);

it('takes 30,000 twins from 8 clients at once, each finding one at most, at equal cost for the first and the last', async () => {
  const server = await startOwnServer();
  const clients = Array.from({ length: CLIENTS }, () => server.connect());
  const [redis] = clients;
  if (redis === undefined) throw new Error('There is no client');
  const costOf = async (numbers: number[]) => {
    const sent = async () => figure(await redis.info('stats'), 'total_net_output_bytes');
    const called = async () =>
      [...(await redis.info('commandstats')).matchAll(/:calls=(\d+)/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
    const before = [await sent(), await called()] as const;
    const found = await registerAll(clients, '{twins}', numbers);
    return { found, bytes: (await sent()) - before[0], calls: (await called()) - before[1] };
  };
  const early = await costOf(numbersFrom(0, 1_000));
  const middle = await costOf(numbersFrom(1_000, 28_000));
  const late = await costOf(numbersFrom(29_000, 1_000));
  const found = [...early.found, ...middle.found, ...late.found];
  expect(found.filter((ids) => ids.length === 0)).toHaveLength(1);
  expect(new Set(found.flat()).size).toBe(1);
  expect(Math.max(...found.map((ids) => ids.length))).toBe(1);
  expect(late.bytes).toBeLessThan(1.1 * early.bytes);
  expect(late.calls).toBeLessThan(1.1 * early.calls);
  const index = createRedisIndex({ redis, prefix: '{twins}', rule: DEFAULT_RULE });
  expect(await index.size()).toBe(30_000);
  const keys = await redis.keys('{twins}:*');
  const bytes = await Promise.all(keys.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)));
  // An id of 23 bytes among them.
  expect(bytes.reduce<number>((sum, size) => sum + Number(size), 0) / 30_000).toBeLessThan(140);
}, 240_000);

it('lets one of 8 twins that come at once be found by the 7 others, 100 times over', async () => {
  const clients = Array.from({ length: CLIENTS }, () => testRedis());
  for (let round = 0; round < 100; round++) {
    const found = await registerAll(clients, randomPrefix(), numbersFrom(0, CLIENTS));
    expect(found.filter((ids) => ids.length === 0)).toHaveLength(1);
    expect(new Set(found.flat()).size).toBe(1);
    expect(found.flat()).toHaveLength(CLIENTS - 1);
  }
  for (const client of clients) client.disconnect();
});
