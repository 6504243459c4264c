import type { FetchJob } from '@wirefold/contracts/jobs';
import type { FeedAddition, NewFeed } from '@wirefold/contracts/ports';
import type { Connection } from './connection.ts';
import type { Ledger } from './ledger.ts';

/** Seconds between polls of a feed of which nothing is known yet. */
const FIRST_INTERVAL_SECONDS = 900;

/** The statements on the feeds that are polled; each call belongs inside the caller's transaction. */
export function feedWriter(db: Connection, ledger: Ledger) {
  const find = db.prepare<[string], { removed_at: string | null }>(
    'SELECT removed_at FROM feeds WHERE id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO feeds (id, url, kind, title, source, poll_every_seconds, next_poll_at, added_at)
     VALUES (@id, @url, @kind, @title, @source, ${FIRST_INTERVAL_SECONDS}, @now, @now)`,
  );
  const again = db.prepare(
    `UPDATE feeds SET removed_at = NULL, removed_because = NULL, given_up_at = NULL, next_poll_at = @now WHERE id = @id`,
  );
  const remove = db.prepare('UPDATE feeds SET removed_at = @now WHERE id = @id AND removed_at IS NULL');
  const due = db
    .prepare<[{ now: string; limit: number }], string>(
      `SELECT f.id FROM feeds f LEFT JOIN items i ON i.id = f.id
       WHERE f.removed_at IS NULL AND f.next_poll_at <= @now AND coalesce(i.state, '') <> 'accepted'
       ORDER BY f.next_poll_at LIMIT @limit`,
    )
    .pluck();
  return {
    add(feed: NewFeed, now: string): FeedAddition {
      const { id } = feed;
      const known = find.get(id);
      if (known === undefined) insert.run({ ...feed, title: feed.title ?? null, now });
      else if (known.removed_at !== null) again.run({ id, now });
      const result = known === undefined ? 'new' : known.removed_at === null ? 'known' : 'again';
      return { id, result };
    },
    remove: (id: string, now: string): boolean => remove.run({ id, now }).changes > 0,
    due: (now: string, limit: number): string[] => due.all({ now, limit }),
    startPoll: (id: string, now: string): FetchJob[] => ledger.startPoll(id, now),
  };
}
