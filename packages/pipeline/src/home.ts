import type { Acceptance, Balance, Committed, StoreWriter } from '@wirefold/contracts/ports';
import { STAGES, type Stage } from '@wirefold/contracts/terms';
import { type Consumer, createGate } from '@wirefold/queue';
import type { Settings } from '@wirefold/settings';
import { acceptBatch } from './accept/accept.ts';
import type { Input } from './accept/inputs.ts';
import { claimRedis } from './claim-redis.ts';
import { type Hands, type Notice, openHands } from './hands.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { createReconciler, type Sweep } from './reconcile.ts';
import type { StoreParts } from './stages/store-stage.ts';
import { createStoreBatch } from './store-batch.ts';
import { layPipeline } from './topology.ts';

/** The host with the database: it accepts, reconciles, and runs the stages that it is asked to run. */
export interface Home {
  readonly hands: Hands;
  readonly writer: StoreWriter;
  accept(inputs: readonly Input[], signal?: AbortSignal): Promise<Acceptance[]>;
  /** Starts stages here; `onCommitted` hears of every end. */
  start(stages: readonly Stage[], onCommitted?: (committed: Committed) => void): void;
  sweep(): Promise<Sweep>;
  balance(): Balance;
  /** Stops taking jobs, lets what is active end within `graceMs`, and closes everything. */
  close(graceMs: number): Promise<void>;
}

/** Rows of one transaction, and how long a lone row waits for company. */
const BATCH_SIZE = 100;
const LINGER_MS = 5;

/** Opens database and Redis together. @throws what the store and `openHands` throw, in words. */
export async function openHome(settings: Settings, notice: Notice): Promise<Home> {
  // Loaded here alone: a host that only lends its hands has no need of SQLite's native part.
  const { openWriter, isPassing } = await import('@wirefold/store');
  const writer = openWriter(settings.db);
  const hands = await openHands(settings, notice).catch((error: unknown) => {
    writer.close();
    throw error;
  });
  try {
    await claimRedis(hands, { id: writer.databaseId, path: settings.db }, settings.redisPrefix);
    await rebuildIndex(hands, settings.db, notice);
  } catch (error) {
    await hands.close();
    writer.close();
    throw error;
  }
  return assemble(settings, notice, hands, writer, isPassing);
}

function assemble(
  settings: Settings,
  notice: Notice,
  hands: Hands,
  writer: StoreWriter,
  isPassing: (error: unknown) => boolean,
): Home {
  const { transport, bodies, counters, now } = hands;
  const gate = createGate({
    ...{ transport, bodies, maxInFlight: settings.highWaterItems, maxBytes: settings.highWaterBytes },
  });
  const sweep = createReconciler({
    ...{ writer, bodies, transport, now: () => new Date(), graceMs: settings.reconcileEveryMs },
  });
  const commit = createStoreBatch((tasks) => writer.commit(tasks, now()), BATCH_SIZE, LINGER_MS);
  let consumers: Consumer[] = [];
  const sweeping = everySoOften(
    settings.reconcileEveryMs,
    async () => tellSweep(await sweep(), notice),
    notice,
  );
  return {
    ...{ hands, writer, sweep, balance: () => writer.balance() },
    accept: (inputs, signal) => acceptBatch({ writer, bodies, transport, gate, now }, inputs, signal),
    start: (stages, onCommitted) => {
      const store: StoreParts = {
        ...{ bodies, transport, counters, commit, isPassing },
        ...(onCommitted ? { onCommitted } : {}),
      };
      consumers = [...consumers, ...layPipeline(stages, hands, store)];
    },
    close: async (graceMs) => {
      await sweeping.stop();
      await Promise.all(consumers.map((consumer) => consumer.close(graceMs)));
      await hands.close();
      writer.close();
    },
  };
}

function tellSweep({ resent, quarantined }: Sweep, notice: Notice): void {
  if (resent > 0) notice(`${resent} items had left their queues without an end and were sent again`);
  if (quarantined > 0) notice(`${quarantined} items were quarantined: they never reached an end`);
}

/** Runs `work` every `ms` milliseconds, one at a time; a failure is told and does not stop the next. */
function everySoOften(ms: number, work: () => Promise<void>, notice: Notice) {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(work).catch((error: unknown) => {
      notice(`reconciler: ${error instanceof Error ? error.message : String(error)}`);
    });
  }, ms);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** All stages, in order: the default of a home. */
export const ALL_STAGES: readonly Stage[] = STAGES;
