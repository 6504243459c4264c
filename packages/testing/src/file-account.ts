import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, inject } from 'vitest';
import { beginTestFile, endTestFile, type TestFile } from './test-file.ts';

/** Closing takes a moment to reach the server. */
const closingMs = 2_000;

const socketPath = inject('wirefoldRedisSocket');
const file: TestFile = { account: `file-${randomBytes(6).toString('hex')}`, socketPath, endings: [] };

// An account of its own for each file: duplicates that a library makes of a connection log in with it too, so
// whatever the file leaves open can be told from the connections of files that run beside it.
await asAdministrator((redis) => redis.acl('SETUSER', file.account, 'on', 'nopass', '~*', '&*', '+@all'));
beginTestFile(file);

afterAll(async () => {
  await endTestFile(file);
  await asAdministrator(async (redis) => {
    const open = await openConnections(redis, Date.now() + closingMs);
    await redis.acl('DELUSER', file.account);
    if (open.length > 0) {
      throw new Error(
        `The tests of this file left ${open.length} Redis connections open. Close them:\n${open.join('\n')}`,
      );
    }
  });
});

async function openConnections(redis: Redis, deadline: number): Promise<string[]> {
  const clients = String(await redis.client('LIST')).split('\n');
  const open = clients.filter((client) => client.split(' ').includes(`user=${file.account}`));
  if (open.length === 0 || Date.now() > deadline) return open;
  await delay(20);
  return openConnections(redis, deadline);
}

async function asAdministrator(task: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(socketPath, { connectionName: 'administrator' });
  try {
    await task(redis);
  } finally {
    redis.disconnect();
  }
}
