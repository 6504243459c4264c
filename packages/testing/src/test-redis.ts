import { randomBytes } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import { getTestFile } from './test-file.ts';

/** Options for a connection to the run's Redis, for libraries that connect themselves. */
export function testRedisOptions(overrides: RedisOptions = {}): RedisOptions {
  const { account, socketPath } = getTestFile();
  return { path: socketPath, username: account, password: 'none', ...overrides };
}

/**
 * A new connection to the run's Redis; it is closed when the file's tests are over. Connections that the code
 * under test makes out of it are not: one left open fails the file.
 */
export function testRedis(overrides: RedisOptions = {}): Redis {
  const redis = new Redis(testRedisOptions(overrides));
  getTestFile().endings.push(async () => redis.disconnect());
  return redis;
}

/** A key prefix of its own for one test: `{wf-test-…}`, one hash slot, safe in BullMQ names. */
export function randomPrefix(): string {
  return `{wf-test-${randomBytes(6).toString('hex')}}`;
}
