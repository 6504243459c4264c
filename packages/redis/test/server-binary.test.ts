import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findServerBinary, getServerBinary, isOlder, parseVersion } from '../src/server-binary.ts';
import { newFolder, stub } from './surroundings.ts';

describe('findServerBinary', () => {
  it('finds the server that this machine has', async () => {
    const found = await findServerBinary(process.env.PATH ?? '');
    expect(found?.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('finds nothing in a folder without one, and nothing where its name is a folder', async () => {
    expect(await findServerBinary(await newFolder(), [])).toBeNull();
  });

  it.each([
    ['redis-server', 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '7.0.15'],
    ['valkey-server', 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64', '8.0.1'],
    ['redis-server', 'Redis server v=6.2.0 sha=0', '6.2.0'],
  ])('takes %s that says "%s"', async (name, output, version) => {
    const folder = await newFolder();
    await stub(folder, name, `echo '${output}'`);
    expect(await findServerBinary(folder, [])).toEqual({ path: join(folder, name), name, version });
  });

  it('passes over a server older than 6.2 for a newer one further on', async () => {
    const [old, recent] = [await newFolder(), await newFolder()];
    await stub(old, 'redis-server', 'echo Redis server v=6.0.16 sha=0');
    await stub(recent, 'valkey-server', 'echo Valkey server v=7.2.5 sha=0');
    expect((await findServerBinary(`${old}:${recent}`, []))?.version).toBe('7.2.5');
    await expect(findServerBinary(old, [])).rejects.toThrow(
      /redis-server is version 6\.0\.16; .* 6\.2\.0 or newer/,
    );
  });

  it('passes over a program that fails or says nothing of a version', async () => {
    const folder = await newFolder();
    await stub(folder, 'redis-server', 'exit 1');
    await stub(folder, 'valkey-server', 'echo hello');
    expect(await findServerBinary(folder, [])).toBeNull();
  });

  it('looks into the folders that a search path may leave out', async () => {
    const folder = await newFolder();
    await stub(folder, 'redis-server', 'echo Redis server v=7.2.4 sha=0');
    expect((await findServerBinary('', [folder]))?.version).toBe('7.2.4');
  });
});

describe('getServerBinary', () => {
  it('ends its message with the install line where there is no server', async () => {
    const folder = await newFolder();
    await stub(folder, 'brew', 'exit 1');
    await expect(getServerBinary(folder, [])).rejects.toThrow(/\n {2}brew install redis$/);
  });
});

describe('isOlder', () => {
  it.each([
    ['6.1.9', '6.2.0', true],
    ['6.2.0', '6.2.0', false],
    ['6.10.0', '6.2.0', false],
    ['7.0.0', '6.2.0', false],
  ])('says of %s against %s: %s', (version, than, expected) => expect(isOlder(version, than)).toBe(expected));

  it('orders any two versions one way only', () => {
    const part = fc.nat(99);
    const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect([isOlder(a, b), isOlder(b, a)].filter(Boolean).length).toBe(a === b ? 0 : 1);
      }),
    );
  });
});

describe('parseVersion', () => {
  it('gives null for text without v=', () => expect(parseVersion('redis 7.0.15')).toBeNull());
});
