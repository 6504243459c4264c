import type { QueueDepth } from '@wirefold/contracts/ports';
import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { consume, createBodies, createGate, createTransport, TransportError } from '../src/index.ts';
import { fetchJob } from './jobs.ts';

const GIGABYTE = 2 ** 30;
const closers: (() => unknown)[] = [];
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
});

function parts(prefix: string) {
  const transport = createTransport({ connect: testRedis, prefix });
  const bodies = createBodies(testRedis, prefix);
  closers.push(
    () => transport.close(),
    () => bodies.close(),
  );
  return { transport, bodies };
}

const jobs = (count: number) => Array.from({ length: count }, (_, n) => fetchJob(`page-${n}`));

describe('a gate', () => {
  it('lets through what is under the mark', async () => {
    const gate = createGate({ ...parts(randomPrefix()), maxInFlight: 10, maxBytes: GIGABYTE });
    await gate.pass();
    await gate.pass(undefined, 9);
  });

  it('waits at the mark and opens when the queues have drained below it', async () => {
    const prefix = randomPrefix();
    const { transport, bodies } = parts(prefix);
    const gate = createGate({ transport, bodies, maxInFlight: 5, maxBytes: GIGABYTE });
    await transport.send('fetch', jobs(5));
    const impatient = AbortSignal.timeout(300);
    await expect(gate.pass(impatient)).rejects.toMatchObject({
      name: expect.stringMatching(/Abort|Timeout/),
    });
    const consumer = consume({
      stage: 'fetch',
      connect: testRedis,
      prefix,
      concurrency: 2,
      handle: async () => ({ kind: 'ended' }),
    });
    closers.push(() => consumer.close(100));
    await gate.pass();
    expect((await transport.depths()).fetch.waiting).toBeLessThan(5);
  });

  it('waits while Redis uses more memory than the mark', async () => {
    const gate = createGate({ ...parts(randomPrefix()), maxInFlight: 10, maxBytes: 1 });
    await expect(gate.pass(AbortSignal.timeout(200))).rejects.toThrow();
  });

  it('lets a batch larger than the mark through empty queues only', async () => {
    const { transport, bodies } = parts(randomPrefix());
    const gate = createGate({ transport, bodies, maxInFlight: 5, maxBytes: GIGABYTE });
    await gate.pass(undefined, 50);
    await transport.send('fetch', jobs(1));
    const next = createGate({ transport, bodies, maxInFlight: 5, maxBytes: GIGABYTE });
    await expect(next.pass(AbortSignal.timeout(200), 50)).rejects.toThrow();
  });

  it('waits out a Redis that is full, and does what was asked when there is memory again', async () => {
    const server = await startOwnServer({ args: ['--maxmemory', '4mb', '--maxmemory-policy', 'noeviction'] });
    const transport = createTransport({ connect: server.connect });
    const bodies = createBodies(server.connect);
    closers.push(
      () => transport.close(),
      () => bodies.close(),
    );
    const gate = createGate({ transport, bodies, maxInFlight: 1_000_000, maxBytes: GIGABYTE });
    const admin = server.connect();
    await admin.setrange('ballast', 2_500_000, 'x');
    const sending = gate.through(() => transport.send('fetch', jobs(10)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await transport.depths()).fetch.waiting).toBe(0);
    await admin.del('ballast');
    await sending;
    expect((await transport.depths()).fetch.waiting).toBe(10);
  });

  it('acts again where Redis runs out of memory between the look and the act', async () => {
    const none: QueueDepth = { waiting: 0, active: 0, delayed: 0, failed: 0 };
    const depths = async () => ({ fetch: none, clean: none, dedupe: none, store: none });
    const usedMemory = async () => ({ usedBytes: 1, limitBytes: null });
    const gate = createGate({ transport: { depths }, bodies: { usedMemory }, maxInFlight: 5, maxBytes: 10 });
    let calls = 0;
    const done = await gate.through(async () => {
      calls += 1;
      if (calls < 3) throw new TransportError('out-of-memory', 'Sending', 'here', 'OOM');
      return 'sent';
    });
    expect([done, calls]).toEqual(['sent', 3]);
    await expect(gate.through(() => Promise.reject(new Error('else')))).rejects.toThrow('else');
  });
});
