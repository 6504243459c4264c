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
}

const MINUTE_MS = 60_000;
/** Feeds that a status lists; `wirefold sql` has them all. */
const LISTED_FEEDS = 10;
const FEEDS = `SELECT url, failures, last_error FROM feeds WHERE failures > 0 AND removed_at IS NULL
  ORDER BY failures DESC, url LIMIT ${LISTED_FEEDS}`;

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
      };
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof DatabaseMissingError) return null;
    throw error;
  }
}

function feedOf([url, failures, lastError]: readonly unknown[]): FeedInTrouble {
  return {
    url: String(url),
    failures: Number(failures),
    lastError: lastError === null ? null : String(lastError),
  };
}
