#!/usr/bin/env node
// Node 20 does not run TypeScript itself: tsx is registered before the program is loaded.
import { register } from 'tsx/esm/api';

register();
await import('../src/main.ts');
