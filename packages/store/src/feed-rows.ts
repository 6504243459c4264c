import type { FeedPace } from '@wirefold/contracts/jobs';
import type { FeedState } from './poll-plan.ts';

/** The state of a feed as its row has it. */
export type FeedStateRow = Omit<FeedState, 'hours' | 'pace'> & {
  readonly hours: string | null;
  readonly pace: string | null;
};

/** Columns that polls change, by the names of `FeedState`. */
export const STATE_COLUMNS = {
  id: 'id',
  currentUrl: 'current_url',
  title: 'title',
  etag: 'etag',
  lastModified: 'last_modified',
  pollEverySeconds: 'poll_every_seconds',
  nextPollAt: 'next_poll_at',
  lastPolledAt: 'last_polled_at',
  lastReadAt: 'last_read_at',
  lastChangedAt: 'last_changed_at',
  askedSeconds: 'asked_seconds',
  pace: 'pace',
  polls: 'polls',
  entries: 'entries',
  newEntries: 'new_entries',
  entriesPerDay: 'entries_per_day',
  observedDays: 'observed_days',
  hours: 'hours',
  pollBytes: 'poll_bytes',
  bodyBytes: 'body_bytes',
  failures: 'failures',
  trouble: 'trouble',
  failingSince: 'failing_since',
  lastReason: 'last_reason',
  lastError: 'last_error',
  givenUpAt: 'given_up_at',
} as const satisfies Readonly<Record<keyof FeedState, string>>;

const PAIRS = Object.entries(STATE_COLUMNS);

/** For SELECT, from `feeds f`. */
export const STATE_FIELDS = PAIRS.map(([name, column]) => `f.${column} AS ${name}`).join(', ');
/** For UPDATE. */
export const SET_STATE = PAIRS.filter(([name]) => name !== 'id')
  .map(([name, column]) => `${column} = @${name}`)
  .join(', ');

const HOURS = 24;

export function stateOf({ hours, pace, ...row }: FeedStateRow): FeedState {
  const counts: number[] = hours === null ? [] : JSON.parse(hours);
  return { ...row, pace: paceOf(pace), hours: Array.from({ length: HOURS }, (_, hour) => counts[hour] ?? 0) };
}

export function paceOf(pace: string | null): FeedPace | null {
  return pace === null ? null : JSON.parse(pace);
}

/** Counts of hours are kept to two places: they decay, and are wanted no finer. */
export function rowOf({ hours, pace, ...state }: FeedState): FeedStateRow {
  const counts = JSON.stringify(hours.map((count) => Math.round(count * 100) / 100));
  return { ...state, hours: counts, pace: pace === null ? null : JSON.stringify(pace) };
}
