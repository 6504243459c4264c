import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, InvalidRedisUrlError, RedisUnreachableError } from '../src/index.ts';
import { parseRedisUrl } from '../src/redis-url.ts';
import { getServerBinary } from '../src/server-binary.ts';
import { startServer } from '../src/server-process.ts';
import { newFolder } from './surroundings.ts';

async function freePort(): Promise<number> {
  const server = await listen(createServer());
  const { port } = server;
  await new Promise((resolve) => server.server.close(resolve));
  return port;
}

async function listen(server: Server): Promise<{ server: Server; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

async function tcpServer(args: readonly string[] = []): Promise<number> {
  const folder = await newFolder();
  const port = await freePort();
  const { path: binary } = await getServerBinary();
  const server = await startServer({
    binary,
    folder,
    socketPath: join(folder, 'redis.sock'),
    args: ['--bind', '127.0.0.1', '--port', String(port), ...args],
  });
  onTestFinished(() => server.stop('SIGKILL'));
  return port;
}

describe('connectRedis with an address', () => {
  it('reaches the server, does not own it, and leaves it running', async () => {
    const port = await tcpServer();
    const handle = await connectRedis({ url: `redis://127.0.0.1:${port}/3`, dataDir: '/nowhere' });
    expect(handle.owned).toBe(false);
    expect(handle.describe()).toBe(`Redis at redis://127.0.0.1:${port}/3`);
    await handle.close();
    const redis = handle.newConnection({ connectionName: 'visitor' });
    expect(await redis.client('INFO')).toMatch(/name=visitor .*db=3/);
    await redis.quit();
  });

  it('logs in with user and password, and shows neither', async () => {
    const folder = await newFolder();
    const { path: binary } = await getServerBinary();
    const socketPath = join(folder, 'redis.sock');
    const server = await startServer({ binary, folder, socketPath });
    onTestFinished(() => server.stop('SIGKILL'));
    const administrator = (await connectRedis({ url: socketPath, dataDir: '' })).newConnection();
    await administrator.acl('SETUSER', 'ann', 'on', '>p@ss/w0rd', '~*', '+@all');
    await administrator.quit();
    const handle = await connectRedis({
      url: `unix://ann:p%40ss%2Fw0rd@localhost${socketPath}`,
      dataDir: '',
    });
    expect(handle.describe()).not.toMatch(/ann|p@ss|w0rd/);
    const redis = handle.newConnection();
    expect(await redis.acl('WHOAMI')).toBe('ann');
    await redis.quit();
  });

  it('fails at once where the password is wrong or missing, and names neither', async () => {
    const port = await tcpServer(['--requirepass', 'sesame']);
    for (const login of ['', ':sesam@', 'ann:sesame@']) {
      const failure = await connectRedis({ url: `redis://${login}127.0.0.1:${port}`, dataDir: '' }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(RedisUnreachableError);
      expect(String(failure)).toContain(`Redis at redis://127.0.0.1:${port} refused the connection: `);
      expect(String(failure)).not.toMatch(/sesam|ann/);
    }
  });

  it('says what failed and what to do where nobody listens for 5 s', async () => {
    const port = await freePort();
    const attempt = connectRedis({ url: `redis://:secret@127.0.0.1:${port}`, dataDir: '' });
    await expect(attempt).rejects.toThrow(
      `Redis at redis://127.0.0.1:${port} did not answer within 5 s: connect ECONNREFUSED 127.0.0.1:${port}. ` +
        'Start it, or leave REDIS_URL empty to use a private one.',
    );
  });

  it('gives up after 5 s on one that accepts and says nothing', async () => {
    const { server, port } = await listen(createServer(() => {}));
    onTestFinished(() => void server.close());
    const attempt = connectRedis({ url: `redis://127.0.0.1:${port}`, dataDir: '' });
    await expect(attempt).rejects.toThrow('did not answer within 5 s');
  });

  it('takes an empty address for none', async () => {
    const attempt = connectRedis({ url: '', dataDir: await newFolder(), start: false });
    await expect(attempt).rejects.toThrow('No private Redis runs in');
  });
});

describe('parseRedisUrl', () => {
  it.each([
    ['redis://host', { host: 'host', port: 6379, db: 0 }, 'redis://host:6379'],
    ['redis://host:7000/2', { host: 'host', port: 7000, db: 2 }, 'redis://host:7000/2'],
    ['redis://[::1]:7000', { host: '::1', port: 7000, db: 0 }, 'redis://[::1]:7000'],
    ['redis://:pw@host', { host: 'host', port: 6379, db: 0, password: 'pw' }, 'redis://host:6379'],
    [
      'rediss://u:p%2Fw@host/',
      { host: 'host', port: 6379, db: 0, username: 'u', password: 'p/w', tls: {} },
      'rediss://host:6379',
    ],
    ['unix:///run/redis.sock', { path: '/run/redis.sock' }, 'unix:///run/redis.sock'],
    ['/run/redis.sock', { path: '/run/redis.sock' }, '/run/redis.sock'],
  ])('reads %s', (text, options, shown) => expect(parseRedisUrl(text)).toEqual({ options, shown }));

  it.each([
    'localhost:6379',
    'user:secret@host:6379',
    'http://host',
    'redis://',
    'redis://u:1/secret@host',
    'x',
    'unix:///',
  ])('refuses %s without quoting it', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(InvalidRedisUrlError);
    expect(() => parseRedisUrl(text)).not.toThrow('secret');
  });

  it('shows no password, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (secret) => {
        const password = `hidden${secret}`;
        const address = parseRedisUrl(`redis://user:${encodeURIComponent(password)}@example.org:6379/1`);
        expect(address.shown).toBe('redis://example.org:6379/1');
        expect(address.options.password).toBe(password);
      }),
    );
  });
});
