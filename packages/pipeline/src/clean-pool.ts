import { availableParallelism } from 'node:os';
import type { PagePrints } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import type { ThreadOutcome, ThreadTask } from './clean-thread.ts';
import { createLimitedPool } from './limited-pool.ts';

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
  const pool = createLimitedPool<ThreadTask, ThreadOutcome>(
    new URL('./clean-thread.mjs', import.meta.url),
    { ...options, threads },
    { timeout: 'clean-timeout', memory: 'clean-memory' },
  );
  return {
    threads,
    run: (job, bytes, siblings) =>
      pool.run({ job, bytes, ...(siblings && { siblings }) }, `Cleaning ${job.document.url}`),
    close: pool.close,
  };
}
