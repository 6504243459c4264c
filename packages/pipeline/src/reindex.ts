import type { Evidence } from '@wirefold/contracts/evidence';
import type { StoreWriter } from '@wirefold/contracts/ports';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { dedupe } from '@wirefold/dedupe/stage';
import type { Settings } from '@wirefold/settings';
import type { StoredInput, StoreReader } from '@wirefold/store';
import { claimRedis } from './claim-redis.ts';
import { type Hands, type Notice, openHands } from './hands.ts';

/** How far a reindexing has come; `total` is what the database had when it began. */
export interface ReindexProgress {
  readonly articles: number;
  readonly total: number;
  /** Pairs that were not known, or not so. */
  readonly newPairs: number;
}

export interface ReindexResult extends ReindexProgress {
  /** Articles that the index knows now. */
  readonly indexed: number;
  /** True where it was stopped before the end; nothing is harmed, and the next run does it all. */
  readonly stopped: boolean;
}

export interface ReindexOptions {
  readonly signal?: AbortSignal;
  /** Called after each slice. */
  readonly onProgress?: (progress: ReindexProgress) => void;
}

/** Articles registered at a time, and written in one transaction with what they met. */
const SLICE = 256;
/** Registrations under way at once: as many as a dedupe worker has. */
const CONCURRENCY = 16;
const DAY_MS = 86_400_000;

/** Which hands and which database; a `Home` has them. */
interface ReindexParts {
  readonly hands: Hands;
  readonly reader: StoreReader;
  readonly writer: StoreWriter;
}

/**
 * Sends the database's articles through the dedupe stage again, so that an index which has lost them
 * (Redis emptied, a new data folder) knows them, and pairs that met while it was empty are found after
 * all. Only articles that the index would still hold are sent. Registering what is known changes nothing, so
 * workers may run meanwhile; what they stored or revised in that time is sent once more at the end.
 */
export async function reindex(parts: ReindexParts, options: ReindexOptions = {}): Promise<ReindexResult> {
  const { hands, reader } = parts;
  const begun = hands.now();
  const since = new Date(Date.parse(begun) - DEFAULT_RULE.nearWindowDays * DAY_MS).toISOString();
  const total = reader.dedupeInputCount(since);
  const counts = { articles: 0, newPairs: 0 };
  const passes = [reader.dedupeInputs(since), reader.dedupeInputs(begun)];
  for (const [pass, inputs] of passes.entries()) {
    for (const slice of slicesOf(inputs)) {
      if (options.signal?.aborted) break;
      counts.newPairs += await registerSlice(slice, parts);
      if (pass === 0) counts.articles += slice.length;
      options.onProgress?.({ ...counts, total });
    }
  }
  const stopped = options.signal?.aborted === true;
  return { ...counts, total, indexed: await hands.index().size(), stopped };
}

/**
 * Opens the database and Redis for `reindex` alone: no stage runs here, and nothing is sent.
 * @throws DatabaseMissingError, what the store and `openHands` throw, and RedisTakenError; all in words.
 */
export async function reindexDatabase(
  settings: Settings,
  notice: Notice,
  options: ReindexOptions = {},
): Promise<ReindexResult> {
  const { assertDatabase, openReader, openWriter } = await import('@wirefold/store');
  assertDatabase(settings.db);
  const hands = await openHands(settings, notice);
  try {
    const writer = openWriter(settings.db);
    const reader = openReader(settings.db);
    try {
      await claimRedis(hands, { id: writer.databaseId, path: settings.db }, settings.redisPrefix);
      return await reindex({ hands, reader, writer }, options);
    } finally {
      reader.close();
      writer.close();
    }
  } finally {
    await hands.close();
  }
}

function* slicesOf(inputs: Iterable<StoredInput>): Generator<StoredInput[]> {
  let slice: StoredInput[] = [];
  for (const input of inputs) {
    slice.push(input);
    if (slice.length < SLICE) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

/** Registers articles and writes what they met; gives the number of pairs that were news. */
async function registerSlice(
  slice: readonly StoredInput[],
  { hands, writer }: ReindexParts,
): Promise<number> {
  const queue = slice[Symbol.iterator]();
  const found: Evidence[] = [];
  const work = async (): Promise<void> => {
    for (const input of queue) {
      const { evidence } = await dedupe(input, hands.index(), hands.weights());
      found.push(...evidence);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const versions = new Map(slice.map(({ articleId, storedAt }) => [articleId, storedAt]));
  return writer.addEvidence(found, hands.now(), versions);
}
