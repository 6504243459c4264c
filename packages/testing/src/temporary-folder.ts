import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTestFile } from './test-file.ts';

/** A new empty folder, removed with all it holds when the file's tests are over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-test-'));
  getTestFile().endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
