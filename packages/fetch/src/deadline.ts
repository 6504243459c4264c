import { RetryError } from '@wirefold/contracts/outcome';

/** The waits of one `get`: a total, and within it one phase at a time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the running phase, if any, and starts another of `ms` milliseconds. */
  phase(ms: number, what: string): void;
  /**
   * Gives what `work` gives, or throws the signal's reason as soon as it aborts. Needed beside the
   * signal: undici 7.30 heeds an abort only when the connection under way stands or has failed.
   */
  race<T>(work: Promise<T>): Promise<T>;
  /** Aborts for another cause than time. */
  abort(reason: Error): void;
  /** Stops all timers. */
  clear(): void;
}

/** Starts the clock of a `get`; when time is up, `signal` aborts with a RetryError `timeout`. */
export function startDeadline(totalMs: number, address: string): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const fail = (what: string, ms: number) =>
    controller.abort(new RetryError('timeout', `${what} took over ${ms} ms: GET ${address}`));
  const total = setTimeout(fail, totalMs, 'the whole answer', totalMs);
  let current: NodeJS.Timeout | undefined;
  return {
    signal,
    phase(ms, what) {
      clearTimeout(current);
      current = setTimeout(fail, ms, what, ms);
    },
    race: (work) => raceAbort(work, signal),
    abort: (reason) => controller.abort(reason),
    clear() {
      clearTimeout(total);
      clearTimeout(current);
    },
  };
}

function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
