import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const root = join(import.meta.dirname, '..');

/** Workspaces with a test folder; each must have left a report. */
function testedWorkspaces(): string[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(group, name))
      .filter((path) => readdirSync(join(root, path)).includes('test')),
  );
}

let passed = 0;
let failed = 0;
for (const path of testedWorkspaces()) {
  try {
    const report = JSON.parse(readFileSync(join(root, path, 'reports/vitest.json'), 'utf8')) as Report;
    // A test that did not run proves nothing: it counts as failed.
    const bad = report.numFailedTests + report.numPendingTests + report.numTodoTests;
    console.log(`${path}: ${report.numPassedTests} passed, ${bad} failed or not run`);
    passed += report.numPassedTests;
    failed += bad;
  } catch {
    console.log(`${path}: no report`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
