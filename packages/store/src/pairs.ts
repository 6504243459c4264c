import type { EvidenceKind } from '@wirefold/contracts/evidence';
import { weightOf } from '@wirefold/dedupe/pair-weight';
import type { Connection } from './connection.ts';
import type { WeighedPair } from './join-tree.ts';

/** One statement about an article and another that is here too, in whichever order it is stored. */
export interface Pair {
  readonly otherId: string;
  /** The other article's story, as stored. */
  readonly otherStoryId: string;
  readonly kind: EvidenceKind;
  readonly score: number;
  /** What average linkage adds up at most: where it is crowded a pair weighs less (`weightOf`). */
  readonly most: number;
}

type PairRow = [otherId: string, otherStoryId: string, kind: EvidenceKind, score: number];

/** Reads all statements about an article; those whose other article has not come are left out. */
export function pairReader(db: Connection): (articleId: string) => Pair[] {
  const rows = db
    .prepare<[string, string], PairRow>(
      `SELECT o.id, o.story_id, e.kind, e.score FROM evidence e JOIN articles o ON o.id = e.other_article_id
        WHERE e.article_id = ?
       UNION ALL
       SELECT o.id, o.story_id, e.kind, e.score FROM evidence e JOIN articles o ON o.id = e.article_id
        WHERE e.other_article_id = ?`,
    )
    .raw();
  return (articleId) =>
    rows.all(articleId, articleId).map(([otherId, otherStoryId, kind, score]) => ({
      otherId,
      otherStoryId,
      kind,
      score,
      most: weightOf(kind, score),
    }));
}

/** Reads the pairs among articles by one side of each, and nothing for a single one. */
export function innerPairReader(
  db: Connection,
): (articleIds: readonly string[], crowdingOf: (articleId: string) => number) => WeighedPair[] {
  const rows = db
    .prepare<[string], [otherId: string, kind: EvidenceKind, score: number]>(
      'SELECT other_article_id, kind, score FROM evidence WHERE article_id = ?',
    )
    .raw();
  return (articleIds, crowdingOf) => {
    if (articleIds.length < 2) return [];
    const own = new Set(articleIds);
    return articleIds.flatMap((a) =>
      rows
        .all(a)
        .flatMap(([b, kind, score]) =>
          own.has(b) ? [{ a, b, weight: weightOf(kind, score, (crowdingOf(a) + crowdingOf(b)) / 2) }] : [],
        ),
    );
  };
}
