import type { Connection } from './connection.ts';
import { INPUT_COLUMNS, type InputRow, inputOf, type StoredInput } from './dedupe-inputs.ts';

/** Articles that are read more than once: the same ones each time, but for what was revised in between. */
export interface NewestInputs {
  readonly count: number;
  /** In order of arrival. */
  inputs(): Generator<StoredInput>;
}

/** Articles read at a time, with no statement open between two of them. */
const PAGE = 500;

/** Finds the articles that arrived last, at most `limit` of those that are there when it is asked. */
export function newestReader(db: Connection): (limit: number) => NewestInputs {
  const bounds = db.prepare<[number], [first: number | null, last: number | null, count: number]>(
    'SELECT min(seq), max(seq), count(*) FROM (SELECT seq FROM articles ORDER BY seq DESC LIMIT ?)',
  );
  const page = db.prepare<[number, number, number], InputRow>(
    `SELECT ${INPUT_COLUMNS} FROM articles a WHERE a.seq > ? AND a.seq <= ? ORDER BY a.seq LIMIT ?`,
  );
  return (limit) => {
    const [first, last, count] = bounds.raw().get(limit) ?? [null, null, 0];
    return {
      count,
      inputs: function* () {
        let after = (first ?? 1) - 1;
        for (;;) {
          const rows = page.all(after, last ?? 0, PAGE);
          for (const row of rows) yield inputOf(row);
          const end = rows.at(-1);
          if (end === undefined) return;
          after = end.seq;
        }
      },
    };
  };
}
