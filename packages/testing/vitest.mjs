import { fileURLToPath } from 'node:url';
import base from '@wirefold/tooling/vitest';
import { mergeConfig } from 'vitest/config';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The settings of packages whose tests talk to Redis: one real server for the run, one account a test file. */
export default mergeConfig(base, {
  test: {
    globalSetup: [path('./src/redis-for-the-run.ts')],
    setupFiles: [path('./src/file-account.ts')],
  },
});
