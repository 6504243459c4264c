import type { Stage } from '@wirefold/contracts/terms';
import type { Redis } from 'ioredis';

/** One hash tag for every key of the pipeline, so that a cluster keeps them in one slot (DESIGN 15). */
export const DEFAULT_PREFIX = '{wirefold}';

/** Opens a connection of its own for each call; whoever calls it closes it. */
export type Connect = () => Redis;

/** The queues of the stages, and the one whose jobs say that time has passed. */
export type QueueName = Stage | 'ticks';

/** Key of a queue's part, or of a job: BullMQ's layout `prefix:queue:part`. */
export function queueKey(prefix: string, queue: QueueName, part: string): string {
  return `${prefix}:${queue}:${part}`;
}

/** Name of our own backoff, so that a worker asks `retryDelayOf` and not BullMQ's tables. */
export const BACKOFF_TYPE = 'wirefold';

/** Milliseconds; six days, one less than bodies are kept, so that no job outlives its body. */
export const MAX_DELAY_MS = 6 * 24 * 3_600_000;

/** Cuts a list into pieces of at most `size`. */
export function* slices<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
