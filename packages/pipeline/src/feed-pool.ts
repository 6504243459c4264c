import type { FeedReader } from '@wirefold/fetch';
import { extractFeed, type FeedTask } from '@wirefold/fetch/feed';
import type { FeedThreadResult } from './feed-thread.ts';
import { createLimitedPool, type PoolLimits } from './limited-pool.ts';

/**
 * Feeds up to this size are read where they are: of 34 hostile shapes the slowest took 1.4 ms a
 * kilobyte (one tag with an attribute in every 12 bytes), so 64 KiB hold the event loop for under 100 ms.
 */
export const INLINE_FEED_BYTES = 64 * 1024;

/**
 * The slowest of those shapes takes 28 s at the 20 MiB that a document may have, and 1.5 GB; 20 MiB of
 * entries with text take one second. One thread: feeds of this size are rare.
 */
export const FEED_LIMITS: PoolLimits = { threads: 1, idleThreads: 0, timeoutMs: 10_000, memoryMb: 512 };

/** Reads feeds so that none holds the event loop: the larger ones on a thread, within limits. */
export interface FeedPool {
  /** @throws QuarantineError `feed-timeout` or `feed-memory`; an Error where the feed cannot be parsed */
  readonly read: FeedReader;
  close(): Promise<void>;
}

export function createFeedPool(limits: PoolLimits = FEED_LIMITS): FeedPool {
  const pool = createLimitedPool<FeedTask, FeedThreadResult>(
    new URL('./feed-thread.mjs', import.meta.url),
    limits,
    { timeout: 'feed-timeout', memory: 'feed-memory' },
  );
  return {
    async read(task) {
      if (task.bytes.length <= INLINE_FEED_BYTES) return extractFeed(task);
      const result = await pool.run(task, `Reading the feed ${task.url}`);
      if ('fault' in result) throw new Error(result.fault);
      return result.contents;
    },
    close: pool.close,
  };
}
