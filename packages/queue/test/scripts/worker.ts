import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { consume } from '../../src/index.ts';

/** A worker process: notes each run in a list, then works for so long, or for ever. */
const [socket = '', prefix = '', workMs = '0'] = process.argv.slice(2);
const connect = () => new Redis({ path: socket });
const notes = connect();
consume({
  stage: 'fetch',
  connect,
  prefix,
  concurrency: 1,
  lockMs: 600,
  stalledMs: 200,
  handle: async ({ jobId, attempt }) => {
    await notes.rpush(`${prefix}:runs`, `child ${jobId} ${attempt}`);
    await sleep(Number(workMs));
    await notes.rpush(`${prefix}:ends`, `child ${jobId}`);
    return { kind: 'ended' };
  },
});
