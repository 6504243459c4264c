import type { Committed, StoreTask } from '@wirefold/contracts/ports';

interface Waiting {
  readonly task: StoreTask;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers ends into transactions: what has come in while the last transaction ran, up to `size`, goes
 * into the next. One task that fails a whole batch is found by committing each alone.
 */
export function createStoreBatch(
  commit: (tasks: readonly StoreTask[]) => Committed[],
  size: number,
  lingerMs: number,
) {
  let queue: Waiting[] = [];
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    timer = null;
    const batch = queue.slice(0, size);
    queue = queue.slice(size);
    if (batch.length > 0) settle(batch);
    if (queue.length > 0) timer = setTimeout(flush, 0);
  }

  function settle(batch: readonly Waiting[]): void {
    try {
      const results = commit(batch.map((waiting) => waiting.task));
      for (const [i, waiting] of batch.entries()) {
        const result = results[i];
        if (result) waiting.resolve(result);
        else waiting.reject(new Error(`The store gave no result for ${waiting.task.job.itemId}`));
      }
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const waiting of batch) settle([waiting]);
    }
  }

  return (task: StoreTask): Promise<Committed> =>
    new Promise((resolve, reject) => {
      queue.push({ task, resolve, reject });
      if (queue.length >= size) {
        if (timer) clearTimeout(timer);
        timer = setTimeout(flush, 0);
      } else timer ??= setTimeout(flush, lingerMs);
    });
}
