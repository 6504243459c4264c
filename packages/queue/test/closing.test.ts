import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type OwnServer, startOwnServer, startScript } from '@wirefold/testing';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { endForGood } from '../src/farewell.ts';
import { consume, createBodies, createTransport, openTicks } from '../src/index.ts';
import { fetchJob, until } from './jobs.ts';

const leaver = fileURLToPath(new URL('scripts/leaver.ts', import.meta.url));
const prefix = '{leaving}';
const closed = { name: 'TransportError', fault: 'closed' };

/** What a server says of its connections: those of now and all that it has ever had. */
async function connectionsOf(redis: Redis): Promise<{ now: number; ever: number }> {
  const list = String(await redis.client('LIST'))
    .trim()
    .split('\n');
  const [, ever] = (await redis.info('stats')).split('total_connections_received:');
  return { now: list.length, ever: Number.parseInt(ever ?? '', 10) };
}

async function watched(): Promise<{ server: OwnServer; observer: Redis }> {
  const server = await startOwnServer();
  const observer = server.connect();
  await observer.ping();
  return { server, observer };
}

describe('what is closed', () => {
  it('fails every later call at once, in words, and makes no new connection', async () => {
    const { server, observer } = await watched();
    const transport = createTransport({ connect: server.connect, prefix });
    const bodies = createBodies(server.connect, prefix);
    await Promise.all([transport.depths(), bodies.get('it_a', 'document')]);
    expect((await connectionsOf(observer)).now).toBe(3);
    await transport.close();
    bodies.close();
    await until(async () => (await connectionsOf(observer)).now === 1);
    const { ever } = await connectionsOf(observer);
    const calls = [
      () => transport.send('fetch', [fetchJob('tide')]),
      () => transport.send('fetch', ['ferry', 'pier'].map(fetchJob)),
      () => transport.holding(['it_a']),
      () => transport.depths(),
      () => bodies.put('it_a', 'document', Uint8Array.of(1)),
      () => bodies.get('it_a', 'document'),
      () => bodies.drop(['it_a']),
      () => bodies.usedMemory(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(closed);
    await expect(transport.depths()).rejects.toThrow(
      /^Counting the jobs of the queues failed at Redis .*redis\.sock: the connection was closed\. Nothing is to be done/,
    );
    await sleep(100);
    expect(await connectionsOf(observer)).toEqual({ now: 1, ever });
  });

  it('can be closed twice, and before its connection was made', async () => {
    const { server, observer } = await watched();
    const transport = createTransport({ connect: server.connect, prefix });
    const bodies = createBodies(server.connect, prefix);
    bodies.close();
    bodies.close();
    await Promise.all([transport.close(), transport.close()]);
    await expect(bodies.get('it_a', 'document')).rejects.toMatchObject(closed);
    await expect(transport.depths()).rejects.toMatchObject(closed);
    await until(async () => (await connectionsOf(observer)).now === 1);
  });

  it('ends the calls that wait for a Redis that is away, and does not come back with it', async () => {
    const server = await startOwnServer();
    const lines: Redis[] = [];
    const connect = (): Redis => {
      const redis = server.connect();
      lines.push(redis);
      return redis;
    };
    const transport = createTransport({ connect, prefix });
    const bodies = createBodies(connect, prefix);
    await Promise.all([transport.depths(), bodies.usedMemory()]);
    await server.kill();
    await until(() => lines.every(({ status }) => status !== 'ready'));
    const calls = [transport.depths(), transport.send('fetch', [fetchJob('tide')]), bodies.usedMemory()];
    const outcomes = Promise.allSettled(calls);
    await transport.close();
    bodies.close();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: closed });
    await server.restart();
    const observer = server.connect();
    const { ever } = await connectionsOf(observer);
    await expect(transport.depths()).rejects.toMatchObject(closed);
    await sleep(300);
    expect(await connectionsOf(observer)).toEqual({ now: 1, ever });
  });

  it('ends the calls that a silent Redis has not answered, long before their deadline', async () => {
    const server = await startOwnServer();
    const bodies = createBodies(server.connect, prefix, { deadlineMs: 600_000 });
    await bodies.usedMemory();
    server.freeze();
    const call = bodies.usedMemory();
    await sleep(50);
    bodies.close();
    await expect(call).rejects.toMatchObject(closed);
    server.thaw();
  });

  it('sets no clock any more', async () => {
    const { server, observer } = await watched();
    const ticks = openTicks({ connect: server.connect, prefix, everyMs: 60_000, onTick: async () => {} });
    await ticks.set();
    await ticks.close(1_000);
    await until(async () => (await connectionsOf(observer)).now === 1);
    await expect(ticks.set()).rejects.toMatchObject(closed);
    expect(await observer.exists(`${prefix}:ticks:repeat:clock`)).toBe(0);
  });
});

describe('a connection that is ended for good', () => {
  it.each(['there', 'away'])('stays so, whoever asks it to connect, with Redis %s', async (redisIs) => {
    const server = await startOwnServer();
    const redis = server.connect({ retryStrategy: () => 50, maxRetriesPerRequest: null });
    await redis.ping();
    if (redisIs === 'away') {
      await server.kill();
      await until(() => redis.status === 'reconnecting');
    }
    endForGood(redis);
    await expect(redis.connect()).rejects.toThrow('Connection is closed.');
    await expect(redis.ping()).rejects.toThrow();
    if (redisIs === 'away') await server.restart();
    const observer = server.connect();
    await sleep(200);
    await until(async () => (await connectionsOf(observer)).now === 1);
  });
});

describe('a consumer that is closed', () => {
  it('while it waits for its first connection, is not ready, and does not connect when Redis comes', async () => {
    const server = await startOwnServer();
    await server.kill();
    const consumer = consume({
      ...{ stage: 'fetch', connect: server.connect, prefix, concurrency: 1 },
      handle: async () => ({ kind: 'ended' }),
    });
    const ready = consumer.ready().catch((error: unknown) => error);
    await consumer.close(50);
    expect(await ready).toMatchObject(closed);
    await server.restart();
    const observer = server.connect();
    const { ever } = await connectionsOf(observer);
    await sleep(1_500);
    expect(await connectionsOf(observer)).toEqual({ now: 1, ever });
  });
});

describe('a process that leaves', () => {
  const late = ['ready', 'closed', 'closed', 'closed', 'closed'];
  it.each([
    ['while a job is at work, when that has ended', 'busy', 'there', late],
    ['while a job is at work and Redis is away, when that has ended', 'busy', 'away', late],
    ['while nothing is at work', 'idle', 'there', ['ready']],
    ['while nothing is at work and Redis is away', 'idle', 'away', ['ready']],
  ])('%s, ends', async (_, work, redisIs, said) => {
    const { server, observer } = await watched();
    const child = startScript(leaver, [server.options.path ?? '', prefix, work, redisIs]);
    if (redisIs === 'away') child.stdout.once('data', () => void server.kill());
    const { exitCode, stdout } = await child;
    expect(stdout.split('\n')).toEqual(said);
    expect(exitCode).toBe(0);
    if (redisIs === 'away') return;
    expect((await connectionsOf(observer)).now).toBe(1);
    expect(await observer.zcard(`${prefix}:fetch:prioritized`)).toBe(work === 'busy' ? 1 : 0);
  });
});
