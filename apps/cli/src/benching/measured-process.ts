import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

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

/** How a process ended that was run to be measured. */
export interface MeasuredEnd {
  /** Null where it ended well; else what it said on standard error, or its exit status. */
  readonly complaint: string | null;
  /** Peak resident memory in MB; 0 where it was killed before it could tell. */
  readonly peakMemoryMb: number;
}

/** What goes in and out of a measured process. */
export interface MeasuredTraffic {
  readonly input: Iterable<string> | AsyncIterable<string>;
  /** Takes each line of its standard output; without it the output is thrown away. */
  readonly onLine?: (line: string) => void;
}

/** Runs Node with these arguments as a process of its own, until it ends; throws where it cannot be started. */
export async function runMeasured(
  args: readonly string[],
  { input, onLine }: MeasuredTraffic,
): Promise<MeasuredEnd> {
  const preload = `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`;
  const child = spawn(process.execPath, ['--import', preload, ...args], {
    stdio: ['pipe', onLine ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const [stdin, stdout, stderr, channel] = child.stdio;
  const complaint = collect(stderr);
  const peak = collect(channel as Readable | null | undefined);
  if (stdout && onLine) createInterface({ input: stdout }).on('line', onLine);
  const ended = once(child, 'close');
  if (stdin) {
    await pipeline(Readable.from(input), stdin).catch(() => {
      // It ended early: its exit status and its complaint say why.
    });
  }
  const [status, signal] = await ended;
  const said = complaint().trim();
  return {
    complaint: status === 0 ? null : said || `exit status ${status ?? signal}`,
    peakMemoryMb: Math.round(Number(peak()) / 1024),
  };
}

function collect(stream: Readable | null | undefined): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}
