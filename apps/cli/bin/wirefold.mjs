#!/usr/bin/env node
import { nodeComplaint } from './node-version.mjs';

const complaint = nodeComplaint(process.versions.node);
if (complaint === null) {
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`wirefold: ${complaint}\n`);
  process.exitCode = 1;
}
