import { randomPrefix, startOwnServer, testRedis } from '@wirefold/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport, type RedisTransport, TransportError } from '../src/index.ts';
import { fetchJob } from './jobs.ts';

const opened: RedisTransport[] = [];
function transportOn(options: Parameters<typeof createTransport>[0]): RedisTransport {
  const transport = createTransport(options);
  opened.push(transport);
  return transport;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

describe('a transport', () => {
  it('holds what it was sent, in the queue it was sent to, and nothing else', async () => {
    const transport = transportOn({ connect: testRedis, prefix: randomPrefix() });
    const jobs = ['tide', 'ferry', 'pier'].map(fetchJob);
    await transport.send('fetch', jobs);
    const held = await transport.holding([...jobs.map((job) => job.itemId), 'it_stranger']);
    expect([...held].sort()).toEqual(jobs.map((job) => job.itemId).sort());
    const depths = await transport.depths();
    expect(depths.fetch).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
    expect(depths.store.waiting).toBe(0);
  });

  it('ignores a job of an item that the queue still holds', async () => {
    const transport = transportOn({ connect: testRedis, prefix: randomPrefix() });
    await transport.send('fetch', [fetchJob('tide'), fetchJob('tide')]);
    await transport.send('fetch', [fetchJob('tide')]);
    expect((await transport.depths()).fetch.waiting).toBe(1);
  });

  it('sends and finds more jobs than fit one slice', async () => {
    const transport = transportOn({ connect: testRedis, prefix: randomPrefix() });
    const jobs = Array.from({ length: 2_501 }, (_, n) => fetchJob(`page-${n}`));
    await transport.send('fetch', jobs);
    expect((await transport.holding(jobs.map((job) => job.itemId))).size).toBe(2_501);
    expect((await transport.depths()).fetch.waiting).toBe(2_501);
  });

  it('does nothing for empty lists', async () => {
    const transport = transportOn({ connect: testRedis, prefix: randomPrefix() });
    await transport.send('fetch', []);
    expect((await transport.holding([])).size).toBe(0);
  });

  it('names what failed, where, and what to do, without the password, where there is no Redis', async () => {
    const connect = () => testRedis({ path: '/nowhere/redis.sock', password: 'hush' });
    const transport = transportOn({ connect, prefix: randomPrefix() });
    const failure = await transport.send('fetch', [fetchJob('tide')]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({ fault: 'unreachable', operation: 'Sending 1 jobs to the queue fetch' });
    expect(String(failure)).toMatch(/at Redis \/nowhere\/redis\.sock: .*ENOENT.*Start Redis/);
    expect(String(failure)).not.toContain('hush');
  });

  it('fails while Redis is gone, and goes on by itself when it is back, with nothing lost', async () => {
    const server = await startOwnServer();
    const transport = transportOn({ connect: server.connect, prefix: '{own}' });
    await transport.send('fetch', [fetchJob('before')]);
    // AOF everysec: give the sync its second.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await server.kill();
    const calls = [
      transport.send('fetch', [fetchJob('during')]),
      transport.holding(['it_a']),
      transport.depths(),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'TransportError' } });
    }
    await server.restart();
    await transport.send('fetch', [fetchJob('after')]);
    expect((await transport.holding([fetchJob('before').itemId, fetchJob('after').itemId])).size).toBe(2);
  });

  it('fails at its deadline where Redis is there and silent, and works again afterwards', async () => {
    const server = await startOwnServer();
    const transport = transportOn({ connect: server.connect, prefix: '{own}', deadlineMs: 300 });
    await transport.depths();
    server.freeze();
    await expect(transport.depths()).rejects.toMatchObject({ fault: 'timeout' });
    server.thaw();
    await expect.poll(() => transport.depths().catch(() => null), { timeout: 10_000 }).not.toBeNull();
  });

  it('tells a full Redis from a missing one, and nothing sent before is lost', async () => {
    const server = await startOwnServer({ args: ['--maxmemory', '4mb', '--maxmemory-policy', 'noeviction'] });
    const transport = transportOn({ connect: server.connect, prefix: '{own}' });
    const batches = Array.from({ length: 60 }, (_, b) =>
      Array.from({ length: 200 }, (_, n) => fetchJob(`${b}-${n}`)),
    );
    const sent: string[] = [];
    let failure: unknown;
    for (const batch of batches) {
      failure = await transport.send('fetch', batch).catch((error: unknown) => error);
      if (failure !== undefined) break;
      sent.push(...batch.map((job) => job.itemId));
    }
    expect(failure).toMatchObject({ name: 'TransportError', fault: 'out-of-memory' });
    expect((await transport.holding(sent)).size).toBe(sent.length);
  });
});
