import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { CliError } from '../../cli-error.ts';
import { jsonLine } from '../../output/printable.ts';
import type { BenchPage } from './gold.ts';

const BIN = fileURLToPath(new URL('../../../bin/wirefold.mjs', import.meta.url));

/**
 * Tells the peak of its resident memory, in kB, on the fourth channel when it ends. On Linux by VmHWM: the
 * kernel's ru_maxrss counts the process that started it too (proc_pid_status(5), getrusage(2)).
 */
const TELL_PEAK = `
import { readFileSync, writeSync } from 'node:fs';
process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  try { peak = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? peak); } catch {}
  writeSync(3, String(peak));
});`;

/** Peak resident memory in MB of `wirefold clean --jsonl` over the pages of a set, in a process of its own. */
export async function measureFilterMemory(pages: readonly BenchPage[]): Promise<number> {
  const preload = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const child = spawn(process.execPath, ['--import', preload, BIN, 'clean', '--jsonl', '--quiet'], {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  const [, , complaint, peak] = child.stdio;
  const { stdin } = child;
  if (stdin === null) throw new Error('The child has no standard input');
  const texts = { complaint: '', peak: '' };
  complaint?.on('data', (chunk: Buffer) => {
    texts.complaint += chunk.toString();
  });
  peak?.on('data', (chunk: Buffer) => {
    texts.peak += chunk.toString();
  });
  const ended = once(child, 'close');
  await pipeline(Readable.from(recordsOf(pages)), stdin).catch(() => {
    // It ended early: its exit status and its complaint say why.
  });
  const [status] = await ended;
  const kilobytes = Number(texts.peak);
  if (status === 0 && kilobytes > 0) return Math.round(kilobytes / 1024);
  const where =
    texts.complaint
      .trim()
      .replace(/^wirefold: /, '')
      .replace(/\.$/, '') || `exit status ${status}`;
  throw new CliError(
    'The clean filter did not end well',
    where,
    'Run wirefold clean --jsonl over these pages.',
  );
}

/** One record at a time, so that they are not held twice. */
function* recordsOf(pages: readonly BenchPage[]): Generator<string> {
  for (const { id, format, content, url } of pages) {
    yield `${jsonLine({ id, [format]: content, ...(url === undefined ? {} : { url }) })}\n`;
  }
}
