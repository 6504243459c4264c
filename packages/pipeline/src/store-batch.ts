import type { Committed, StoreTask } from '@wirefold/contracts/ports';

interface Waiting {
  readonly task: StoreTask;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers ends into transactions: what has come in while the last transaction ran, up to `size` items that end or are
 * named by a list that ends, goes into the next. One task that fails a whole batch is found by committing each alone.
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
    const count = countOf(queue, size);
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
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

/** How many of those that wait go together: one at least. */
function countOf(queue: readonly Waiting[], size: number): number {
  let items = 0;
  const full = queue.findIndex(({ task }) => {
    items += 1 + ('children' in task ? task.children.length : 0);
    return items > size;
  });
  return full < 0 ? queue.length : Math.max(full, 1);
}
