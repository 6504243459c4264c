import type { FeedView } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { STATE_COLUMNS } from './feed-rows.ts';

const OTHER_COLUMNS = {
  url: 'url',
  kind: 'kind',
  source: 'source',
  addedAt: 'added_at',
  removedAt: 'removed_at',
  removedBecause: 'removed_because',
} as const;

const { hours: _hours, observedDays: _observedDays, pace: _pace, ...LEARNED } = STATE_COLUMNS;
const COLUMNS: Readonly<Record<keyof FeedView, string>> = { ...OTHER_COLUMNS, ...LEARNED };
const FIELDS = Object.entries(COLUMNS)
  .map(([name, column]) => `${column} AS ${name}`)
  .join(', ');

/** Reads all feeds, those that were taken off included, by outlet and address. */
export function feedReader(db: Connection): () => FeedView[] {
  const all = db.prepare<[], FeedView>(
    `SELECT ${FIELDS} FROM feeds ORDER BY removed_at IS NOT NULL, source, url`,
  );
  return () => all.all();
}
