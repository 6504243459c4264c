import type { IngestProgress } from '@wirefold/pipeline';
import { createLogUpdate } from 'log-update';
import type { Context } from '../context.ts';
import type { Output } from '../output/output.ts';

/** Milliseconds between two plain lines of progress where standard error is no terminal. */
const PLAIN_EVERY_MS = 5_000;

/** Tells of progress in a line, given the seconds since the beginning. */
type Describe<P> = (progress: P, seconds: number) => string;

/** Shows how a run stands: one live line on a terminal, a plain line now and then elsewhere. */
export function createProgress<P>({ out, around }: Context, describe: Describe<P>) {
  if (out.quiet) return { show: () => {}, note: () => {}, end: () => {} };
  const startedAt = performance.now();
  const lineOf = (progress: P) => describe(progress, (performance.now() - startedAt) / 1000);
  if (!out.terminal.errorIsTerminal) return plainProgress(out, lineOf);
  const live = createLogUpdate(around.stderr);
  return {
    show: (progress: P) => live(out.paintError.dim(lineOf(progress))),
    note: (text: string) => {
      live.clear();
      out.note(text);
    },
    end: () => live.clear(),
  };
}

function plainProgress<P>(out: Output, lineOf: (progress: P) => string) {
  let toldAt = performance.now();
  return {
    show: (progress: P) => {
      if (performance.now() - toldAt < PLAIN_EVERY_MS) return;
      toldAt = performance.now();
      out.note(lineOf(progress));
    },
    note: (text: string) => out.note(text),
    end: () => {},
  };
}

/** How an ingest run stands. */
export function ingestLine(progress: IngestProgress, seconds: number): string {
  const ended = Object.entries(progress.ended).map(([state, count]) => `${count} ${state}`);
  return [
    `${progress.accepted} accepted`,
    `${progress.inFlight} in flight`,
    ...ended,
    `${seconds.toFixed(0)} s`,
  ].join(' · ');
}
