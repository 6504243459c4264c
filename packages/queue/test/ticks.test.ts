import { setTimeout as sleep } from 'node:timers/promises';
import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import { expect, it, onTestFinished } from 'vitest';
import { openTicks, type TicksOptions } from '../src/ticks.ts';
import { until } from './jobs.ts';

function clock(options: Partial<TicksOptions> = {}) {
  const { prefix = randomPrefix(), everyMs = 100 } = options;
  let heard = 0;
  const onTick = async () => {
    heard += 1;
    await options.onTick?.();
  };
  const ticks = openTicks({ connect: () => testRedis(), ...options, prefix, everyMs, onTick });
  onTestFinished(() => ticks.close(100));
  return { ...ticks, prefix, heard: () => heard };
}

/** Jobs of the clock that wait for their time or for somebody who hears them. */
async function held(prefix: string, redis = testRedis()): Promise<number> {
  const [waiting, delayed] = await Promise.all([
    redis.llen(`${prefix}:ticks:wait`),
    redis.zcard(`${prefix}:ticks:delayed`),
  ]);
  return waiting + delayed;
}

it('ticks at once and then on and on', async () => {
  const { set, heard, prefix } = clock();
  await set();
  await until(() => heard() >= 4);
  expect(await held(prefix)).toBeLessThanOrEqual(1);
});

it('ticks no faster when it is set again and again', async () => {
  const { set, heard, prefix } = clock({ everyMs: 60_000 });
  for (let i = 0; i < 5; i++) await set();
  await until(() => heard() >= 1);
  await until(async () => (await held(prefix)) === 1);
  expect(heard()).toBeLessThanOrEqual(5);
});

it('is heard by one of two listeners at a time', async () => {
  const one = clock();
  const other = clock({ prefix: one.prefix });
  await one.set();
  await until(() => one.heard() + other.heard() >= 10);
  const made = await testRedis().hget(`${one.prefix}:ticks:repeat:clock`, 'ic');
  expect(one.heard() + other.heard()).toBeLessThanOrEqual(Number(made));
});

it('leaves nothing to be heard when it is closed, also of a tick that nobody took', async () => {
  const { set, close, prefix, heard } = clock();
  await set();
  await until(() => heard() >= 1);
  await close(1_000);
  expect(await held(prefix)).toBe(0);
  expect(await testRedis().exists(`${prefix}:ticks:repeat:clock`)).toBe(0);
});

it('keeps one tick for a listener that was killed, and is set by the next without a second clock', async () => {
  const { set, heard, prefix } = clock({ everyMs: 50 });
  const redis = testRedis();
  const killed = openTicks({
    connect: () => testRedis(),
    prefix,
    everyMs: 50,
    onTick: () => new Promise(() => {}),
  });
  onTestFinished(() => killed.close(0));
  await killed.set();
  await sleep(500);
  expect(await held(prefix, redis)).toBeLessThanOrEqual(1);
  await set();
  await until(() => heard() >= 3);
  expect(await redis.zcard(`${prefix}:ticks:repeat`)).toBe(1);
});

it('ticks on after a tick that threw', async () => {
  const { set, heard } = clock({ onTick: () => Promise.reject(new Error('the database is full')) });
  await set();
  await until(() => heard() >= 3);
});

it('says in time that Redis is away, and ticks on when it is back with its data', async () => {
  const server = await startOwnServer();
  const { set, heard, close } = clock({ connect: () => server.connect(), deadlineMs: 500 });
  await set();
  await until(() => heard() >= 2);
  await server.kill();
  await expect(set()).rejects.toThrow(/Setting the clock of the polls failed at Redis/);
  await server.restart();
  const before = heard();
  await until(() => heard() > before + 2);
  await server.kill();
  await close(100);
});
