import type { Balance } from '@wirefold/contracts/ports';
import type { FeedView } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';

/** A feed that could not be polled when it last was. */
export type FeedInTrouble = Pick<
  FeedView,
  'id' | 'url' | 'failures' | 'failingSince' | 'lastReason' | 'lastError' | 'givenUpAt'
>;

/** How many feeds are polled, and of those: whose time has come, and how many are tried only now and then. */
export interface FeedCounts {
  readonly polled: number;
  readonly due: number;
  readonly givenUp: number;
}

/** The database as a status sees it. */
export interface LedgerView extends Balance {
  readonly endedLastMinute: number;
  readonly feeds: FeedCounts;
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
/** Feeds that a status lists; `wirefold feed list` has them all. */
const LISTED_FEEDS = 10;

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
        ...feedsOf(reader.feeds()),
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

function feedsOf(known: readonly FeedView[]): Pick<LedgerView, 'feeds' | 'feedsInTrouble'> {
  const now = new Date().toISOString();
  const polled = known.filter((feed) => feed.removedAt === null);
  const due = polled.filter(({ nextPollAt }) => nextPollAt !== null && nextPollAt <= now);
  const givenUp = polled.filter((feed) => feed.givenUpAt !== null);
  const inTrouble = polled
    .filter((feed) => feed.failures > 0)
    .toSorted((a, b) => b.failures - a.failures || (a.url < b.url ? -1 : 1));
  return {
    feeds: { polled: polled.length, due: due.length, givenUp: givenUp.length },
    feedsInTrouble: inTrouble.slice(0, LISTED_FEEDS).map(troubleIn),
  };
}

function troubleIn(feed: FeedView): FeedInTrouble {
  const { id, url, failures, failingSince, lastReason, lastError, givenUpAt } = feed;
  return { id, url, failures, failingSince, lastReason, lastError, givenUpAt };
}
