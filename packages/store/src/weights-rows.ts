import type { WeightsKept, WeightsSnapshot } from '@wirefold/contracts/ports';
import type { Connection } from './connection.ts';

const COLUMNS = 'number, version, basis, articles, model';

/** Reads the snapshot in force and the last one made. */
export function weightsReader(db: Connection): () => WeightsKept {
  const inForce = db.prepare<[], WeightsSnapshot>(
    `SELECT ${COLUMNS} FROM term_weights WHERE in_force_at IS NOT NULL ORDER BY in_force_at DESC, number DESC LIMIT 1`,
  );
  const latest = db.prepare<[], WeightsSnapshot>(
    `SELECT ${COLUMNS} FROM term_weights ORDER BY number DESC LIMIT 1`,
  );
  return () => ({ inForce: inForce.get() ?? null, latest: latest.get() ?? null });
}

/** Keeps snapshots, and notes which is in force. */
export function weightsWriter(db: Connection) {
  const version = db
    .prepare<[], string>(
      'SELECT version FROM term_weights WHERE in_force_at IS NOT NULL ORDER BY in_force_at DESC, number DESC LIMIT 1',
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO term_weights (number, version, basis, articles, made_at, model)
     VALUES (@number, @version, @basis, @articles, @now, @model)
     ON CONFLICT (version) DO UPDATE SET basis = excluded.basis`,
  );
  const enforce = db.prepare('UPDATE term_weights SET in_force_at = ? WHERE version = ?');
  return {
    inForce: (): string | null => version.get() ?? null,
    keep: (snapshot: WeightsSnapshot, now: string) =>
      void insert.run({ ...snapshot, model: Buffer.from(snapshot.model), now }),
    enforce: (named: string, now: string) => void enforce.run(now, named),
  };
}
