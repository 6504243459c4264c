import { QuarantineError } from '@wirefold/contracts/outcome';
import type { QuarantineReason } from '@wirefold/contracts/reasons';
import { Piscina } from 'piscina';

export interface PoolLimits {
  readonly threads: number;
  /** Threads that are kept while there is no work. Default 1. */
  readonly idleThreads?: number;
  /** Time that one task may take, from when a thread takes it up. */
  readonly timeoutMs: number;
  /** Heap that one thread may use. */
  readonly memoryMb: number;
}

/** What a task ends as when it breaks a limit. */
export interface LimitReasons {
  readonly timeout: QuarantineReason;
  readonly memory: QuarantineReason;
}

/** Threads that work within limits; a task that breaks one costs its thread and nothing else. */
export interface LimitedPool<Task, Result> {
  /** Throws QuarantineError under one of the pool's reasons; what the work itself throws comes through. `what` names the task in words. */
  run(task: Task, what: string): Promise<Result>;
  close(): Promise<void>;
}

/** Lays threads that run the default export of `file`. */
export function createLimitedPool<Task, Result>(
  file: URL,
  limits: PoolLimits,
  reasons: LimitReasons,
): LimitedPool<Task, Result> {
  const pool = new Piscina<Task, Result>({
    filename: file.href,
    minThreads: limits.idleThreads ?? 1,
    maxThreads: limits.threads,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
  });
  pool.on('error', () => {
    // A thread that dies between tasks is replaced; its task, if it had one, was rejected by itself.
  });
  const slots = createSlots(limits.threads);
  return {
    run: (task, what) => slots(() => runLimited(pool, task, what, limits, reasons)),
    close: () => pool.destroy(),
  };
}

/** At most `size` at a time, so that a time limit starts when a thread is free and not while waiting for one. */
function createSlots(size: number) {
  let free = size;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

async function runLimited<Task, Result>(
  pool: Piscina<Task, Result>,
  task: Task,
  what: string,
  limits: PoolLimits,
  reasons: LimitReasons,
): Promise<Result> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limits.timeoutMs);
  try {
    return await pool.run(task, { signal: abort.signal });
  } catch (error) {
    if (abort.signal.aborted)
      throw new QuarantineError(reasons.timeout, `${what} took longer than ${limits.timeoutMs} ms`);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    const said = `${what} took more than ${limits.memoryMb} MB`;
    throw new QuarantineError(reasons.memory, said, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
