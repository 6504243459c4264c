import { CONFORMANCE_RULE, indexConformance } from '@wirefold/dedupe/testing/index-conformance';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { createRedisIndex } from '../src/index.ts';

indexConformance('Redis', async () => {
  const redis = testRedis();
  const index = createRedisIndex({ redis, prefix: randomPrefix(), rule: CONFORMANCE_RULE });
  return { index, close: async () => redis.disconnect() };
});
