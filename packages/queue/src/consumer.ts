import type { Delivery, Settled } from '@wirefold/contracts/ports';
import { createAlarm } from './alarm.ts';
import { type Connect, DEFAULT_PREFIX, type QueueName } from './names.ts';
import { type Shift, startShift } from './shift.ts';
import { examine } from './watchdog.ts';

export interface ConsumeOptions {
  readonly stage: QueueName;
  readonly connect: Connect;
  readonly prefix?: string;
  /** Deliveries handled at the same time. */
  readonly concurrency: number;
  /**
   * Handles one delivery. It may be called twice for one job, even at the same time (a lock expired), so
   * its effects must bear repeating. A throw costs an attempt; an error with `retryAfterMs` waits so long.
   */
  readonly handle: (delivery: Delivery) => Promise<Settled>;
  /** Milliseconds after which a silent worker's job is given to another; renewed at half of it. */
  readonly lockMs?: number;
  /** Milliseconds between looks for jobs whose worker is gone. */
  readonly stalledMs?: number;
  /**
   * How often a job may lose its worker before it leaves the queue. BullMQ's own 1 fails a job at its second
   * kill (DESIGN 1); beyond 8 it probably kills its worker, and the reconciler decides.
   */
  readonly maxStalledCount?: number;
  /** Milliseconds without a job taken, while jobs wait, after which the worker is made anew. */
  readonly quietMs?: number;
  /** Told of each trouble once, when it begins; the consumer goes on by itself. */
  readonly onError?: (error: Error) => void;
}

export interface Consumer {
  /** Resolves when the worker's connections are ready; waits as long as Redis is away, and throws when it is closed. */
  ready(): Promise<void>;
  /** Takes no more jobs, waits up to `graceMs` for those at work, gives the rest back, disconnects. */
  close(graceMs: number): Promise<void>;
  /** Deliveries at work now. */
  running(): number;
  /** Deliveries ended since the start. */
  done(): number;
  /** Whether Redis can be reached now. */
  connected(): boolean;
}

/** Takes jobs of one stage until it is closed; outages of Redis are waited out, a dead worker is replaced. */
export function consume(options: ConsumeOptions): Consumer {
  const { stage, connect, concurrency, prefix = DEFAULT_PREFIX, quietMs = 15_000 } = options;
  const { lockMs = 30_000, maxStalledCount = 8 } = options;
  const stalledMs = options.stalledMs ?? Math.max(1_000, Math.round(lockMs / 3));
  const alarm = createAlarm(options.onError);
  let done = 0;
  const begin = (): Shift =>
    startShift({
      stage,
      connect,
      prefix,
      concurrency,
      lockMs,
      stalledMs,
      maxStalledCount,
      handle: options.handle,
      alarm,
      onEnded: () => {
        done += 1;
      },
    });
  let closed = false;
  let shift = begin();
  const relieved = new Set<Shift>();
  const relieve = (): void => {
    const old = shift;
    relieved.add(old);
    shift = begin();
    old.end(lockMs).finally(() => relieved.delete(old));
  };
  const stopWatch = watch(quietMs, async () => {
    const diagnosis = await examine(shift, { stage, prefix, concurrency, quietMs });
    if (diagnosis === 'well' || closed) return;
    alarm.raise(new Error(`The worker of the stage ${stage} is ${diagnosis}: it is made anew`));
    relieve();
  });
  const all = (): Shift[] => [shift, ...relieved];
  return {
    ready: () => shift.ready(),
    running: () => all().reduce((sum, { running }) => sum + running(), 0),
    done: () => done,
    connected: () => shift.redis.status === 'ready',
    async close(graceMs) {
      closed = true;
      stopWatch();
      await Promise.all(all().map((each) => each.end(graceMs)));
    },
  };
}

/** Looks twice in each quiet time, one look at a time, until it is stopped. */
function watch(quietMs: number, look: () => Promise<void>): () => void {
  let looking = false;
  let stopped = false;
  const timer = setInterval(async () => {
    if (looking || stopped) return;
    looking = true;
    await look().catch(() => undefined);
    looking = false;
  }, quietMs / 2);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
