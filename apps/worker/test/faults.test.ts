import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from '@wirefold/queue';
import { afterEach, expect, it } from 'vitest';
import { type Bench, expectedGrouping, layBench, untilEnded, untilFolded } from './load.ts';

let bench: Bench;
afterEach(async () => {
  for (const worker of bench.workers) worker.kill('SIGKILL');
  await Promise.allSettled(bench.workers);
});

function expectWhole(): void {
  expect(bench.faults()).toEqual([]);
  expect(bench.grouping()).toEqual(expectedGrouping());
}

const LONG = 240_000;

it('stores every article once, in its story, when nothing goes wrong', { timeout: LONG }, async () => {
  bench = await layBench();
  await bench.accept();
  bench.startWorker();
  await bench.drained();
  expectWhole();
});

it('adds not one row when the same input comes again', { timeout: LONG }, async () => {
  bench = await layBench();
  await bench.accept();
  bench.startWorker();
  await bench.drained();
  const before = bench.grouping();
  await bench.accept();
  await bench.drained();
  expect(bench.grouping()).toEqual(before);
  expectWhole();
});

it.each(['fetch', 'clean', 'dedupe', 'store'])(
  'comes to the same stories when the worker of %s is killed three times',
  { timeout: LONG },
  async (stage) => {
    bench = await layBench();
    await bench.accept();
    const others = ['fetch', 'clean', 'dedupe', 'store'].filter((each) => each !== stage);
    bench.startWorker(others.join());
    for (let kill = 0; kill < 3; kill++) {
      const victim = bench.startWorker(stage);
      await untilEnded(bench, 0.2 * (kill + 1));
      victim.kill('SIGKILL');
      await victim;
    }
    bench.startWorker(stage);
    await bench.drained();
    expectWhole();
  },
);

it('goes on by itself when Redis is killed and comes back', { timeout: LONG }, async () => {
  bench = await layBench();
  await bench.accept();
  bench.startWorker();
  await untilEnded(bench, 0.2);
  await bench.server.kill();
  await sleep(3_000);
  await bench.server.restart();
  await bench.drained();
  expectWhole();
});

it('comes to the same stories when Redis is emptied', { timeout: LONG }, async () => {
  bench = await layBench();
  await bench.accept();
  bench.startWorker();
  await untilEnded(bench, 0.2);
  await bench.server.connect().flushall();
  await bench.drained();
  await untilFolded(bench);
  expectWhole();
});

it('ends within its grace and with status 0 on SIGTERM under load, and another goes on', {
  timeout: LONG,
}, async () => {
  bench = await layBench();
  await bench.accept();
  const first = bench.startWorker();
  await untilEnded(bench, 0.2);
  first.kill('SIGTERM');
  const { exitCode } = await first;
  expect(exitCode).toBe(0);
  expect(bench.inFlight()).toBeGreaterThan(0);
  bench.startWorker();
  await bench.drained();
  expectWhole();
});

it('quarantines jobs made by hand or by another version, and goes on', { timeout: LONG }, async () => {
  bench = await layBench();
  await bench.accept();
  bench.startWorker();
  const transport = createTransport({
    connect: () => bench.server.connect(),
    prefix: bench.settings.redisPrefix,
  });
  const strange = [
    { itemId: 'made-by-hand', hello: 'world' },
    { v: 99, itemId: 'it_0123456789abcdef' },
  ];
  await transport.send('fetch', strange as never);
  await transport.close();
  await bench.drained();
  await expect
    .poll(() => bench?.quarantined(), { timeout: 30_000 })
    .toEqual({ 'bad-payload': 1, 'payload-version': 1 });
  expect(bench.grouping()).toEqual(expectedGrouping());
  expect(bench.faults()).toEqual([]);
});
