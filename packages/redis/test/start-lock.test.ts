import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProcessIdentity } from '../src/process-identity.ts';
import { tryStartLock } from '../src/start-lock.ts';
import { newFolder } from './surroundings.ts';

async function contend(folder: string, contenders: number): Promise<number> {
  const locks = await Promise.all(Array.from({ length: contenders }, () => tryStartLock(folder)));
  return locks.filter((lock) => lock !== null).length;
}

describe('tryStartLock', () => {
  it('gives the lock to one of many who ask at once, and to nobody while it is held', async () => {
    const folder = await newFolder();
    expect(await contend(folder, 50)).toBe(1);
    expect(await contend(folder, 5)).toBe(0);
  });

  it('gives a released lock to one of many who ask at once, again and again', async () => {
    const folder = await newFolder();
    for (let round = 0; round < 20; round++) {
      const locks = await Promise.all(Array.from({ length: 8 }, () => tryStartLock(folder)));
      const held = locks.filter((lock) => lock !== null);
      expect(held.length).toBe(1);
      for (const lock of held) await lock.release();
    }
    expect((await readdir(folder)).length).toBe(1);
  });

  it('passes the lock of a dead process to one of many who ask at once', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'start-lock.7'), '999999999 123');
    expect(await contend(folder, 50)).toBe(1);
    expect(await readdir(folder)).toEqual(['start-lock.8']);
  });

  it('does not take a later process with the same id for the holder', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'start-lock.1'), `${process.pid} some-other-start`);
    expect(await contend(folder, 3)).toBe(1);
  });

  it('respects the lock of a process that lives', async () => {
    const folder = await newFolder();
    const started = await findProcessIdentity(process.ppid);
    await writeFile(join(folder, 'start-lock.1'), `${process.ppid} ${started}`);
    expect(await contend(folder, 3)).toBe(0);
  });
});
