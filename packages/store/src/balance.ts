import type { Balance, ItemState } from '@wirefold/contracts/ports';
import type { Reason } from '@wirefold/contracts/reasons';
import type { Connection } from './connection.ts';

interface CountRow {
  readonly state: ItemState;
  readonly reason: Reason | null;
  readonly count: number;
}

/** Counts the ledger by state and reason; one scan of a covering index. */
export function balanceOf(db: Connection): () => Balance {
  const counts = db.prepare<[], CountRow>(
    'SELECT state, reason, count(*) AS count FROM items GROUP BY state, reason',
  );
  return () => {
    const rows = counts.all();
    const inState = (state: ItemState) =>
      rows.filter((row) => row.state === state).reduce((sum, row) => sum + row.count, 0);
    const reasons: Partial<Record<Reason, number>> = {};
    for (const { reason, count } of rows)
      if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + count;
    return {
      accepted: rows.reduce((sum, row) => sum + row.count, 0),
      stored: inState('stored'),
      revised: inState('revised'),
      unchanged: inState('unchanged'),
      rejected: inState('rejected'),
      quarantined: inState('quarantined'),
      inFlight: inState('accepted'),
      reasons,
    };
  };
}
