import { describe, expect, it } from 'vitest';
import { randomPrefix, testRedis, testRedisOptions } from '../src/index.ts';

describe('testRedis', () => {
  it('talks to a server that keeps what it is told and evicts nothing', async () => {
    const redis = testRedis();
    const key = `${randomPrefix()}:greeting`;
    await redis.set(key, 'good evening');
    expect(await redis.get(key)).toBe('good evening');
    expect(await redis.info('memory')).toContain('maxmemory_policy:noeviction');
  });

  it('gives each file an account of its own, which duplicates of a connection share', async () => {
    const redis = testRedis();
    const copy = redis.duplicate();
    expect(await copy.acl('WHOAMI')).toBe(testRedisOptions().username);
    expect(await copy.acl('WHOAMI')).not.toBe('default');
    await copy.quit();
  });

  it('waits until the server is reached, so that the first command needs no care', async () => {
    expect(await testRedis({ lazyConnect: true }).ping()).toBe('PONG');
  });
});

describe('randomPrefix', () => {
  it('is one hash tag, and another one each time', async () => {
    const prefixes = Array.from({ length: 100 }, randomPrefix);
    expect(new Set(prefixes).size).toBe(100);
    for (const prefix of prefixes) expect(prefix).toMatch(/^\{wf-test-[0-9a-f]{12}\}$/);
  });
});
