import type { Redis } from 'ioredis';

/**
 * Ends a connection for good: what still holds it gets errors from now on. `disconnect` alone leaves it to everybody
 * to connect again, as BullMQ does with a worker's blocking connection that ends while Redis is away.
 */
export function endForGood(redis: Redis): void {
  // In ioredis's own words, which BullMQ knows and does not report as trouble.
  redis.connect = () => Promise.reject(new Error('Connection is closed.'));
  // Where ioredis waits to try again, it would keep commands for a connection that never comes.
  redis.options.enableOfflineQueue = false;
  redis.disconnect();
}
