import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { consume, createBodies, createTransport, TransportError } from '../../src/index.ts';
import { fetchJob } from '../jobs.ts';

/** A worker process that leaves, busy or idle, once Redis is there or away: it ends when no handle keeps it. */
const [path = '', prefix = '', work = 'busy', redisIs = 'there'] = process.argv.slice(2);
const connect = () => {
  const redis = new Redis({ path, retryStrategy: () => 100 });
  redis.on('error', () => undefined);
  return redis;
};
const transport = createTransport({ connect, prefix });
const bodies = createBodies(connect, prefix);
let hasLeft = false;
const consumer = consume({
  ...{ stage: 'fetch', connect, prefix, concurrency: 1 },
  handle: async ({ jobId }) => {
    while (!hasLeft) await sleep(20);
    const late = [
      bodies.put(jobId, 'document', Buffer.from('late')),
      bodies.get(jobId, 'document'),
      transport.send('fetch', [fetchJob('late')]),
      transport.depths(),
    ];
    for (const outcome of await Promise.allSettled(late)) {
      const error: unknown = outcome.status === 'rejected' ? outcome.reason : outcome.value;
      console.log(error instanceof TransportError ? error.fault : error);
    }
    return { kind: 'deferred', delayMs: 1_000 };
  },
});
await consumer.ready();
if (work === 'busy') await transport.send('fetch', [fetchJob('endless')]);
while (work === 'busy' && consumer.running() === 0) await sleep(20);
console.log('ready');
while (consumer.connected() !== (redisIs === 'there')) await sleep(20);
await consumer.close(50);
await transport.close();
bodies.close();
hasLeft = true;
