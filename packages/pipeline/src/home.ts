import type { Acceptance, Balance, Committed, StoreWriter } from '@wirefold/contracts/ports';
import { STAGES, type Stage } from '@wirefold/contracts/terms';
import type { HttpClient } from '@wirefold/fetch';
import { type Consumer, createGate } from '@wirefold/queue';
import type { Settings } from '@wirefold/settings';
import type { StoreReader } from '@wirefold/store';
import { acceptBatch } from './accept/accept.ts';
import type { Input } from './accept/inputs.ts';
import { everySoOften } from './every-so-often.ts';
import { type Hands, type Notice, openHands } from './hands.ts';
import { createLargeBodies } from './large-bodies.ts';
import { createCommitting } from './long-lists.ts';
import { patientClient } from './manners/patient-client.ts';
import { createDuePolls } from './polling/due-polls.ts';
import { pollFeeds } from './polling/poll-feeds.ts';
import { type Polling, startPolling } from './polling/polling.ts';
import { createReconciler } from './reconcile.ts';
import type { ReindexParts } from './reindex.ts';
import { createRestating } from './restating.ts';
import type { StoreParts } from './stages/store-stage.ts';
import { createStoreBatch } from './store-batch.ts';
import { layPipeline } from './topology.ts';
import { startWaitingItems, type WaitingItems } from './waiting-items.ts';
import { createWeightsUpkeep } from './weights-upkeep.ts';

/** The host with the database: it accepts, reconciles, and runs the stages that it is asked to run. */
export interface Home {
  readonly hands: Hands;
  readonly writer: StoreWriter;
  /** Accepts one batch; waits while the queues stand over their high-water mark. */
  accept(inputs: readonly Input[], signal?: AbortSignal): Promise<Acceptance[]>;
  /** Starts stages here; `onCommitted` hears of every end that this process writes. */
  start(stages: readonly Stage[], onCommitted?: (committed: Committed) => void): void;
  /** Polls the feeds whose time has come, from now on. */
  startPolling(): void;
  /** Polls these feeds now; gives the ids of those that are polled and were not in flight. */
  poll(feedIds: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
  /** The way to the web of a person who waits: by the manners of all workers, until the signal comes. */
  client(signal: AbortSignal): Pick<HttpClient, 'get'>;
  balance(): Balance;
  /** Stops taking jobs and lets what is active end within `graceMs`. */
  drain(graceMs: number): Promise<void>;
  /** Drains, and closes everything. */
  close(graceMs: number): Promise<void>;
}

/** All stages, in order: the default of a home. */
export const ALL_STAGES: readonly Stage[] = STAGES;

/** Items that end or are accepted in one transaction, and how long a lone row waits for company. */
const BATCH_SIZE = 1_000;
const LINGER_MS = 200;
/** One after the other: of 50,000 entries each takes some 50 MB, and a step of each in turn is no step any more. */
const LONG_LISTS = 1;

/** The database, opened for writing and for reading. */
interface Database {
  readonly writer: StoreWriter;
  readonly reader: StoreReader;
  readonly isPassing: (error: unknown) => boolean;
}

/**
 * Opens database and Redis together, and sends again what an earlier run left behind.
 * @throws what the store and `openHands` throw, and RedisTakenError; all in words.
 */
export async function openHome(settings: Settings, notice: Notice): Promise<Home> {
  const database = await openDatabase(settings.db);
  const hands = await openHands(settings, notice).catch((error: unknown) => {
    closeDatabase(database);
    throw error;
  });
  try {
    const upkeep = createUpkeep(settings, notice, hands, database);
    await upkeep(0);
    await upkeep(0);
    return assemble(settings, notice, hands, database, upkeep);
  } catch (error) {
    await hands.close();
    closeDatabase(database);
    throw error;
  }
}

/** Loads the store here alone: a host that only lends its hands has no need of SQLite's native part. */
async function openDatabase(path: string): Promise<Database> {
  const { DatabaseBusyError, DatabaseFullError, openReader, openWriter } = await import('@wirefold/store');
  const writer = openWriter(path);
  return {
    writer,
    reader: openReader(path),
    isPassing: (error) => error instanceof DatabaseBusyError || error instanceof DatabaseFullError,
  };
}

function closeDatabase({ reader, writer }: Database): void {
  reader.close();
  writer.close();
}

/** What a home sees to now and then: weights and index are those in force, items that were lost are sent again. */
function createUpkeep(settings: Settings, notice: Notice, hands: Hands, database: Database) {
  const { writer } = database;
  const sweep = createReconciler({
    writer,
    bodies: hands.bodies,
    transport: hands.transport,
    now: () => new Date(),
  });
  const claim = { id: writer.databaseId, path: settings.db };
  const seeToWeights = createWeightsUpkeep(settings, notice, partsOf(settings, hands, database), claim);
  let isRefused = false;
  return async (graceMs: number): Promise<void> => {
    await seeToWeights();
    const { resent, quarantined, refused } = await sweep(graceMs);
    if (refused !== null && !isRefused)
      notice(`items that have left their queues wait to be sent again: ${refused.message}`);
    isRefused = refused !== null;
    if (resent > 0) notice(`${resent} items had left their queues without an end and were sent again`);
    if (quarantined > 0) notice(`${quarantined} items were quarantined: they never reached an end`);
  };
}

function partsOf(settings: Settings, hands: Hands, { writer, reader }: Database): ReindexParts {
  return { hands, reader, writer, prefix: settings.redisPrefix };
}

function assemble(
  settings: Settings,
  notice: Notice,
  hands: Hands,
  database: Database,
  upkeep: (graceMs: number) => Promise<void>,
): Home {
  const { transport, bodies, counters, now } = hands;
  const { writer, isPassing } = database;
  const gate = createGate({
    ...{ transport, bodies, maxInFlight: settings.highWaterItems, maxBytes: settings.highWaterBytes },
  });
  const commit = createCommitting(
    createStoreBatch((tasks) => writer.commit(tasks, now()), BATCH_SIZE, LINGER_MS),
    (task) => writer.commitList(task, now),
  );
  const keeping = everySoOften(settings.reconcileEveryMs, () => upkeep(settings.reconcileEveryMs), notice);
  const consumers: Consumer[] = [];
  let waiting: WaitingItems | null = null;
  let polling: Polling | null = null;
  const drain = async (graceMs: number) => {
    await Promise.all([keeping.stop(), waiting?.stop(), polling?.stop(graceMs)]);
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close(graceMs)));
  };
  return {
    ...{ hands, writer, balance: () => writer.balance() },
    accept: (inputs, signal) => acceptBatch({ writer, bodies, transport, gate, now }, inputs, signal),
    start: (stages, onCommitted) => {
      if (stages.includes('store'))
        waiting ??= startWaitingItems({
          ...{ writer, transport, gate, now, notice },
          ...{ places: settings.highWaterItems, lookEveryMs: settings.reconcileEveryMs },
        });
      const store: StoreParts = {
        ...{ bodies, counters, commit, isPassing, sendWaiting: () => waiting?.call() },
        longLists: createLargeBodies(LONG_LISTS),
        restate: createRestating(partsOf(settings, hands, database)),
        ...(onCommitted ? { onCommitted } : {}),
      };
      consumers.push(...layPipeline(stages, hands, store));
    },
    startPolling: () => {
      const startDue = createDuePolls({ writer, transport, gate, now });
      polling ??= startPolling({
        ...{ startDue, notice, everyMs: settings.pollTickMs },
        openTicks: (onTick) => hands.openTicks(settings.pollTickMs, onTick),
      });
    },
    poll: (feedIds, signal) => pollFeeds({ writer, transport, gate, now }, feedIds, signal),
    client: (signal) => patientClient(hands.manners(), signal),
    drain,
    close: async (graceMs) => {
      await drain(graceMs);
      await hands.close();
      closeDatabase(database);
    },
  };
}
