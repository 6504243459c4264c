import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureServerBinary } from '../src/ensure-binary.ts';
import { inspectHost, parseOsRelease } from '../src/install.ts';
import { type Host, installPlan, type PackageManager } from '../src/install-plan.ts';
import { newFolder, stub } from './surroundings.ts';

const aptLine = 'apt-get update && apt-get install -y --no-install-recommends redis-server';

function host(
  manager: PackageManager | null,
  rights: 'root' | 'sudo' | 'none',
  id = 'debian',
  version = '12',
): Host {
  return {
    managers: new Set(manager === null ? [] : [manager]),
    isRoot: rights === 'root',
    hasFreeSudo: rights === 'sudo',
    distribution: { id, version },
  };
}

describe('installPlan', () => {
  it.each([
    [host('apt-get', 'root'), aptLine, true],
    [host('apt-get', 'sudo'), `sudo ${aptLine.replace('&& ', '&& sudo ')}`, true],
    [host('apt-get', 'none'), `sudo ${aptLine.replace('&& ', '&& sudo ')}`, false],
    [host('dnf', 'root', 'fedora', '40'), 'dnf install -y redis', true],
    [host('dnf', 'root', 'fedora', '41'), 'dnf install -y valkey', true],
    [host('dnf', 'none', 'rhel', '9.4'), 'sudo dnf install -y redis', false],
    [host('dnf', 'sudo', 'rocky', '10.0'), 'sudo dnf install -y valkey', true],
    [host('dnf', 'root', 'amzn', '2023'), 'dnf install -y valkey', true],
    [host('apk', 'root', 'alpine', '3.21.0'), 'apk add redis', true],
    [host('apk', 'none', 'alpine', '3.21.0'), 'sudo apk add redis', false],
    [host('brew', 'none', '', ''), 'brew install redis', true],
    [host('brew', 'root', '', ''), 'brew install redis', false],
    [host(null, 'root'), 'install redis-server or valkey-server 6.2 or newer, or set REDIS_URL', false],
  ])('for case %# says "%s" and whether it may be run', (given, line, mayRun) => {
    expect(installPlan(given)).toMatchObject({ line, mayRun });
  });

  it('prefers the manager of the system to brew', () => {
    const both: Host = { ...host('brew', 'none'), managers: new Set<PackageManager>(['brew', 'apt-get']) };
    expect(installPlan(both).line).toContain('apt-get');
  });

  it('fetches package lists only where the first attempt has failed', () => {
    const [first, second] = installPlan(host('apt-get', 'root')).attempts;
    expect(first?.flat()).not.toContain('update');
    expect(second?.flat()).toContain('update');
  });

  it('never asks for a password: every command of a user goes through sudo -n', () => {
    const { attempts, afterwards } = installPlan(host('apt-get', 'sudo'));
    for (const command of [...attempts.flat(), ...afterwards])
      expect(command.slice(0, 2)).toEqual(['sudo', '-n']);
  });
});

describe('inspectHost', () => {
  it('sees the managers on the search path and whether sudo asks for nothing', async () => {
    const folder = await newFolder();
    for (const name of ['apk', 'brew']) await stub(folder, name, 'exit 0');
    await stub(folder, 'sudo', '[ "$*" = "-n true" ]');
    expect(await inspectHost(folder, false)).toMatchObject({
      managers: new Set(['apk', 'brew']),
      isRoot: false,
      hasFreeSudo: true,
    });
  });

  it('counts a sudo that wants a password, and a missing one, as none', async () => {
    const folder = await newFolder();
    expect((await inspectHost(folder, false)).hasFreeSudo).toBe(false);
    await stub(folder, 'sudo', 'exit 1');
    expect((await inspectHost(folder, false)).hasFreeSudo).toBe(false);
  });
});

describe('parseOsRelease', () => {
  it.each([
    ['ID=debian\nVERSION_ID="12"\n', { id: 'debian', version: '12' }],
    ['NAME="Amazon Linux"\nID="amzn"\nVERSION_ID="2023"', { id: 'amzn', version: '2023' }],
    ['', { id: '', version: '' }],
  ])('reads %j', (text, expected) => expect(parseOsRelease(text)).toEqual(expected));
});

/** A search path on which `apt-get` notes how it was called and, at its n-th install, brings a server. */
async function debian(bringsAtInstall: number): Promise<{ folder: string; calls: () => Promise<string[]> }> {
  const folder = await newFolder();
  for (const name of ['env', 'chmod']) await symlink(`/usr/bin/${name}`, join(folder, name));
  await stub(
    folder,
    'apt-get',
    `here='${folder}'
     echo "$1 $DEBIAN_FRONTEND" >> "$here/calls"
     [ "$1" = update ] && exit 0
     echo x >> "$here/installs"
     count=0; while read -r _; do count=$((count + 1)); done < "$here/installs"
     [ $count -lt ${bringsAtInstall} ] && { echo "E: Unable to locate package" >&2; exit 100; }
     printf '#!/bin/sh\\necho Redis server v=7.0.15 sha=0\\n' > "$here/redis-server"
     chmod 755 "$here/redis-server"`,
  );
  const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  return { folder, calls };
}

describe('ensureServerBinary', () => {
  it('says nothing and runs nothing where there is a server', async () => {
    const folder = await newFolder();
    await stub(folder, 'valkey-server', 'echo Valkey server v=8.1.0 sha=0');
    const notices: string[] = [];
    await ensureServerBinary({ searchPath: folder, alsoIn: [], notice: (line) => void notices.push(line) });
    expect(notices).toEqual([]);
  });

  it('installs as root with one line of notice', async () => {
    const { folder, calls } = await debian(1);
    const notices: string[] = [];
    const notice = (line: string) => void notices.push(line);
    await ensureServerBinary({ searchPath: folder, alsoIn: [], isRoot: true, notice });
    expect(notices).toEqual([`No Redis on this machine: installing it (${aptLine})`]);
    expect(await calls()).toEqual(['install noninteractive']);
  });

  it('fetches the package lists where the package is not known, and tries once more', async () => {
    const { folder, calls } = await debian(2);
    await ensureServerBinary({ searchPath: folder, alsoIn: [], isRoot: true, notice: () => {} });
    expect(await calls()).toEqual(['install', 'update', 'install'].map((call) => `${call} noninteractive`));
  });

  it('fails with what the package manager said and the line to type', async () => {
    const { folder } = await debian(99);
    const attempt = ensureServerBinary({ searchPath: folder, alsoIn: [], isRoot: true, notice: () => {} });
    await expect(attempt).rejects.toThrow(`Unable to locate package\nType it yourself:\n  ${aptLine}`);
  });

  it('installs nothing without the right to, and ends its message with the line to type', async () => {
    const { folder, calls } = await debian(1);
    const attempt = ensureServerBinary({ searchPath: folder, alsoIn: [], isRoot: false, notice: () => {} });
    await expect(attempt).rejects.toThrow(
      /\n {2}sudo apt-get update && sudo apt-get install .* redis-server$/,
    );
    await expect(calls()).rejects.toThrow('ENOENT');
  });

  it('leaves an old server alone and says that it is too old', async () => {
    const { folder, calls } = await debian(1);
    await stub(folder, 'redis-server', 'echo Redis server v=5.0.3 sha=0');
    const attempt = ensureServerBinary({ searchPath: folder, alsoIn: [], isRoot: true, notice: () => {} });
    await expect(attempt).rejects.toThrow('is version 5.0.3');
    await expect(calls()).rejects.toThrow('ENOENT');
  });
});
