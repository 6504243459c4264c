export { connectRedis, type RedisHandle, type RedisSettings } from './connect.ts';
export { InvalidRedisUrlError } from './invalid-redis-url-error.ts';
export { NotRunningError } from './not-running-error.ts';
export { RedisUnreachableError } from './redis-unreachable-error.ts';
export { checkServer, refuseEvicting, type ServerFinding } from './server-check.ts';
export { ServerMissingError } from './server-missing-error.ts';
