import type { FetchJob, PollAnswer } from '@wirefold/contracts/jobs';
import type { FeedAddition, NewFeed } from '@wirefold/contracts/ports';
import type { Connection } from './connection.ts';
import { type FeedStateRow, rowOf, SET_STATE, STATE_FIELDS, stateOf } from './feed-rows.ts';
import type { Ledger } from './ledger.ts';
import { countLateEntries, type PollOutcome, planPoll } from './poll-plan.ts';

/** Seconds between polls of a feed of which nothing is known yet: the common quarter of an hour. */
const FIRST_INTERVAL_SECONDS = 900;

/** The statements on the feeds that are polled; each call belongs inside the caller's transaction. */
export type Feeds = ReturnType<typeof feedWriter>;

export function feedWriter(db: Connection, ledger: Ledger) {
  const due = db
    .prepare<[{ now: string; limit: number }], string>(
      `SELECT f.id FROM feeds f LEFT JOIN items i ON i.id = f.id
       WHERE f.removed_at IS NULL AND f.next_poll_at <= @now AND coalesce(i.state, '') <> 'accepted'
       ORDER BY f.next_poll_at, f.id LIMIT @limit`,
    )
    .pluck();
  return {
    ...listing(db),
    ...endingPolls(db),
    due: (now: string, limit: number): string[] => due.all({ now, limit }),
    startPoll: pollStarter(db, ledger),
  };
}

/** Which feeds are polled. */
function listing(db: Connection) {
  const find = db.prepare<[string], { removed_at: string | null; current_url: string | null }>(
    'SELECT removed_at, current_url FROM feeds WHERE id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO feeds (id, url, kind, title, source, poll_every_seconds, next_poll_at, added_at)
     VALUES (@id, @url, @kind, @title, @source, ${FIRST_INTERVAL_SECONDS}, @now, @now)`,
  );
  // What was learned before it was taken off still holds, apart from its troubles.
  const again = db.prepare(
    `UPDATE feeds SET kind = @kind, title = coalesce(@title, title), removed_at = NULL, removed_because = NULL,
      given_up_at = NULL, failures = 0, trouble = 0, failing_since = NULL, last_reason = NULL, last_error = NULL,
      next_poll_at = @now WHERE id = @id`,
  );
  // Validators belong to the address that gave them.
  const askAtOwn = db.prepare(
    'UPDATE feeds SET current_url = NULL, etag = NULL, last_modified = NULL WHERE id = ?',
  );
  const remove = db.prepare('UPDATE feeds SET removed_at = @now WHERE id = @id AND removed_at IS NULL');
  const holderOf = addressHolder(db);
  return {
    /** An address that a polled feed has moved to is that feed's. */
    add(feed: NewFeed, now: string): FeedAddition {
      const { id, url } = feed;
      const known = find.get(id);
      if (known?.removed_at === null) return { id, result: 'known' };
      const holder = holderOf(id, url);
      if (holder !== undefined) return { id: holder.id, result: 'known' };
      const row = { ...feed, title: feed.title ?? null, now };
      if (known === undefined) insert.run(row);
      else again.run(row);
      if (known?.current_url != null && holderOf(id, known.current_url) !== undefined) askAtOwn.run(id);
      return { id, result: known === undefined ? 'new' : 'again' };
    },
    remove: (id: string, now: string): boolean => remove.run({ id, now }).changes > 0,
  };
}

/** Accepts a feed's item for a poll, where it is polled and not in flight; bytes that once came with it are no part of it. */
function pollStarter(db: Connection, ledger: Ledger): (id: string, now: string) => FetchJob[] {
  const polled = db.prepare<[string], { id: string; url: string; kind: string; source: string }>(
    "SELECT id, url, kind, coalesce(source, '') AS source FROM feeds WHERE id = ? AND removed_at IS NULL",
  );
  const accept = db.prepare(
    `INSERT INTO items (id, url, kind, accepted_at, sent_at, source, kind_forced)
     VALUES (@id, @url, @kind, @now, @now, @source, 1)
     ON CONFLICT (id) DO UPDATE SET state = 'accepted', kind = excluded.kind, kind_forced = 1, accepted_at = @now,
      sent_at = @now, provided_at = NULL, provided_media_type = NULL, stage = NULL, reason = NULL, detail = NULL,
      attempts = 0, redeliveries = 0, ended_at = NULL WHERE state <> 'accepted'`,
  );
  return (id, now) => {
    const feed = polled.get(id);
    if (feed === undefined || accept.run({ ...feed, now }).changes === 0) return [];
    ledger.addSource(feed.source, now);
    return ledger.jobs(id);
  };
}

type WrittenRow = FeedStateRow & { readonly url: string };

/** What the end of an item means for the feed behind it. */
function endingPolls(db: Connection) {
  /** An item whose bytes were given with it says nothing of what its address answers. */
  const polled = db.prepare<[string], WrittenRow>(
    `SELECT f.url, ${STATE_FIELDS} FROM feeds f JOIN items i ON i.id = f.id
     WHERE f.id = ? AND f.removed_at IS NULL AND i.provided_at IS NULL`,
  );
  const parent = db.prepare<[string], WrittenRow>(
    `SELECT f.url, ${STATE_FIELDS} FROM items i JOIN feeds f ON f.id = i.parent_id
     WHERE i.id = ? AND i.id <> f.id AND f.removed_at IS NULL AND f.polls > 1`,
  );
  const write = db.prepare(`UPDATE feeds SET ${SET_STATE} WHERE id = @id`);
  const move = moving(db);
  return {
    /** A poll has ended, or whatever else asked for the address of a feed that is polled. */
    ended(itemId: string, outcome: PollOutcome, now: string): void {
      const row = polled.get(itemId);
      if (row === undefined) return;
      const { url, ...state } = row;
      write.run(rowOf(planPoll(stateOf(state), outcome, now)));
      const answer: PollAnswer | undefined = outcome.kind === 'failed' ? undefined : outcome.answer;
      if (answer?.movedTo !== undefined) move(itemId, url, answer.movedTo, now);
    },
    /** A list in a list has ended: what it brought counts for the feed that names it, but for the feed's first poll. */
    childEnded(itemId: string, newEntries: number, now: string): void {
      const row = parent.get(itemId);
      if (row === undefined) return;
      const { url: _, ...state } = row;
      write.run(rowOf(countLateEntries(stateOf(state), newEntries, now)));
    },
  };
}

/** Of all feeds that are polled but one, that whose address it is, or that has moved there. */
function addressHolder(db: Connection): (id: string, url: string) => { id: string; url: string } | undefined {
  const find = db.prepare<[{ id: string; url: string }], { id: string; url: string }>(
    `SELECT id, url FROM feeds
     WHERE removed_at IS NULL AND id <> @id AND (url = @url OR current_url = @url) LIMIT 1`,
  );
  return (id, url) => find.get({ id, url });
}

/** Notes a move for good; of two feeds that come to one address, the one that moved is taken off. */
function moving(db: Connection): (id: string, url: string, to: string, now: string) => void {
  const holderOf = addressHolder(db);
  const setCurrent = db.prepare('UPDATE feeds SET current_url = @current WHERE id = @id');
  const takeOff = db.prepare('UPDATE feeds SET removed_at = @now, removed_because = @because WHERE id = @id');
  return (id, url, to, now) => {
    const other = holderOf(id, to);
    if (other === undefined) {
      setCurrent.run({ id, current: to === url ? null : to });
      return;
    }
    takeOff.run({
      id,
      now,
      because: `it has moved for good to ${to}, which is polled already as ${other.url}`,
    });
  };
}
