import type { Notice } from './hands.ts';

/** Runs `work` every `ms` milliseconds, one at a time; a failure is told and does not stop the next. */
export function everySoOften(
  ms: number,
  work: () => Promise<void>,
  notice: Notice,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) => notice(`upkeep: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        busy = false;
      });
  }, ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
