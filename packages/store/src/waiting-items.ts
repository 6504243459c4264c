import type { FetchJob } from '@wirefold/contracts/jobs';
import type { StoreWriter } from '@wirefold/contracts/ports';
import { type Connection, translating } from './connection.ts';

/** `sent_at` of an item that waits for room in the queues. */
export const WAITS = '';

type WaitingMethods = Pick<StoreWriter, 'isAnyWaiting' | 'waiting' | 'sent'>;

/** Their part of the port. */
export function waitingMethods(
  db: Connection,
  path: string,
  jobs: (id: string) => FetchJob[],
  writing: <T>(now: string, work: () => T) => T,
): WaitingMethods {
  const waiting = waitingItems(db);
  return {
    isAnyWaiting: () => translating(path, waiting.isAny),
    waiting: (limit, places) => translating(path, () => waiting.next(limit, places).flatMap(jobs)),
    sent: (ids, now) => writing(now, () => ids.forEach((id) => void waiting.sent(id, now))),
  };
}

/** The statements on the items that wait for room in the queues. */
function waitingItems(db: Connection) {
  const isAny = db
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM items WHERE state = 'accepted' AND sent_at = '${WAITS}')`,
    )
    .pluck();
  // Each step is one look into the index, however many items of a source wait.
  const sources = db
    .prepare<[], string>(
      `WITH RECURSIVE waiting (source) AS (
         SELECT min(source) FROM items WHERE state = 'accepted' AND sent_at = '${WAITS}'
         UNION ALL
         SELECT (SELECT min(source) FROM items WHERE state = 'accepted' AND sent_at = '${WAITS}' AND source > w.source)
         FROM waiting w WHERE w.source IS NOT NULL)
       SELECT source FROM waiting WHERE source IS NOT NULL`,
    )
    .pluck();
  // The index by name: without statistics SQLite takes that of the states, and reads all that wait.
  const underWay = db.prepare<[], { source: string; items: number }>(
    `SELECT source, count(*) AS items FROM items INDEXED BY items_in_flight WHERE state = 'accepted' AND sent_at > '${WAITS}' GROUP BY source`,
  );
  const oldest = db
    .prepare<[string, number], string>(
      `SELECT id FROM items WHERE state = 'accepted' AND sent_at = '${WAITS}' AND source = ? ORDER BY rowid LIMIT ?`,
    )
    .pluck();
  const sent = db.prepare(
    `UPDATE items SET sent_at = @now WHERE id = @id AND state = 'accepted' AND sent_at = '${WAITS}'`,
  );
  return {
    isAny: (): boolean => isAny.get() === 1,
    /** Whose turn it is: at most `limit` ids, of a queue that has `places`. */
    next(limit: number, places: number): string[] {
      const waiting = sources.all();
      const share = Math.max(1, Math.floor(places / (waiting.length + 1)));
      const at = new Map(underWay.all().map(({ source, items }) => [source, items]));
      const turns = waiting
        .map((source) => ({ source, left: share - (at.get(source) ?? 0) }))
        .filter(({ left }) => left > 0)
        .sort((a, b) => b.left - a.left);
      const ids: string[] = [];
      for (const { source, left } of turns) {
        if (ids.length >= limit) break;
        ids.push(...oldest.all(source, Math.min(left, limit - ids.length)));
      }
      return ids;
    },
    sent: (id: string, now: string) => sent.run({ id, now }),
  };
}
