import { ensureServerBinary } from '@wirefold/redis/install';

/**
 * Run before the demo and the tests: silent where a Redis is named or installed; else installs one where that
 * may be done unasked, saying so in a line; else prints the line to type and fails. The tests start and kill
 * servers of their own, so for them a named one is not enough.
 */
try {
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: npm sets it for its scripts; no turbo task reads it
  const isNamed = Boolean(process.env.REDIS_URL) && process.env.npm_lifecycle_event !== 'test';
  if (!isNamed) {
    const notice = (line: string) => console.error(line);
    await ensureServerBinary({ searchPath: process.env.PATH ?? '', notice });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
