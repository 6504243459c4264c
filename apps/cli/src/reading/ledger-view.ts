import type { Balance } from '@wirefold/contracts/ports';
import type { Context } from '../context.ts';

/** A feed that could not be polled when it last was. */
export interface FeedInTrouble {
  readonly url: string;
  /** Polls that failed in a row. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** The database as a status sees it. */
export interface LedgerView extends Balance {
  readonly endedLastMinute: number;
  readonly feedsInTrouble: readonly FeedInTrouble[];
  /** The term weights in force; null before a home has opened the database. */
  readonly weights: WeightsInForce | null;
}

/** The numbered weights by which evidence is stated. */
export interface WeightsInForce {
  readonly version: string;
  /** Articles that their frequencies were counted over; null where they are the shipped ones. */
  readonly countedOver: number | null;
}

const MINUTE_MS = 60_000;
/** Feeds that a status lists; `wirefold sql` has them all. */
const LISTED_FEEDS = 10;
const FEEDS = `SELECT url, failures, last_error FROM feeds WHERE failures > 0 AND removed_at IS NULL
  ORDER BY failures DESC, url LIMIT ${LISTED_FEEDS}`;

const WEIGHTS = `SELECT version, articles FROM term_weights WHERE in_force_at IS NOT NULL
  ORDER BY in_force_at DESC, number DESC LIMIT 1`;

/** Reads what a status shows of the database; null where there is none (a host of workers has none). */
export async function readLedger(context: Context): Promise<LedgerView | null> {
  const { DatabaseMissingError, openReader } = await import('@wirefold/store');
  try {
    const reader = openReader(context.settings().values.db);
    try {
      return {
        ...reader.balance(),
        endedLastMinute: reader.endedSince(new Date(Date.now() - MINUTE_MS).toISOString()),
        feedsInTrouble: reader.sql(FEEDS).rows.map(feedOf),
        weights: reader.sql(WEIGHTS).rows.map(weightsOf)[0] ?? null,
      };
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof DatabaseMissingError) return null;
    throw error;
  }
}

function weightsOf([version, articles]: readonly unknown[]): WeightsInForce {
  return { version: String(version), countedOver: articles === null ? null : Number(articles) };
}

function feedOf([url, failures, lastError]: readonly unknown[]): FeedInTrouble {
  return {
    url: String(url),
    failures: Number(failures),
    lastError: lastError === null ? null : String(lastError),
  };
}
