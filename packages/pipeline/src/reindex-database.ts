import type { WeightsSnapshot } from '@wirefold/contracts/ports';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { volumeFor } from '@wirefold/dedupe/signature';
import type { Settings } from '@wirefold/settings';
import type { StoreReader } from '@wirefold/store';
import { claimRedis } from './claim-redis.ts';
import { type Notice, openHands } from './hands.ts';
import { type ReindexOptions, type ReindexResult, reindex } from './reindex.ts';
import { type CountOptions, countWeights } from './renewal.ts';
import { type WantedWeights, wantedWeights, weightsIn } from './snapshots.ts';

export interface RenewalOptions extends ReindexOptions, CountOptions {
  /** Counts the weights anew over the database's articles first. */
  readonly renewWeights?: boolean;
}

/** Weights in short. */
export interface WeightsSummary {
  readonly version: string;
  /** Articles that the frequencies were counted over; null where they are the shipped ones. */
  readonly countedOver: number | null;
  readonly stems: number;
  /** Runs of five words that tell of no copy. */
  readonly templates: number;
  readonly days: { readonly sameDay: number; readonly nextDay: number; readonly furtherDay: number };
}

/** What a reindexing would do. */
export interface ReindexPreview {
  readonly before: WeightsSummary | null;
  readonly after: WeightsSummary;
  /** Articles that would be signed again. */
  readonly articles: number;
  /** Pairs of any articles that are stated by other weights. */
  readonly pairsByOthers: number;
}

/**
 * Opens the database and Redis for `reindex` alone: no stage runs here, and nothing is sent. Null where it was stopped
 * before anything had begun.
 * @throws DatabaseMissingError, what the store and `openHands` throw, RedisTakenError, TooFewArticlesError,
 *   ReindexUnderwayError; all in words.
 */
export async function reindexDatabase(
  settings: Settings,
  notice: Notice,
  options: RenewalOptions = {},
): Promise<ReindexResult | null> {
  const { assertDatabase, openReader, openWriter } = await import('@wirefold/store');
  assertDatabase(settings.db);
  const hands = await openHands(settings, notice);
  try {
    const writer = openWriter(settings.db);
    const reader = openReader(settings.db);
    try {
      const claim = { id: writer.databaseId, path: settings.db };
      await claimRedis(hands, claim, settings.redisPrefix);
      const wanted = await wantedNow(reader, settings, options);
      if (wanted === null) return null;
      return await reindex({ hands, reader, writer, prefix: settings.redisPrefix }, wanted, options);
    } finally {
      reader.close();
      writer.close();
    }
  } finally {
    await hands.close();
  }
}

/** Says what `reindexDatabase` would do with the same options; needs no Redis and writes nothing. */
export async function previewReindex(
  settings: Settings,
  options: RenewalOptions = {},
): Promise<ReindexPreview | null> {
  const { openReader } = await import('@wirefold/store');
  const reader = openReader(settings.db);
  try {
    const wanted = await wantedNow(reader, settings, options);
    if (wanted === null) return null;
    const { inForce } = reader.weights();
    const since = new Date(Date.now() - DEFAULT_RULE.nearWindowDays * 86_400_000).toISOString();
    const { rows } = reader.sql(
      `SELECT count(*) FROM evidence WHERE weights_version <> '${wanted.weights.version}'`,
    );
    return {
      before: inForce && summaryOf(inForce),
      after: summaryOf(wanted.snapshot),
      articles: reader.dedupeInputCount(since),
      pairsByOthers: Number(rows[0]?.[0] ?? 0),
    };
  } finally {
    reader.close();
  }
}

async function wantedNow(
  reader: StoreReader,
  settings: Settings,
  options: RenewalOptions,
): Promise<WantedWeights | null> {
  const counted = options.renewWeights ? await countWeights(reader, settings.db, options) : undefined;
  if (counted === null) return null;
  return wantedWeights(reader.weights(), settings.dayPenalty, counted && { ...counted, ...volumeOf(reader) });
}

/** The volume that the last 30 days let expect; left out where it decides nothing. */
function volumeOf(reader: StoreReader): { readonly volume?: number } {
  const volume = volumeFor(reader.dedupeInputCount(new Date(Date.now() - 30 * 86_400_000).toISOString()));
  return volume === undefined ? {} : { volume };
}

/** Weights in short, as they are kept. */
export function summaryOf(snapshot: WeightsSnapshot): WeightsSummary {
  const { frequencies, templates, days } = weightsIn(snapshot);
  return {
    version: snapshot.version,
    countedOver: snapshot.articles,
    stems: frequencies.size,
    templates: templates.size,
    days,
  };
}
