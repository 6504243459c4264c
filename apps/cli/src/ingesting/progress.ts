import type { IngestProgress } from '@wirefold/pipeline';
import { createLogUpdate } from 'log-update';
import type { Context } from '../context.ts';
import type { Output } from '../output/output.ts';

/** Milliseconds between two plain lines of progress where standard error is no terminal. */
const PLAIN_EVERY_MS = 5_000;

/** Shows how an ingest run stands: one live line on a terminal, a plain line now and then elsewhere. */
export function createProgress({ out, around }: Context) {
  if (out.quiet) return { show: () => {}, note: () => {}, end: () => {} };
  const startedAt = performance.now();
  if (!out.terminal.errorIsTerminal) return plainProgress(out, startedAt);
  const live = createLogUpdate(around.stderr);
  return {
    show: (progress: IngestProgress) => live(out.paintError.dim(progressLine(progress, startedAt))),
    note: (text: string) => {
      live.clear();
      out.note(text);
    },
    end: () => live.clear(),
  };
}

function plainProgress(out: Output, startedAt: number) {
  let toldAt = startedAt;
  return {
    show: (progress: IngestProgress) => {
      if (performance.now() - toldAt < PLAIN_EVERY_MS) return;
      toldAt = performance.now();
      out.note(progressLine(progress, startedAt));
    },
    note: (text: string) => out.note(text),
    end: () => {},
  };
}

function progressLine(progress: IngestProgress, startedAt: number): string {
  const ended = Object.entries(progress.ended).map(([state, count]) => `${count} ${state}`);
  const seconds = (performance.now() - startedAt) / 1000;
  return [
    `${progress.accepted} accepted`,
    `${progress.inFlight} in flight`,
    ...ended,
    `${seconds.toFixed(0)} s`,
  ].join(' · ');
}
