import { fileURLToPath } from 'node:url';
import { CliError } from '../../cli-error.ts';
import { jsonLine } from '../../output/printable.ts';
import { runMeasured } from '../measured-process.ts';
import type { BenchPage } from './gold.ts';

const BIN = fileURLToPath(new URL('../../../bin/wirefold.mjs', import.meta.url));

/** Peak resident memory in MB of `wirefold clean --jsonl` over the pages of a set, in a process of its own. */
export async function measureFilterMemory(pages: readonly BenchPage[]): Promise<number> {
  const filter = [BIN, 'clean', '--jsonl', '--quiet'];
  const { complaint, peakMemoryMb } = await runMeasured(filter, { input: recordsOf(pages) });
  if (complaint === null && peakMemoryMb > 0) return peakMemoryMb;
  throw new CliError(
    'The clean filter did not end well',
    (complaint ?? 'it told no peak').replace(/^wirefold: /, '').replace(/\.$/, ''),
    'Run wirefold clean --jsonl over these pages.',
  );
}

/** One record at a time, so that they are not held twice. */
function* recordsOf(pages: readonly BenchPage[]): Generator<string> {
  for (const { id, format, content, url } of pages) {
    yield `${jsonLine({ id, [format]: content, ...(url === undefined ? {} : { url }) })}\n`;
  }
}
