export { type FaultyLine, startFaultyLine } from './faulty-line.ts';
export { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
export { type OwnServer, startOwnServer } from './own-server.ts';
export { type ScriptProcess, startScript } from './script.ts';
export { temporaryFolder } from './temporary-folder.ts';
export { randomPrefix, testRedis, testRedisOptions } from './test-redis.ts';
