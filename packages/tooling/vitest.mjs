import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What every package's tests share; the JSON report is what CI counts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('properties.mjs', import.meta.url))],
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/vitest.json' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
