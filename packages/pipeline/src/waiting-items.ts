import type { StoreWriter, Transport } from '@wirefold/contracts/ports';
import type { Gate } from '@wirefold/queue';
import type { Notice } from './hands.ts';

export interface WaitingParts {
  readonly writer: Pick<StoreWriter, 'isAnyWaiting' | 'waiting' | 'sent'>;
  readonly transport: Pick<Transport, 'send' | 'holding'>;
  readonly gate: Pick<Gate, 'room'>;
  /** Items that the queues hold at the most. */
  readonly places: number;
  readonly now: () => string;
  readonly notice: Notice;
  /** Milliseconds between looks where nothing called: another process may have left items behind. */
  readonly lookEveryMs: number;
}

/** Brings what lists name to the fetch queue as room comes. */
export interface WaitingItems {
  /** Something was accepted that waits. */
  call(): void;
  stop(): Promise<void>;
}

/** Jobs sent and noted together. */
const SLICE = 500;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 500;
/** Milliseconds until it is tried again where Redis or the database did not answer. */
const TROUBLE_WAIT_MS = 2_000;

/**
 * Sends the items that wait for room in the queues, of each source the oldest first, as many as there is room for: an
 * index of full sitemaps names millions. What was sent and not noted when the process ended is sent again, which changes nothing.
 */
export function startWaitingItems(parts: WaitingParts): WaitingItems {
  const rest = createRest();
  const tell = onceUntilWell(parts.notice);
  let isStopping = false;
  const run = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    while (!isStopping) {
      try {
        const sent = await sendSome(parts);
        tell(null);
        if (sent === 'nothing-waits') await rest.untilCalled(parts.lookEveryMs);
        else if (sent === 0) await rest.untilStopped(waitMs);
        waitMs = sent === 0 ? Math.min(waitMs * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
      } catch (error) {
        tell(error);
        await rest.untilStopped(TROUBLE_WAIT_MS);
      }
    }
  };
  const running = run();
  return {
    call: rest.call,
    stop: async () => {
      isStopping = true;
      rest.stop();
      await running;
    },
  };
}

/** Pauses that end early by a call, also one that came before, or by the stop. */
function createRest() {
  let called = false;
  let end: (() => void) | null = null;
  let isCallable = false;
  let isStopped = false;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (isStopped) return resolve();
      const timer = setTimeout(finish, ms);
      function finish(): void {
        clearTimeout(timer);
        end = null;
        resolve();
      }
      end = finish;
    });
  return {
    async untilCalled(ms: number): Promise<void> {
      isCallable = true;
      if (!called) await pause(ms);
      isCallable = false;
      called = false;
    },
    untilStopped: pause,
    call(): void {
      called = true;
      if (isCallable) end?.();
    },
    stop(): void {
      isStopped = true;
      end?.();
    },
  };
}

/** How many were sent: 0 where there is no room. */
async function sendSome(parts: WaitingParts): Promise<number | 'nothing-waits'> {
  const { writer, transport, gate, places, now } = parts;
  if (!writer.isAnyWaiting()) return 'nothing-waits';
  const jobs = writer.waiting(Math.min(SLICE, await gate.room()), places);
  const ids = jobs.map(({ itemId }) => itemId);
  if (ids.length === 0) return 0;
  const held = await transport.holding(ids);
  await transport.send(
    'fetch',
    jobs.filter(({ itemId }) => !held.has(itemId)),
  );
  writer.sent(ids, now());
  return ids.length;
}

/** Tells a trouble when it begins, and not again before it is over. */
function onceUntilWell(notice: Notice): (error: unknown) => void {
  let told = false;
  return (error) => {
    if (error !== null && !told)
      notice(`entries of lists wait to be sent: ${error instanceof Error ? error.message : String(error)}`);
    told = error !== null;
  };
}
