import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('./fixtures/leaking', import.meta.url));
const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));

/** Runs the case that leaks, as a run of its own. */
function runLeakingCase() {
  return execa(process.execPath, [vitest, 'run'], { cwd: root, reject: false, all: true });
}

describe('a run of tests', () => {
  it('fails the file whose tests pass but leave a duplicated connection open, and names the connection', async () => {
    const { exitCode, all } = await runLeakingCase();
    expect(exitCode).toBe(1);
    expect(all).toContain('left 1 Redis connections open');
    expect(all).toContain('name=left-behind');
  });
});
