import { RetryError } from '@wirefold/contracts/outcome';

/** The waits of one `get`: a total, and within it one phase at a time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the running phase, if any, and starts another of `ms` milliseconds. */
  phase(ms: number, what: string): void;
  /** Stops all timers. */
  clear(): void;
}

/** Starts the clock of a `get`; when time is up, `signal` aborts with a RetryError `timeout`. */
export function startDeadline(totalMs: number, address: string): Deadline {
  const controller = new AbortController();
  const fail = (what: string, ms: number) =>
    controller.abort(new RetryError('timeout', `${what} took over ${ms} ms: GET ${address}`));
  const total = setTimeout(fail, totalMs, 'the whole answer', totalMs);
  let current: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    phase(ms, what) {
      clearTimeout(current);
      current = setTimeout(fail, ms, what, ms);
    },
    clear() {
      clearTimeout(total);
      clearTimeout(current);
    },
  };
}
