import type { Evidence } from '@wirefold/contracts/evidence';
import type { Recomparison, Restated } from '@wirefold/contracts/ports';
import type { Connection } from './connection.ts';
import type { EvidenceWriter } from './evidence-rows.ts';
import type { TextGraph } from './text-graph.ts';

type PairRow = [articleId: string, otherArticleId: string, kind: string, score: number];

/**
 * Takes away what other weights had stated about articles that were compared anew, but for pairs with articles that
 * they were not compared with, and writes what is stated now: nothing is left of what is stated no more. The fold comes after.
 */
export function restater(
  db: Connection,
  graph: TextGraph,
  evidence: EvidenceWriter,
): (found: readonly Evidence[], compared: Recomparison) => Restated {
  const staleOf = staleReader(db);
  const remove = db.prepare(
    'DELETE FROM evidence WHERE article_id = ? AND other_article_id = ? AND kind = ?',
  );
  return (found, compared) => {
    const known = found.filter(evidence.isOf(compared.versions ?? new Map()));
    const gone = new Map<string, PairRow>();
    for (const [id, rows] of staleOf(compared)) {
      graph.removing(id);
      for (const row of rows) {
        remove.run(row[0], row[1], row[2]);
        gone.set(keyOf(row), row);
      }
      graph.removed(id);
    }
    const asBefore = known.filter((pair) => gone.get(keyOf(rowOf(pair)))?.[3] === pair.score).length;
    const newPairs = evidence.add(known) - asBefore;
    const stated = new Set(known.map((pair) => pairOf(rowOf(pair))));
    const goneNow = new Set([...gone.values()].map(pairOf).filter((pair) => !stated.has(pair)));
    return { newPairs, gonePairs: goneNow.size };
  };
}

/** Reads what other weights stated about articles and those that they were compared with now, by article; pairs among them come once. */
function staleReader(db: Connection): (compared: Recomparison) => Generator<[string, PairRow[]]> {
  const rowsOf = (own: string, other: string) =>
    db
      .prepare<[string, string, number, string], PairRow>(
        `SELECT article_id, other_article_id, kind, score FROM evidence e
          WHERE e.${own} = ? AND e.weights_version <> ? AND EXISTS (
           SELECT 1 FROM articles a JOIN items i ON i.id = a.item_id
            WHERE a.id = e.${other} AND a.seq <= ? AND (i.ended_at >= ? OR i.ended_at IS NULL))`,
      )
      .raw();
  const [asFirst, asSecond] = [
    rowsOf('article_id', 'other_article_id'),
    rowsOf('other_article_id', 'article_id'),
  ];
  const stored = db
    .prepare<[string], [seq: number, storedAt: string]>('SELECT seq, stored_at FROM articles WHERE id = ?')
    .raw();
  return function* ({ articleIds, weightsVersion, since, others, versions = new Map() }) {
    const own = articleIds.flatMap((id) => {
      const [seq, storedAt] = stored.get(id) ?? [];
      return seq === undefined || (versions.get(id) ?? storedAt) !== storedAt ? [] : [{ id, seq }];
    });
    const last = others === 'all' ? Number.MAX_SAFE_INTEGER : Math.max(0, ...own.map(({ seq }) => seq));
    for (const { id } of own) {
      const rows = [asFirst, asSecond].flatMap((read) => read.all(id, weightsVersion, last, since));
      if (rows.length > 0) yield [id, rows];
    }
  };
}

function rowOf({ articleId: a, otherArticleId: b, kind, score }: Evidence): PairRow {
  return a < b ? [a, b, kind, score] : [b, a, kind, score];
}

function pairOf([articleId, otherArticleId]: PairRow): string {
  return `${articleId}\n${otherArticleId}`;
}

function keyOf(row: PairRow): string {
  return `${pairOf(row)}\n${row[2]}`;
}
