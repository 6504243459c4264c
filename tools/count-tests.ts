import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The part of vitest's JSON report that is counted and told. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What is told of a failure, in characters: enough for a counterexample and the seed that finds it again. */
const TOLD = 2_000;

const root = join(import.meta.dirname, '..');

/** Workspaces with a test folder; each must have left a report. */
function testedWorkspaces(): string[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(group, name))
      .filter((path) => readdirSync(join(root, path)).includes('test')),
  );
}

/** Each test that did not pass, and each file that broke outside its tests, with what it said. */
function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const bad = assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, status, failureMessages }) => [`${fullName} (${status})`, ...failureMessages]);
    return [...bad, ...(message === '' ? [] : [[`${name} as a file`, message]])].map((parts) =>
      stripVTControlCharacters(parts.join('\n'))
        .slice(0, TOLD)
        .split('\n')
        .filter((line) => !/^\s+at .*node_modules/.test(line))
        .join('\n    '),
    );
  });
}

let passed = 0;
let failed = 0;
const failures: string[] = [];
for (const path of testedWorkspaces()) {
  try {
    const report = JSON.parse(readFileSync(join(root, path, 'reports/vitest.json'), 'utf8')) as Report;
    failures.push(...failuresOf(report).map((one) => `${path}: ${one}`));
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
for (const one of failures) console.log(`-- ${one}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
