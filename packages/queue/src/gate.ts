import { setTimeout as sleep } from 'node:timers/promises';
import type { Transport } from '@wirefold/contracts/ports';
import { STAGES } from '@wirefold/contracts/terms';
import type { RedisBodies } from './bodies.ts';
import { TransportError } from './transport-error.ts';

/** Share of Redis's own `maxmemory` at which accepting waits: what is in flight needs the rest to end. */
const LIMIT_SHARE = 0.8;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 500;
/** Milliseconds for which a measurement is believed, and how many items may pass on it. */
const BELIEVED_MS = 100;
const BELIEVED_ITEMS = 200;

export interface GateOptions {
  readonly transport: Pick<Transport, 'depths'>;
  readonly bodies: Pick<RedisBodies, 'usedMemory'>;
  /** Jobs in all queues together at which accepting waits. */
  readonly maxInFlight: number;
  /** Bytes of memory used by Redis at which accepting waits. */
  readonly maxBytes: number;
}

/** The high-water mark before the queues (DESIGN 4). */
export interface Gate {
  /** Waits until `items` more may come; throws TransportError, or the signal's reason. */
  pass(signal?: AbortSignal, items?: number): Promise<void>;
  /** Passes and acts; where Redis has no memory for it, waits and acts again. `act` must bear repeating. */
  through<T>(act: () => Promise<T>, signal?: AbortSignal, items?: number): Promise<T>;
  /** How many items may come now, for whoever does not wait; throws TransportError. */
  room(): Promise<number>;
}

/** Builds a gate; the mark is soft by `BELIEVED_ITEMS` items a process. */
export function createGate(options: GateOptions): Gate {
  let room = 0;
  let believedUntil = 0;
  const pass = async (signal?: AbortSignal, items = 1): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    while (room < items || performance.now() > believedUntil) {
      signal?.throwIfAborted();
      const measured = await measureRoom(options);
      room = Math.min(measured, Math.max(BELIEVED_ITEMS, items));
      believedUntil = performance.now() + BELIEVED_MS;
      // More at once than the mark allows at all: let it in when there is nothing else.
      if (measured > 0 && (room >= items || measured >= options.maxInFlight)) break;
      waitMs = await pause(waitMs, signal);
    }
    room -= items;
  };
  return {
    pass,
    room: () => measureRoom(options),
    async through(act, signal, items) {
      for (let waitMs = FIRST_WAIT_MS; ; waitMs = await pause(waitMs, signal)) {
        await pass(signal, items);
        try {
          return await act();
        } catch (error) {
          if (!(error instanceof TransportError && error.fault === 'out-of-memory')) throw error;
        }
      }
    },
  };
}

/** How many items may still come: 0 where Redis is over its mark of memory. */
async function measureRoom({ transport, bodies, maxInFlight, maxBytes }: GateOptions): Promise<number> {
  const [depths, memory] = await Promise.all([transport.depths(), bodies.usedMemory()]);
  const mark = Math.min(maxBytes, (memory.limitBytes ?? Number.POSITIVE_INFINITY) * LIMIT_SHARE);
  if (memory.usedBytes >= mark) return 0;
  const inFlight = STAGES.reduce((sum, stage) => {
    const { waiting, active, delayed } = depths[stage];
    return sum + waiting + active + delayed;
  }, 0);
  return Math.max(0, maxInFlight - inFlight);
}

async function pause(waitMs: number, signal: AbortSignal | undefined): Promise<number> {
  await sleep(waitMs, undefined, signal === undefined ? {} : { signal });
  return Math.min(waitMs * 2, LONGEST_WAIT_MS);
}
