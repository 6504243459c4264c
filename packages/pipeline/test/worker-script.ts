import { resolveSettings } from '@wirefold/settings';
import { ALL_STAGES, runWorker } from '../src/index.ts';

// A worker with the database in a process of its own, to be killed.
await runWorker(resolveSettings({ env: process.env }).values, ALL_STAGES, console.error);
console.log('running');
