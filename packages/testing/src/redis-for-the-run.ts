import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getServerBinary } from '@wirefold/redis/server-binary';
import { startServer } from '@wirefold/redis/server-process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    wirefoldRedisSocket: string;
  }
}

/** Starts the run's Redis before any test, fails the run where there is none, and stops it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binary = await getServerBinary();
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-test-'));
  const socketPath = join(folder, 'redis.sock');
  const server = await startServer({ binary: binary.path, folder, socketPath, appendOnly: false });
  project.provide('wirefoldRedisSocket', socketPath);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
