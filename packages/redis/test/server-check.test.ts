import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkServer, connectRedis, refuseEvicting } from '../src/index.ts';
import { getServerBinary } from '../src/server-binary.ts';
import { judgeServer, parseInfo } from '../src/server-check.ts';
import { startServer } from '../src/server-process.ts';
import { newFolder } from './surroundings.ts';

async function serverWith(args: readonly string[], appendOnly = true): Promise<Redis> {
  const folder = await newFolder();
  const socketPath = join(folder, 'redis.sock');
  const { path: binary } = await getServerBinary();
  const server = await startServer({ binary, folder, socketPath, appendOnly, args });
  onTestFinished(() => server.stop('SIGKILL'));
  const redis = (await connectRedis({ url: socketPath, dataDir: '' })).newConnection();
  onTestFinished(() => redis.disconnect());
  return redis;
}

const sound = {
  redis_version: '7.0.15',
  redis_mode: 'standalone',
  role: 'master',
  maxmemory_policy: 'noeviction',
  maxmemory: '0',
  used_memory: '1048576',
  aof_enabled: '1',
  aof_last_write_status: 'ok',
  aof_last_bgrewrite_status: 'ok',
  rdb_last_bgsave_status: 'ok',
};

describe('checkServer', () => {
  it('finds nothing wrong with a server as the private one is started', async () => {
    const findings = await checkServer(await serverWith([]));
    expect(findings.map(({ severity }) => severity)).toEqual(Array(6).fill('ok'));
  });

  it.each([
    [['--maxmemory-policy', 'allkeys-lru'], true, 'eviction', 'refuse'],
    [[], false, 'persistence', 'warn'],
    [['--maxmemory', '1mb'], true, 'memory', 'warn'],
    [['--cluster-enabled', 'yes', '--port', '0'], true, 'mode', 'refuse'],
    [['--replicaof', '127.0.0.1', '1', '--replica-serve-stale-data', 'yes'], true, 'mode', 'refuse'],
  ] as const)(
    'of a server with %j and append-only %s says %s: %s',
    async (args, appendOnly, subject, severity) => {
      const findings = await checkServer(await serverWith(args, appendOnly));
      const amiss = findings.filter((finding) => finding.severity !== 'ok');
      expect(amiss).toMatchObject([{ subject, severity, remedy: expect.any(String) }]);
    },
  );
});

describe('judgeServer', () => {
  it.each([
    [{ redis_version: '6.1.99' }, 'version', 'refuse'],
    [{ redis_mode: 'sentinel' }, 'mode', 'refuse'],
    [{ aof_last_write_status: 'err' }, 'writing', 'refuse'],
    [{ aof_last_bgrewrite_status: 'err' }, 'writing', 'warn'],
    [{ rdb_last_bgsave_status: 'err' }, 'writing', 'warn'],
    [{ maxmemory: '2097152', used_memory: '1887437' }, 'memory', 'warn'],
  ])('of a sound server but for %j says %s: %s', (change, subject, severity) => {
    const amiss = judgeServer({ ...sound, ...change }).filter((finding) => finding.severity !== 'ok');
    expect(amiss).toMatchObject([{ subject, severity }]);
  });

  it('is content just under nine tenths of the memory limit', () => {
    const findings = judgeServer({ ...sound, maxmemory: '2097152', used_memory: '1887436' });
    expect(findings.every(({ severity }) => severity === 'ok')).toBe(true);
  });

  it('names Valkey by its own version', () => {
    const [version] = judgeServer({ ...sound, redis_version: '7.2.4', valkey_version: '8.0.1' });
    expect(version).toEqual({ subject: 'version', severity: 'ok', detail: 'Valkey 8.0.1' });
  });
});

describe('parseInfo', () => {
  it('keeps colons in values and leaves out headings', () => {
    expect(parseInfo('# Server: all\r\nexecutable:/opt/a:b\r\n\r\nport:0\r\n')).toEqual({
      executable: '/opt/a:b',
      port: '0',
    });
  });
});

describe('refuseEvicting', () => {
  it('lets a server pass that evicts nothing', async () => {
    await refuseEvicting(await serverWith([]));
  });

  it.each(['volatile-lru', 'allkeys-random', 'volatile-ttl'])(
    'refuses %s in words, with the remedy',
    async (policy) => {
      const redis = await serverWith(['--maxmemory-policy', policy]);
      await expect(refuseEvicting(redis)).rejects.toThrow(
        `This Redis evicts: maxmemory-policy is ${policy}, so queued work could vanish. Set maxmemory-policy noeviction`,
      );
    },
  );
});
