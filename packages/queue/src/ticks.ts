import { Queue } from 'bullmq';
import { type ConsumeOptions, consume } from './consumer.ts';
import { openLine } from './line.ts';
import { type Connect, DEFAULT_PREFIX } from './names.ts';

const NAME = 'ticks';
const SCHEDULER = 'clock';
/** Milliseconds that closing may still talk to Redis. */
const FAREWELL_MS = 2_000;

export interface TicksOptions extends Pick<ConsumeOptions, 'onError' | 'lockMs' | 'quietMs'> {
  readonly connect: Connect;
  readonly prefix?: string;
  /** Milliseconds from one tick to the next. */
  readonly everyMs: number;
  /** What is done at each; the next tick waits for it. A throw ends this tick alone. */
  readonly onTick: () => Promise<void>;
  /** Milliseconds after which a call fails. */
  readonly deadlineMs?: number;
}

/** A clock in Redis: of all processes that listen to it, one hears each tick. */
export interface Ticks {
  /**
   * Sets the clock going, in place of what is there of it; the first tick comes at once. Ticks that nobody hears
   * do not pile up: one waits.
   * @throws TransportError
   */
  set(): Promise<void>;
  /** Takes the clock away, and waits up to `graceMs` for a tick at work. */
  close(graceMs: number): Promise<void>;
}

/** Listens to the clock, which has yet to be set; through outages of Redis. */
export function openTicks(options: TicksOptions): Ticks {
  const { connect, prefix = DEFAULT_PREFIX, everyMs, onTick, deadlineMs = 10_000 } = options;
  const line = openLine(connect, deadlineMs);
  const settings = { connection: line.redis, prefix, skipVersionCheck: true, skipWaitingForReady: true };
  const queue = new Queue(NAME, { ...settings, streams: { events: { maxLen: 10 } } });
  queue.on('error', () => undefined);
  const consumer = consume({
    ...options,
    ...{ stage: NAME, prefix, concurrency: 1 },
    handle: async () => {
      await onTick();
      return { kind: 'ended' };
    },
  });
  const takeAway = async (): Promise<void> => {
    await queue.removeJobScheduler(SCHEDULER);
    await queue.drain(true);
  };
  return {
    set: () =>
      line.call('Setting the clock of the polls', async () => {
        await takeAway();
        const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 1 };
        await queue.upsertJobScheduler(SCHEDULER, { every: everyMs }, { name: NAME, data: {}, opts });
      }),
    async close(graceMs) {
      const gone = line.call('Taking the clock of the polls away', takeAway).catch(() => undefined);
      const expiry = new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref());
      await Promise.race([gone, expiry]);
      await consumer.close(graceMs);
      await queue.close().catch(() => undefined);
      line.close();
    },
  };
}
