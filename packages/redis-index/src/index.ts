export { createRedisIndex, type RedisIndexOptions } from './redis-index.ts';
