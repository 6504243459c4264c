// Node 20 does not run TypeScript: the process registers tsx for itself before it loads the farm.
import { register } from 'tsx/esm/api';

register();
const { serve } = await import('./farm-process.ts');
await serve();
