import { resolveSettings } from '@wirefold/settings';
import { runWorker } from '../src/index.ts';

// A worker of the fetch stage alone in a process of its own: told to leave, it waits a moment for what is at work.
const worker = await runWorker(resolveSettings({ env: process.env }).values, ['fetch'], console.error);
process.once('SIGTERM', async () => {
  await worker.stop(50);
  console.log('stopped');
});
console.log('running');
