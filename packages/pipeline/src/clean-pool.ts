import { availableParallelism } from 'node:os';
import type { PagePrints } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import { QuarantineError } from '@wirefold/contracts/outcome';
import { Piscina } from 'piscina';
import type { ThreadOutcome, ThreadTask } from './clean-thread.ts';

export interface CleanPoolOptions {
  /** Threads; by default one fewer than there are cores, and at least one. */
  readonly threads?: number;
  /** Time that one document may take, from when a thread takes it up. */
  readonly timeoutMs: number;
  /** Heap that one thread may use. */
  readonly memoryMb: number;
}

/** Threads that clean documents within limits; a document that breaks a limit costs its thread and nothing else. */
export interface CleanPool {
  readonly threads: number;
  /** Throws QuarantineError `clean-timeout` or `clean-memory`; what else the cleaner throws comes through. */
  run(job: CleanJob, bytes: Uint8Array, siblings?: readonly PagePrints[]): Promise<ThreadOutcome>;
  close(): Promise<void>;
}

export function createCleanPool(options: CleanPoolOptions): CleanPool {
  const threads = options.threads ?? Math.max(1, availableParallelism() - 1);
  const pool = new Piscina({
    filename: new URL('./clean-thread.mjs', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
  });
  pool.on('error', () => {
    // A thread that dies between tasks is replaced; its task, if it had one, was rejected by itself.
  });
  const slots = createSlots(threads);
  return {
    threads,
    run: (job, bytes, siblings) =>
      slots(() => runLimited(pool, options, { job, bytes, ...(siblings && { siblings }) })),
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

async function runLimited(
  pool: Piscina,
  options: CleanPoolOptions,
  task: ThreadTask,
): Promise<ThreadOutcome> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs);
  try {
    return await pool.run(task, { signal: abort.signal });
  } catch (error) {
    throw limitError(error, abort.signal.aborted, options, task.job);
  } finally {
    clearTimeout(timer);
  }
}

function limitError(error: unknown, timedOut: boolean, options: CleanPoolOptions, job: CleanJob): unknown {
  const what = `Cleaning ${job.document.url}`;
  if (timedOut) {
    return new QuarantineError('clean-timeout', `${what} took longer than ${options.timeoutMs} ms`);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new QuarantineError('clean-memory', `${what} took more than ${options.memoryMb} MB`, {
      cause: error,
    });
  }
  return error;
}
