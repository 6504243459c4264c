import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Shows that the layer check can fail: imports the store from a stage, where that is forbidden, and
 * expects `turbo boundaries` to object.
 */
const root = join(import.meta.dirname, '..');
const trespass = join(root, 'packages/clean/src/forbidden-import.ts');

function boundariesHold(): boolean {
  try {
    execFileSync('npx', ['turbo', 'boundaries'], { cwd: root, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

let caught = false;
try {
  writeFileSync(trespass, "import { openWriter } from '@wirefold/store';\n\nexport { openWriter };\n");
  caught = !boundariesHold();
} finally {
  rmSync(trespass, { force: true });
}
console.log(caught ? 'caught: a stage may not import the store' : 'NOT caught: a stage imported the store');
process.exitCode = caught ? 0 : 1;
