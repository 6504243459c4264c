// Node 20 does not run TypeScript: the process registers tsx for itself before it loads a contestant.
import { register } from 'tsx/esm/api';

register();
const { serve } = await import('./contestant-process.ts');
await serve();
