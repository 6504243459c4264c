export { createRedisHostMemory, type RedisHostMemoryOptions } from './host-memory.ts';
export { createRedisIndex, type RedisIndexOptions } from './redis-index.ts';
