import { readdir, readlink } from 'node:fs/promises';
import { temporaryFolder } from '@wirefold/testing';
import { describe, expect, it, vi } from 'vitest';
import { records, startWirefold } from './wirefold.ts';

/** A benchmark whose worker processes run, with a folder of its own for what it leaves. */
async function measuring(...args: string[]) {
  const folder = await temporaryFolder();
  const running = startWirefold(['bench', 'fetch', '--json', ...args], {
    cwd: folder,
    env: { TMPDIR: folder },
  });
  await vi.waitUntil(async () => (await workersIn(folder)).length > 0, { timeout: 30_000 });
  return { folder, running };
}

/** Processes that run in a folder below this one, which those of a measurement do. */
async function workersIn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, at) => places[at]?.startsWith(`${folder}/`));
}

/** What the program left of its own; what runs it has a folder there too. */
async function leftIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('wirefold'));
}

const GAP = ['--only', 'gap', '--hosts', '4', '--pages', '50000', '--workers', '2'];

describe('a benchmark that is stopped', () => {
  it('has no figures, and leaves neither files nor processes', async () => {
    const { folder, running } = await measuring(...GAP);
    await running.told('2 workers run');
    running.kill('SIGINT');
    const { status, out, err } = await running.ended();
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('Stopped: before the measurement had ended. Run it again;');
    expect([await workersIn(folder), await leftIn(folder)]).toEqual([[], []]);
  });

  it('and is a soak tells of the time until then', async () => {
    const { folder, running } = await measuring('--soak', '30', '--hosts', '10', '--rate', '10');
    await running.told('minute 0:');
    running.kill('SIGTERM');
    const { status, out } = await running.ended();
    const [figures] = records(out);
    expect({ status, figures }).toMatchObject({
      status: 0,
      figures: {
        ...{ part: 'soak', drained: true, faults: [] },
        minutes: expect.toSatisfy((minutes: number) => minutes < 2),
      },
    });
    expect([await workersIn(folder), await leftIn(folder)]).toEqual([[], []]);
  }, 120_000);

  it('by SIGKILL takes its workers with it', async () => {
    const { folder, running } = await measuring(...GAP);
    await running.told('2 workers run');
    running.kill('SIGKILL');
    await running.ended();
    await vi.waitUntil(async () => (await workersIn(folder)).length === 0, { timeout: 30_000 });
  });
});
