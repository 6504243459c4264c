import { articleIdOf, documentIdOf } from '@wirefold/contracts/ids';
import type { FetchJob, ItemKind, PollRequest } from '@wirefold/contracts/jobs';
import type { Acceptance, ItemState, NewItem, PendingItem } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION, type Stage } from '@wirefold/contracts/terms';
import type { Connection } from './connection.ts';
import { documentWriter, unpackedBody } from './documents.ts';
import { paceOf } from './feed-rows.ts';
import { WAITS } from './waiting-items.ts';

/** A row of `items`, as far as a job is made of it. */
interface JobRow {
  readonly id: string;
  readonly url: string;
  readonly kind: ItemKind;
  readonly kind_forced: number;
  readonly source: string;
  readonly hints: string | null;
  readonly provided_at: string | null;
  readonly provided_media_type: string | null;
  readonly http_status: number | null;
  /** Of the document that came with it. */
  readonly final_url: string | null;
  /** Of a feed that is polled: where it is now, its validators, and its pace as JSON. */
  readonly poll_url: string | null;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly pace: string | null;
}

interface PendingRow extends JobRow {
  readonly redeliveries: number;
  readonly body: Buffer | null;
  readonly body_encoding: string | null;
}

interface KnownRow {
  readonly state: ItemState;
  readonly sha256: string | null;
  /** When the very bytes that come now were last received; null where they never were. */
  readonly received_at: string | null;
}

interface KnownChildRow {
  readonly state: ItemState;
  readonly accepted_at: string;
  readonly parent_id: string | null;
  readonly kind_forced: number;
}

/** How an item ends. */
export interface End {
  readonly id: string;
  readonly state: Exclude<ItemState, 'accepted'>;
  readonly stage: Stage | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly attempts: number;
  readonly documentId: string | null;
  readonly now: string;
}

/** The statements on the ledger; each call belongs inside the caller's transaction. */
export type Ledger = ReturnType<typeof ledgerOf>;

const SELECT_JOB =
  'i.id, i.url, i.kind, i.kind_forced, i.source, i.hints, i.provided_at, i.provided_media_type, ' +
  '(SELECT http_status FROM documents WHERE id = i.document_id) AS http_status, ' +
  '(SELECT final_url FROM documents WHERE id = i.document_id) AS final_url, ' +
  'coalesce(f.current_url, f.url) AS poll_url, f.etag, f.last_modified, f.pace';
/** A lost poll is sent again as a poll, with the validators that it had. */
const FROM_JOB = 'items i LEFT JOIN feeds f ON f.id = i.id AND f.removed_at IS NULL';
const ENDED_WELL: ReadonlySet<ItemState> = new Set(['stored', 'revised', 'unchanged']);

export function ledgerOf(db: Connection) {
  const accepting = acceptingOf(db);
  const end = db.prepare(
    `UPDATE items SET state = @state, stage = @stage, reason = @reason, detail = @detail, attempts = @attempts,
      document_id = coalesce(@documentId, document_id), ended_at = @now WHERE id = @id AND state = 'accepted'`,
  );
  const state = db.prepare<[string], ItemState>('SELECT state FROM items WHERE id = ?').pluck();
  const unknown = db.prepare(
    `INSERT INTO items (id, url, kind, accepted_at, sent_at, source) VALUES (@id, @url, 'unknown', @now, @now, @source)
     ON CONFLICT (id) DO NOTHING`,
  );
  const setKind = db.prepare('UPDATE items SET kind = ? WHERE id = ?');
  const acceptedAt = db.prepare<[string], string>('SELECT accepted_at FROM items WHERE id = ?').pluck();
  return {
    ...accepting,
    ...resending(db),
    setKind: (id: string, kind: ItemKind) => setKind.run(kind, id),
    /** When an item was last accepted, null where it never was. */
    acceptedAt: (id: string): string | null => acceptedAt.get(id) ?? null,
    /** True where the item was in flight and now has this end. */
    end: (row: End) => end.run(row).changes > 0,
    /** Whether an end is due; an item that nobody accepted is entered, so that nothing vanishes. */
    isDue(id: string, url: string, source: string, now: string): boolean {
      const known = state.get(id);
      if (known === undefined) unknown.run({ id, url, source, now });
      return known === undefined || known === 'accepted';
    },
  };
}

function acceptingOf(db: Connection) {
  const writeDocument = documentWriter(db);
  const known = db.prepare<[string | null, string], KnownRow>(
    `SELECT i.state, d.sha256, (SELECT fetched_at FROM documents WHERE id = ?) AS received_at
      FROM items i LEFT JOIN documents d ON d.id = i.document_id WHERE i.id = ?`,
  );
  const knownChild = db.prepare<[string], KnownChildRow>(
    'SELECT state, accepted_at, parent_id, kind_forced FROM items WHERE id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO items (id, url, kind, accepted_at, sent_at, source, kind_forced, hints, parent_id, provided_at,
      provided_media_type)
     VALUES (@id, @url, @kind, @now, @sentAt, @source, @kindForced, @hints, @parentId, @providedAt, @providedMediaType)`,
  );
  const again = db.prepare(
    `UPDATE items SET kind = @kind, accepted_at = @now, sent_at = @sentAt, source = @source, kind_forced = @kindForced,
      hints = @hints, parent_id = coalesce(@parentId, parent_id), provided_at = @providedAt,
      provided_media_type = @providedMediaType, state = 'accepted', stage = NULL, reason = NULL, detail = NULL,
      attempts = 0, redeliveries = 0, ended_at = NULL WHERE id = @id`,
  );
  const setDocument = db.prepare('UPDATE items SET document_id = ? WHERE id = ?');
  const addSource = db.prepare(
    'INSERT INTO sources (name, first_seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );

  const enter = (item: NewItem, now: string, sentAt: string, statement: typeof insert) => {
    statement.run(rowOf(item, now, sentAt));
    if (item.provided === undefined) return;
    const { bytes, sha256, mediaType = null } = item.provided;
    const circumstances = {
      url: item.url,
      finalUrl: item.provided.finalUrl ?? item.url,
      fetchedAt: item.provided.receivedAt ?? now,
      httpStatus: item.provided.httpStatus ?? null,
      charset: null,
    };
    const document = { ...circumstances, mediaType, sha256, byteLength: bytes.byteLength };
    setDocument.run(writeDocument(item.id, document, bytes), item.id);
  };
  return {
    /**
     * An input given by hand: what has ended is run again, unless its bytes are those of last time, or an archive's that
     * were received at that time or later already.
     */
    accept(item: NewItem, now: string): Acceptance {
      const { provided } = item;
      const before = known.get(
        provided === undefined ? null : documentIdOf(item.id, provided.sha256),
        item.id,
      );
      const result = acceptanceOf(item, before);
      if (result === 'new') enter(item, now, now, insert);
      if (result === 'again') enter(item, now, now, again);
      if (result === 'new' || result === 'again') addSource.run(item.source, now);
      return { id: item.id, result };
    },
    /**
     * What a list names: a page that the ledger has in any state is left alone, a list in a list is run again
     * where it has ended and may have changed since. What is `new` or `again` waits for room in the queues. What
     * this list itself brought since `since` is left alone, and still `new`. Its outlet is added by the caller.
     */
    acceptChild(item: NewItem, since: string | null, now: string): 'new' | 'again' | 'known' {
      const before = knownChild.get(item.id);
      if (before === undefined) {
        enter(item, now, WAITS, insert);
        return 'new';
      }
      if (since !== null && isOfThisRun(item, since, before)) return 'new';
      if (item.kind === 'page' || before.state === 'accepted' || !mayHaveChanged(item, before))
        return 'known';
      enter(item, now, WAITS, again);
      return 'again';
    },
    addSource: (name: string, now: string) => addSource.run(name, now),
    writeDocument,
  };
}

function acceptanceOf(item: NewItem, before: KnownRow | undefined): Acceptance['result'] {
  if (before === undefined) return 'new';
  if (before.state === 'accepted') return 'in-flight';
  return ENDED_WELL.has(before.state) && isOld(item, before) ? 'known' : 'again';
}

function isOld({ provided }: NewItem, before: KnownRow): boolean {
  if (provided === undefined) return false;
  if (provided.sha256 === before.sha256) return true;
  const { receivedAt } = provided;
  if (receivedAt === undefined || before.received_at === null) return false;
  return Date.parse(receivedAt) <= Date.parse(before.received_at);
}

/** What a person names anew keeps the list that named it first, and is not forced to be what that said. */
function isOfThisRun({ parentId }: NewItem, since: string, before: KnownChildRow): boolean {
  return before.parent_id === parentId && before.accepted_at >= since && before.kind_forced === 1;
}

/**
 * Whether a list that ended may be another by now. What its index says of it counts only where it ended well, and is
 * held against the time at which it was asked for: a change while it was read must not be missed.
 */
function mayHaveChanged({ kind, changedAt }: NewItem, before: KnownChildRow): boolean {
  if (kind !== 'child-sitemap' || changedAt === undefined || before.state === 'quarantined') return true;
  return latestOf(changedAt) > Date.parse(before.accepted_at);
}

const DAY_MS = 86_400_000;

/** The latest time that a date of change can mean: one without a time of day means any of its day, in any zone. */
function latestOf(changedAt: string): number {
  const time = Date.parse(changedAt);
  if (Number.isNaN(time)) return Number.POSITIVE_INFINITY;
  return time % DAY_MS === 0 ? time + 1.5 * DAY_MS : time;
}

function rowOf(item: NewItem, now: string, sentAt: string) {
  return {
    id: item.id,
    url: item.url,
    kind: item.kind,
    kindForced: item.kindForced ? 1 : 0,
    source: item.source,
    hints: item.hints === undefined ? null : JSON.stringify(item.hints),
    parentId: item.parentId ?? null,
    providedAt: item.provided === undefined ? null : (item.provided.receivedAt ?? now),
    providedMediaType: item.provided?.mediaType ?? null,
    now,
    sentAt,
  };
}

function resending(db: Connection) {
  const pendingIds = db
    .prepare<[{ before: string; clock: string }], string>(
      // The index by name: without statistics SQLite takes that of the states, and reads all that wait.
      `SELECT id FROM items INDEXED BY items_in_flight
       WHERE state = 'accepted' AND sent_at > '${WAITS}' AND (sent_at < @before OR sent_at > @clock)
       ORDER BY sent_at, rowid`,
    )
    .pluck();
  const pendingItem = db.prepare<[string], PendingRow>(
    `SELECT ${SELECT_JOB}, i.redeliveries, d.body, d.body_encoding FROM ${FROM_JOB}
     LEFT JOIN documents d ON d.id = i.document_id AND i.provided_at IS NOT NULL
     WHERE i.state = 'accepted' AND i.id = ?`,
  );
  const resent = db.prepare(
    "UPDATE items SET redeliveries = redeliveries + 1, sent_at = @now WHERE id = @id AND state = 'accepted'",
  );
  const retry = db.prepare(
    `UPDATE items SET state = 'accepted', sent_at = @now, stage = NULL, reason = NULL, detail = NULL,
      attempts = 0, redeliveries = 0, ended_at = NULL WHERE id = @id AND state = 'quarantined'`,
  );
  const job = db.prepare<[string], JobRow>(`SELECT ${SELECT_JOB} FROM ${FROM_JOB} WHERE i.id = ?`);
  const jobs = (id: string): FetchJob[] => job.all(id).map(jobOf);
  const drop = db.prepare(
    `UPDATE items SET state = 'rejected', detail = reason || coalesce(': ' || detail, ''), reason = 'dropped',
      ended_at = @now WHERE id = @id AND state = 'quarantined'`,
  );
  return {
    /**
     * Items sent before `before`; and those sent later than `clock`, the time of the last call: their
     * sender's clock has been put back since, and they must not wait until it is there again.
     */
    pendingIds: (before: string, clock: string): string[] => pendingIds.all({ before, clock }),
    pendingItem: (id: string): PendingItem[] => pendingItem.all(id).map(pendingOf),
    redelivered: (id: string, now: string) => resent.run({ id, now }),
    retry: (id: string, now: string): FetchJob[] => (retry.run({ id, now }).changes > 0 ? jobs(id) : []),
    /** The job of an item, in whatever state it is. */
    jobs,
    drop: (id: string, now: string): number => drop.run({ id, now }).changes,
  };
}

function pendingOf(row: PendingRow): PendingItem {
  const bytes = row.body === null ? null : unpackedBody(row.body, row.body_encoding ?? 'identity');
  return { job: jobOf(row), bytes, redeliveries: row.redeliveries };
}

function jobOf(row: JobRow): FetchJob {
  return {
    v: PAYLOAD_VERSION,
    itemId: row.id,
    articleId: articleIdOf(row.id),
    source: row.source,
    url: row.url,
    kind: row.kind,
    kindForced: row.kind_forced === 1,
    ...(row.hints !== null && { hints: JSON.parse(row.hints) }),
    ...(row.provided_at !== null && { provided: providedOf(row, row.provided_at) }),
    ...(row.poll_url !== null && row.provided_at === null && { poll: pollOf(row, row.poll_url) }),
  };
}

function pollOf({ etag, last_modified: lastModified, pace: paceText }: JobRow, url: string): PollRequest {
  const pace = paceOf(paceText);
  return {
    ...{ url, ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) },
    ...(pace !== null && { pace }),
  };
}

function providedOf(row: JobRow, receivedAt: string) {
  const { url, provided_media_type: mediaType, http_status: httpStatus, final_url: finalUrl } = row;
  return {
    receivedAt,
    ...(mediaType !== null && { mediaType }),
    ...(httpStatus !== null && { httpStatus }),
    ...(finalUrl !== null && finalUrl !== url && { finalUrl }),
  };
}
