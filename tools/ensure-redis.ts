import { ensureServerBinary } from '@wirefold/redis/install';

/**
 * Run before the demo and the tests: silent where a Redis is named or installed; else installs one where that
 * may be done unasked, saying so in a line; else prints the line to type and fails.
 */
try {
  if (!process.env.REDIS_URL) {
    const notice = (line: string) => console.error(line);
    await ensureServerBinary({ searchPath: process.env.PATH ?? '', notice });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
