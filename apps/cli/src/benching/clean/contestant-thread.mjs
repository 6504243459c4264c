// Node 20 does not run TypeScript: a thread registers tsx for itself before it loads a contestant.
import { register } from 'tsx/esm/api';

register();
const { serve } = await import('./contestant-thread.ts');
await serve();
