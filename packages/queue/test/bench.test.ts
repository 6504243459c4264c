import { testRedis } from '@wirefold/testing';
import { expect, it } from 'vitest';
import { benchChain } from '../src/bench.ts';

it('sends all jobs through the chain and leaves no key', async () => {
  expect(await benchChain({ connect: testRedis, jobs: 600, payloadBytes: 200 })).toBeGreaterThan(0);
  expect(await testRedis().keys('{wirefold-bench-*')).toEqual([]);
});
