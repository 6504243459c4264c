import type { FetchJob } from '@wirefold/contracts/jobs';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import { type Consumer, consume, createTransport } from '@wirefold/queue';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createCounters } from '../src/counters.ts';
import { runDelivery, type StageBetween } from '../src/stage-shell.ts';

type Run = StageBetween<'fetch', Uint8Array, string>['run'];

const job: FetchJob = {
  ...{ v: 1, itemId: 'it_0000000000000001', articleId: 'ar_0000000000000001', source: 'gazette.example' },
  ...{ url: 'https://gazette.example/lighthouse', kind: 'page', kindForced: false },
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Runs a stage on one delivery and gives what the store would be told. */
async function endOf(run: Run, payload: unknown, attempt = 1): Promise<Record<string, unknown>> {
  const prefix = randomPrefix();
  const connect = () => testRedis({ maxRetriesPerRequest: null });
  const transport = createTransport({ connect: () => testRedis(), prefix });
  closing.push(() => transport.close());
  const between: StageBetween<'fetch', Uint8Array, string> = {
    stage: 'fetch',
    load: async () => new Uint8Array(),
    run,
    save: async () => {
      throw new Error('nothing is saved of a stage that failed');
    },
  };
  const parts = { transport, counters: createCounters() };
  const settled = await runDelivery(between, parts, {
    payload,
    ...{ jobId: 'it_0000000000000001', attempt, maxAttempts: 3 },
  });
  expect(settled).toEqual({ kind: 'ended' });
  return new Promise((resolve) => {
    const consumer: Consumer = consume({
      ...{ stage: 'store', connect, prefix, concurrency: 1 },
      handle: async (delivery) => {
        resolve(delivery.payload as Record<string, unknown>);
        return { kind: 'ended' };
      },
    });
    closing.push(() => consumer.close(1_000));
  });
}

const failing =
  (error: unknown): Run =>
  async () => {
    throw error;
  };

describe('the shell of a stage ends an item in quarantine', () => {
  it.each([
    ['a job made by hand', { hello: 'world' }, 'bad-payload'],
    ['a job that is no object', 7, 'bad-payload'],
    ['a job of another version', { ...job, v: 99 }, 'payload-version'],
  ])('for %s', async (_, payload, reason) => {
    expect(await endOf(failing(new Error('it must not run')), payload)).toMatchObject({
      ...{ end: 'quarantined', stage: 'fetch', reason, itemId: expect.stringMatching(/^it_/) },
    });
  });

  it.each([
    ['an error that nobody foresaw, at its last attempt', new Error('a wheel came off'), 3, 'stage-threw'],
    ['what is no error at all, at its last attempt', 'a wheel', 3, 'stage-threw'],
    ['a failure that may pass, at its last attempt', new RetryError('timeout', 'too slow'), 3, 'timeout'],
    [
      'a failure that cannot pass, at the first',
      new QuarantineError('clean-memory', 'full'),
      1,
      'clean-memory',
    ],
  ])('for %s', async (_, error, attempt, reason) => {
    const end = await endOf(failing(error), job, attempt);
    expect(end).toMatchObject({ end: 'quarantined', stage: 'fetch', reason, attempts: attempt });
    expect(end.detail).toContain(error instanceof Error ? error.message : String(error));
  });
});

it('throws on what may pass while attempts are left, so that it is tried again', async () => {
  await expect(endOf(failing(new Error('a wheel came off')), job, 2)).rejects.toThrow('a wheel came off');
});
