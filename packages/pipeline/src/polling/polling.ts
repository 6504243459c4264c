import { type Ticks, TransportError } from '@wirefold/queue';
import { everySoOften } from '../every-so-often.ts';
import type { Notice } from '../hands.ts';

export interface PollingParts {
  /** Begins what is due. */
  readonly startDue: () => Promise<unknown>;
  /** Opens the clock in Redis. */
  readonly openTicks: (onTick: () => Promise<void>) => Ticks;
  readonly everyMs: number;
  readonly notice: Notice;
}

/** Polls until it is stopped. */
export interface Polling {
  /** Takes the clock away, and waits up to `graceMs` for a tick at work. */
  stop(graceMs: number): Promise<void>;
}

/** Ticks that may fail to come before the clock is set again. */
const MISSED_TICKS = 3;

/**
 * Begins due polls at each tick of the clock in Redis. Where no tick comes (the clock is gone, its listener is dead,
 * the host's time was put back), it sets the clock again, and ticks itself until one comes.
 */
export function startPolling({ startDue, openTicks, everyMs, notice }: PollingParts): Polling {
  const tell = onceEach(notice);
  const patienceMs = MISSED_TICKS * everyMs;
  let running: Promise<void> | null = null;
  let tickedAt = performance.now();
  let setAt = tickedAt;

  const begin = async (): Promise<void> => {
    try {
      await startDue();
      tell.isOver('start');
    } catch (error) {
      tell.once('start', `polls wait: ${messageOf(error)}`);
    }
  };
  const tick = (): Promise<void> => {
    running ??= begin().finally(() => {
      running = null;
    });
    return running;
  };
  const ticks = openTicks(() => {
    tickedAt = performance.now();
    tell.isOver('silence');
    return tick();
  });
  const setClock = async (): Promise<void> => {
    setAt = performance.now();
    await ticks.set().catch((error: unknown) => {
      if (!(error instanceof TransportError)) throw error;
    });
  };
  const watch = async (): Promise<void> => {
    const now = performance.now();
    if (now - tickedAt < patienceMs) return;
    const seconds = Math.round((now - tickedAt) / 1_000);
    tell.once('silence', `no tick for ${seconds} s: the clock of the polls is set again`);
    if (now - setAt >= patienceMs) await setClock();
    await tick();
  };
  const setting = setClock().catch((error: unknown) => tell.once('set', `polls: ${messageOf(error)}`));
  const watching = everySoOften(everyMs, watch, notice);
  return {
    async stop(graceMs) {
      await Promise.all([watching.stop(), setting]);
      await ticks.close(graceMs);
    },
  };
}

/** Tells a trouble when it begins, and not again before it is over. */
function onceEach(notice: Notice) {
  const told = new Set<string>();
  return {
    once(trouble: string, text: string): void {
      if (!told.has(trouble)) notice(text);
      told.add(trouble);
    },
    isOver: (trouble: string): void => void told.delete(trouble),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
