/** What one test file has been given; kept on the global object, so that set-up and tests see the same one. */
export interface TestFile {
  /** The account that all of the file's connections use. */
  readonly account: string;
  readonly socketPath: string;
  /** Run when the file's tests are over, the last added first. */
  readonly endings: (() => Promise<void>)[];
}

const key = Symbol.for('wirefold.test-file');
const holder = globalThis as { [key]?: TestFile };

/** Notes the file that is about to run. */
export function beginTestFile(file: TestFile): void {
  holder[key] = file;
}

/** Gives the file that runs; fails outside a run that uses `@wirefold/testing/vitest`. */
export function getTestFile(): TestFile {
  const file = holder[key];
  if (file) return file;
  throw new Error(
    "No test file is running. Put export { default } from '@wirefold/testing/vitest'; into vitest.config.ts.",
  );
}

/** Runs and forgets the endings; the first failure is thrown after all have run. */
export async function endTestFile(file: TestFile): Promise<void> {
  const failures: unknown[] = [];
  for (let ending = file.endings.pop(); ending; ending = file.endings.pop()) {
    await ending().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
