import { spawn } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis, NotRunningError } from '../src/index.ts';
import { pingSocket } from '../src/ping-socket.ts';
import { ensurePrivateServer, findPrivateServer } from '../src/private-server.ts';
import { findCommandLine } from '../src/process-identity.ts';
import { getServerBinary } from '../src/server-binary.ts';
import { startServer } from '../src/server-process.ts';
import { ServerStartError } from '../src/server-start-error.ts';
import { newFolder, startPeer, stub, until } from './surroundings.ts';

async function open(dataDir: string) {
  const handle = await connectRedis({ dataDir });
  onTestFinished(() => handle.close());
  const redis = handle.newConnection({ maxRetriesPerRequest: null });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return { handle, redis };
}

async function serverPid(dataDir: string): Promise<number> {
  return Number(await readFile(join(dataDir, 'redis', 'redis.pid'), 'utf8'));
}

async function isGone(pid: number): Promise<boolean> {
  return (await findCommandLine(pid)) === null;
}

describe('the private server', () => {
  it('listens on a Unix socket alone, keeps an append-only file, and evicts nothing', async () => {
    const dataDir = await newFolder();
    const { handle, redis } = await open(dataDir);
    expect(handle.owned).toBe(true);
    const setting = async (name: string) => (await redis.config('GET', name)) as string[];
    for (const [name, value] of [
      ['port', '0'],
      ['appendonly', 'yes'],
      ['appendfsync', 'everysec'],
      ['aof-load-truncated', 'yes'],
      ['save', ''],
      ['maxmemory-policy', 'noeviction'],
    ] as const) {
      expect(await setting(name)).toEqual([name, value]);
    }
  });

  it('lets nobody but its user into its folder and its socket', async () => {
    const dataDir = await newFolder();
    await open(dataDir);
    expect((await stat(join(dataDir, 'redis'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'redis', 'redis.sock'))).mode & 0o777).toBe(0o700);
  });

  it('keeps its data from one run to the next', async () => {
    const dataDir = await newFolder();
    const first = await open(dataDir);
    await first.redis.set('lede', 'The bridge opens on Monday');
    await first.handle.close();
    const second = await open(dataDir);
    expect(second.handle.owned).toBe(true);
    expect(await second.redis.get('lede')).toBe('The bridge opens on Monday');
  });

  it('has ended when close has settled', async () => {
    const dataDir = await newFolder();
    const { handle } = await open(dataDir);
    const pid = await serverPid(dataDir);
    await handle.close();
    expect(await isGone(pid)).toBe(true);
    expect(handle.owned).toBe(false);
  });

  it('works where the path of its socket would be longer than a socket address holds', async () => {
    const dataDir = join(await newFolder(), 'deep'.repeat(20), 'er'.repeat(30));
    const { handle, redis } = await open(dataDir);
    onTestFinished(() => rm(dirname(String(handle.options.path)), { recursive: true, force: true }));
    expect(await redis.ping()).toBe('PONG');
    expect(String(handle.options.path).length).toBeLessThanOrEqual(100);
    const again = await connectRedis({ dataDir, start: false });
    expect(again.options.path).toBe(handle.options.path);
  });

  it('works in a folder whose name has spaces, quotes and a dollar sign', async () => {
    const { redis } = await open(join(await newFolder(), `my "data" isn't $HOME`));
    expect(await redis.ping()).toBe('PONG');
  });

  it('is one server, whether its folder is named directly or by a link', async () => {
    const dataDir = await newFolder();
    const link = join(await newFolder(), 'link');
    await symlink(dataDir, link);
    await open(dataDir);
    expect((await open(link)).handle.owned).toBe(false);
  });

  it('loads a file whose end was cut off, losing the last write alone', async () => {
    const dataDir = await newFolder();
    const first = await open(dataDir);
    await first.redis.set('whole', 'yes');
    await first.redis.set('cut', 'no');
    await first.handle.close();
    const folder = join(dataDir, 'redis', 'appendonlydir');
    const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '';
    const { size } = await stat(join(folder, file));
    await truncate(join(folder, file), size - 4);
    const second = await open(dataDir);
    expect(await second.redis.mget('whole', 'cut')).toEqual(['yes', null]);
  });

  it('is waited for past its deadline while it loads', async () => {
    const folder = await newFolder();
    const { path: binary } = await getServerBinary();
    const start = (args: readonly string[], deadlineMs: number) =>
      startServer({ binary, folder, socketPath: join(folder, 'redis.sock'), args, deadlineMs });
    const first = await start([], 10_000);
    const redis = (await connectRedis({ url: first.socketPath, dataDir: '' })).newConnection();
    await Promise.all(Array.from({ length: 10_000 }, (_, index) => redis.set(`key-${index}`, 'value')));
    await redis.quit();
    await first.stop();
    // Half a millisecond a command: 5 s and more in all, with an answer every 1,024 commands.
    const second = await start(['--key-load-delay', '500'], 2_500);
    onTestFinished(() => second.stop('SIGKILL'));
    expect(await pingSocket(second.socketPath)).toBe('serving');
  });

  it('quotes the end of the log where its file cannot be read', async () => {
    const dataDir = await newFolder();
    const first = await open(dataDir);
    await first.redis.set('a', 'b');
    await first.handle.close();
    const folder = join(dataDir, 'redis', 'appendonlydir');
    const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '';
    await appendFile(join(folder, file), 'this is no command\r\n'.repeat(10));
    await expect(connectRedis({ dataDir })).rejects.toThrow(/ended with status 1[\s\S]*Bad file format/);
  });

  it('says so where the program ends at once, and where it never answers', async () => {
    const folder = await newFolder();
    await stub(folder, 'ends', 'echo no room left >&2; exit 4');
    await stub(folder, 'hangs', 'exec sleep 60');
    const start = (name: string, deadlineMs: number) =>
      ensurePrivateServer({ dataDir: join(folder, name, 'data'), binary: join(folder, name), deadlineMs });
    await mkdir(join(folder, 'data'), { recursive: true });
    const startIn = (name: string, deadlineMs: number) =>
      ensurePrivateServer({ dataDir: join(folder, 'data', name), binary: join(folder, name), deadlineMs });
    await expect(start('missing', 1_000)).rejects.toThrow(ServerStartError);
    await expect(startIn('ends', 5_000)).rejects.toThrow(/ended with status 4[\s\S]*no room left/);
    await expect(startIn('hangs', 300)).rejects.toThrow('did not answer within 0.3 s');
  });
});

describe('connectRedis without start', () => {
  it('fails where no server runs, and leaves the folder as it was', async () => {
    const dataDir = await newFolder();
    await expect(connectRedis({ dataDir, start: false })).rejects.toThrow(NotRunningError);
    expect(await readdir(dataDir)).toEqual([]);
    expect(await findPrivateServer(dataDir)).toBeNull();
  });

  it('uses a server that runs, and leaves it running', async () => {
    const dataDir = await newFolder();
    const { handle } = await open(dataDir);
    const guest = await connectRedis({ dataDir, start: false });
    expect(guest.owned).toBe(false);
    await guest.close();
    expect(await pingSocket(String(handle.options.path))).toBe('serving');
  });
});

describe('several processes on one data folder', { timeout: 120_000 }, () => {
  it('start one server between them, however many begin at the same instant', async () => {
    const dataDir = await newFolder();
    const peers = Array.from({ length: 5 }, () => startPeer(dataDir));
    for (const peer of peers) expect(await peer.heard()).toBe('ready');
    for (const peer of peers) peer.say('open');
    const roles = await Promise.all(peers.map((peer) => peer.heard()));
    expect(roles.sort()).toEqual(['guest', 'guest', 'guest', 'guest', 'owner']);
  });

  it('lose nothing that was synced when the owner is killed with SIGKILL, and another takes over', async () => {
    const dataDir = await newFolder();
    const owner = startPeer(dataDir);
    owner.say('open');
    expect([await owner.heard(), await owner.heard()]).toEqual(['ready', 'owner']);
    const { handle, redis } = await open(dataDir);
    expect(handle.owned).toBe(false);
    await redis.set('kept', 'through the change');
    const pid = await serverPid(dataDir);
    handle.keepAlive();
    owner.kill('SIGKILL');
    await until(() => handle.owned);
    expect(await isGone(pid)).toBe(true);
    expect(await redis.get('kept')).toBe('through the change');
  });

  it('agree on one new owner when the owner leaves in good order', async () => {
    const dataDir = await newFolder();
    const owner = await open(dataDir);
    const peers = [startPeer(dataDir), startPeer(dataDir), startPeer(dataDir)];
    for (const peer of peers) {
      for (const order of ['open', 'watch']) peer.say(order);
      expect([await peer.heard(), await peer.heard()]).toEqual(['ready', 'guest']);
    }
    await owner.handle.close();
    for (const peer of peers) peer.say('set seen yes');
    for (const peer of peers) expect(await peer.heard()).toBe('OK');
    const owners = async () => {
      for (const peer of peers) peer.say('owned');
      const answers = await Promise.all(peers.map((peer) => peer.heard()));
      return answers.filter((answer) => answer === 'true').length;
    };
    await until(async () => (await owners()) > 0);
    expect(await owners()).toBe(1);
  });

  it('leave no server behind when the last of them is killed with SIGKILL', async () => {
    const dataDir = await newFolder();
    const owner = startPeer(dataDir);
    owner.say('open');
    expect([await owner.heard(), await owner.heard()]).toEqual(['ready', 'owner']);
    const pid = await serverPid(dataDir);
    expect(await isGone(pid)).toBe(false);
    owner.kill('SIGKILL');
    await until(() => isGone(pid));
  });

  it('keep the server while they drain after Ctrl-C, which reaches the whole process group', async () => {
    const dataDir = await newFolder();
    const owner = startPeer(dataDir);
    owner.say('open');
    expect([await owner.heard(), await owner.heard()]).toEqual(['ready', 'owner']);
    const pid = await serverPid(dataDir);
    process.kill(-owner.pid, 'SIGINT');
    expect(await owner.heard()).toBe('draining');
    owner.say('set last word');
    expect(await owner.heard()).toBe('OK');
    expect(await serverPid(dataDir)).toBe(pid);
    owner.say('');
    await until(() => isGone(pid));
  });
});

describe('keepAlive', () => {
  it('starts the server again on its data when it was killed, and connections find it by themselves', async () => {
    const dataDir = await newFolder();
    const { handle, redis } = await open(dataDir);
    await redis.config('SET', 'appendfsync', 'always');
    await redis.set('kept', 'yes');
    handle.keepAlive();
    const pid = await serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() => isGone(pid));
    expect(await redis.get('kept')).toBe('yes');
    expect(await serverPid(dataDir)).not.toBe(pid);
    // The server answers a moment before the process that started it has noted so.
    await until(() => handle.owned);
  });

  it('leaves a server dead once it was stopped', async () => {
    const dataDir = await newFolder();
    const { handle } = await open(dataDir);
    handle.keepAlive()();
    const pid = await serverPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await until(() => isGone(pid));
    await handle.close();
    expect(await findPrivateServer(dataDir)).toBeNull();
  });
});

describe('a server that holds the data without answering', () => {
  it('is not joined by a second one, and is named with its process id', async () => {
    const dataDir = await newFolder();
    await open(dataDir);
    const pid = await serverPid(dataDir);
    process.kill(pid, 'SIGSTOP');
    const attempt = ensurePrivateServer({ dataDir, deadlineMs: 500 });
    await expect(attempt).rejects.toThrow(
      `runs as process ${pid} but does not answer; end it with: kill ${pid}`,
    );
    process.kill(pid, 'SIGCONT');
    expect((await ensurePrivateServer({ dataDir })).process).toBeNull();
  });

  it('is not taken for a later process with the same id that serves something else', async () => {
    const dataDir = await newFolder();
    const bystander = spawn('sleep', ['60']);
    onTestFinished(() => void bystander.kill());
    await mkdir(join(dataDir, 'redis'));
    await appendFile(join(dataDir, 'redis', 'redis.pid'), `${bystander.pid}\n`);
    expect((await open(dataDir)).handle.owned).toBe(true);
  });
});
