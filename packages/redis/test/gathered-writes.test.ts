import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { gatherWrites } from '../src/gathered-writes.ts';
import { getServerBinary } from '../src/server-binary.ts';
import { startServer } from '../src/server-process.ts';

/** A server behind a socket that counts the writes which come in. */
async function startBehindCounter() {
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-test-'));
  const socketPath = join(folder, 'redis.sock');
  const { path } = await getServerBinary();
  const server = await startServer({ binary: path, folder, socketPath, appendOnly: false });
  let writes = 0;
  const counter = createServer((socket) => {
    const onward = connect(socketPath);
    socket.on('data', () => {
      writes += 1;
    });
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  const front = join(folder, 'front.sock');
  await new Promise<void>((resolve) => counter.listen(front, resolve));
  onTestFinished(async () => {
    counter.close();
    await server.stop('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return { path: front, count: () => writes };
}

it('commands of one turn leave in one write, in order, and come back as they went', async () => {
  const server = await startBehindCounter();
  const redis = new Redis({ path: server.path });
  gatherWrites(redis);
  await redis.ping();
  const before = server.count();
  const replies = await Promise.all(Array.from({ length: 50 }, () => redis.incr('count')));
  expect(replies).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(server.count() - before).toBe(1);
  redis.disconnect();
});

it('what was given before the connection is ended in order goes out', async () => {
  const server = await startBehindCounter();
  const redis = new Redis({ path: server.path });
  gatherWrites(redis);
  await redis.ping();
  const [set, quit] = [redis.set('kept', 'yes'), redis.quit()];
  expect([await set, await quit]).toEqual(['OK', 'OK']);
  const again = new Redis({ path: server.path });
  expect(await again.get('kept')).toBe('yes');
  again.disconnect();
});

it('a connection that is made again gathers as well', async () => {
  const server = await startBehindCounter();
  const redis = new Redis({ path: server.path, retryStrategy: () => 10 });
  redis.on('error', () => {});
  gatherWrites(redis);
  await redis.ping();
  redis.stream.destroy();
  await redis.ping();
  const before = server.count();
  await Promise.all([redis.incr('count'), redis.incr('count'), redis.incr('count')]);
  expect(server.count() - before).toBe(1);
  redis.disconnect();
});
