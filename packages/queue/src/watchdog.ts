import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type QueueName, queueKey } from './names.ts';
import type { Shift } from './shift.ts';

/** What the watchdog makes of a shift. */
export type Diagnosis = 'well' | 'mute' | 'asleep' | 'gone';

/**
 * Judges a worker by its progress, not by PING (BullMQ's workers have been seen to stop silently after an
 * outage): `mute` where its connection swallows commands, `asleep` where jobs wait and it has taken
 * none for `quietMs` although it has hands free, `gone` where its connection has ended for good.
 */
export async function examine(
  shift: Shift,
  target: { stage: QueueName; prefix: string; concurrency: number; quietMs: number },
): Promise<Diagnosis> {
  const { redis } = shift;
  if (redis.status === 'end') return 'gone';
  if (redis.status !== 'ready') return 'well';
  const quiet = performance.now() - shift.lastTakenAt() >= target.quietMs;
  const due = await Promise.race([
    countDue(redis, target),
    sleep(target.quietMs, 'mute' as const, { ref: false }),
  ]);
  if (due === 'mute') return redis.status === 'ready' ? 'mute' : 'well';
  return quiet && due > 0 && shift.running() < target.concurrency ? 'asleep' : 'well';
}

/** Jobs that a worker should have taken: those that wait, and those whose delay was over `quietMs` ago. */
async function countDue(
  redis: Redis,
  { stage, prefix, quietMs }: { stage: QueueName; prefix: string; quietMs: number },
): Promise<number> {
  const key = (part: string): string => queueKey(prefix, stage, part);
  // BullMQ's scores of delayed jobs are milliseconds times 4,096.
  const overdue = (Date.now() - quietMs) * 4_096;
  const replies = await redis
    .pipeline()
    .hexists(key('meta'), 'paused')
    .llen(key('wait'))
    .zcard(key('prioritized'))
    .zcount(key('delayed'), 0, overdue)
    .exec()
    .catch(() => null);
  const [paused = 0, ...counts] = (replies ?? []).map(([, value]) => Number(value ?? 0));
  return paused > 0 ? 0 : counts.reduce((sum, count) => sum + count, 0);
}
