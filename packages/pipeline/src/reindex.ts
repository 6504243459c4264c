import type { Evidence } from '@wirefold/contracts/evidence';
import type { Recomparison, StoreWriter } from '@wirefold/contracts/ports';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { dedupe } from '@wirefold/dedupe/stage';
import type { StoredInput, StoreReader } from '@wirefold/store';
import { holdChange } from './change-lock.ts';
import { noteIndex } from './claim-redis.ts';
import type { Hands, Yardstick } from './hands.ts';
import type { WantedWeights } from './snapshots.ts';

/** How far a reindexing has come; `total` is what the database had when it began. */
export interface ReindexProgress {
  readonly articles: number;
  readonly total: number;
  /** Pairs that were not stated, or not so. */
  readonly newPairs: number;
  /** Pairs that are stated no more. */
  readonly gonePairs: number;
}

export interface ReindexResult extends ReindexProgress {
  /** Articles that the index knows now. */
  readonly indexed: number;
  /** True where it was stopped before the end; nothing is harmed, and the next run does it all. */
  readonly stopped: boolean;
  /** The weights in force before, null where there were none; and by which the articles were signed. */
  readonly weightsBefore: string | null;
  readonly weights: string;
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
/** What was stored so long before the beginning is sent once more at the end: its commit may have come later than its time says. */
const OVERLAP_MS = 60_000;

/** Redis was emptied while articles were registered: workers go on as before. */
export class IndexLostError extends Error {
  constructor() {
    super(
      'Redis was emptied, or stood still for a minute, while the articles were registered. Run this again.',
    );
    this.name = 'IndexLostError';
  }
}

/** Which hands, which database, and whose keys; a `Home` has them. */
export interface ReindexParts {
  readonly hands: Hands;
  readonly reader: StoreReader;
  readonly writer: StoreWriter;
  readonly prefix: string;
}

/**
 * Sends the database's articles through the dedupe stage again, and has their evidence say what these weights say of
 * them and nothing else; pairs with articles that the index would no longer hold stay as they are. Where the
 * weights are others than those in force, they come into force when every article has been signed by them: until
 * then workers go on by the old ones, with an index of their own, and what they stored or revised meanwhile is
 * sent once more at the end. Registering what is known changes nothing, so a run that was stopped is simply run again.
 * @throws ReindexUnderwayError, IndexLostError
 */
export async function reindex(
  parts: ReindexParts,
  { weights, snapshot }: WantedWeights,
  options: ReindexOptions = {},
): Promise<ReindexResult> {
  const { hands, reader, writer, prefix } = parts;
  const begun = Date.parse(hands.now());
  const since = isoOf(begun - DEFAULT_RULE.nearWindowDays * DAY_MS);
  const weightsBefore = writer.weightsInForce();
  const yardstick = { weights, index: hands.indexOf(weights.version) };
  const lock = await holdChange(hands, prefix, weights.version);
  try {
    writer.keepWeights(snapshot, hands.now());
    const run = createRun(parts, yardstick, since, reader.dedupeInputCount(since), options);
    await run.sign(reader.dedupeInputs(since), 'earlier');
    if (!run.isStopped()) {
      if (!(await lock.isHeld())) throw new IndexLostError();
      if (weightsBefore !== weights.version) writer.enforceWeights(weights.version, hands.now());
      await noteIndex(hands, prefix, weights.version);
      await hands.board.publish(snapshot);
      await run.sign(reader.dedupeInputs(isoOf(begun - OVERLAP_MS)), 'all');
    }
    if (!run.isStopped() && weightsBefore !== null && weightsBefore !== weights.version)
      await hands.indexOf(weightsBefore).clear();
    const indexed = await yardstick.index.size();
    return { ...run.progress(), indexed, stopped: run.isStopped(), weightsBefore, weights: weights.version };
  } finally {
    await lock.release();
  }
}

/**
 * Sends what was stored from a minute before `from` (milliseconds) through the dedupe stage once more: a verdict that was
 * under way while the index was built has met neither the old index nor the new one.
 */
export async function catchUp(parts: ReindexParts, { weights }: WantedWeights, from: number): Promise<void> {
  const yardstick = { weights, index: parts.hands.indexOf(weights.version) };
  const since = isoOf(Date.parse(parts.hands.now()) - DEFAULT_RULE.nearWindowDays * DAY_MS);
  await createRun(parts, yardstick, since, 0, {}).sign(
    parts.reader.dedupeInputs(isoOf(from - OVERLAP_MS)),
    'all',
  );
}

/** Counts what is done in the passes of one reindexing. */
function createRun(
  parts: ReindexParts,
  yardstick: Yardstick,
  since: string,
  total: number,
  { signal, onProgress }: ReindexOptions,
) {
  const counts = { articles: 0, newPairs: 0, gonePairs: 0 };
  return {
    isStopped: () => signal?.aborted === true,
    progress: (): ReindexProgress => ({ ...counts, total }),
    async sign(inputs: Iterable<StoredInput>, others: Recomparison['others']): Promise<void> {
      for (const slice of slicesOf(inputs)) {
        if (signal?.aborted) return;
        const found = await compare(slice, yardstick);
        const { newPairs, gonePairs } = parts.writer.restate(
          found,
          {
            ...{ others, since, weightsVersion: yardstick.weights.version },
            articleIds: slice.map(({ articleId }) => articleId),
            versions: new Map(slice.map(({ articleId, storedAt }) => [articleId, storedAt])),
          },
          parts.hands.now(),
        );
        if (others === 'earlier') counts.articles += slice.length;
        counts.newPairs += newPairs;
        counts.gonePairs += gonePairs;
        onProgress?.({ ...counts, total });
      }
    },
  };
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

/** Registers articles, and gives what is stated about each and all that the index knows. */
async function compare(slice: readonly StoredInput[], { index, weights }: Yardstick): Promise<Evidence[]> {
  const queue = slice[Symbol.iterator]();
  const found: Evidence[] = [];
  const work = async (): Promise<void> => {
    for (const input of queue) found.push(...(await dedupe(input, index, weights)).evidence);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return found;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
