import type { EvidenceKind } from '@wirefold/contracts/evidence';
import { type Link, linkWith } from '@wirefold/dedupe/pair-weight';
import { isSameText } from '@wirefold/dedupe/texts';
import type { Connection } from './connection.ts';

/** All that is stated about two articles. */
export interface Pair extends Link {
  /** They have one text. */
  readonly isSame: boolean;
}

/** A pair with one statement more. */
export function pairWith(known: Pair | undefined, kind: EvidenceKind, score: number): Pair {
  if (isSameText({ kind, score })) return { story: known?.story ?? 0, copy: known?.copy ?? 0, isSame: true };
  return { ...linkWith(known, kind, score), isSame: known?.isSame ?? false };
}

/** Reads what is stated about an article, by the other article, which may not have come yet. */
export function pairReader(db: Connection): (articleId: string) => Map<string, Pair> {
  const rows = db
    .prepare<[string, string], [otherId: string, kind: EvidenceKind, score: number]>(
      `SELECT other_article_id, kind, score FROM evidence WHERE article_id = ?
       UNION ALL SELECT article_id, kind, score FROM evidence WHERE other_article_id = ?`,
    )
    .raw();
  return (articleId) => {
    const pairs = new Map<string, Pair>();
    for (const [other, kind, score] of rows.all(articleId, articleId))
      pairs.set(other, pairWith(pairs.get(other), kind, score));
    return pairs;
  };
}

/** Reads the articles that are stated to have the text of one. */
export function copyReader(db: Connection): (articleId: string) => string[] {
  const rows = db
    .prepare<[string, string], string>(
      `SELECT other_article_id FROM evidence WHERE article_id = ? AND kind = 'exact' AND score = 1
       UNION ALL SELECT article_id FROM evidence WHERE other_article_id = ? AND kind = 'exact' AND score = 1`,
    )
    .pluck();
  return (articleId) => rows.all(articleId, articleId);
}

/** Reads the story pairs of an article above even odds: the other article, and the score. */
export function likelyReader(db: Connection): (articleId: string) => [otherId: string, score: number][] {
  const rows = db
    .prepare<[string, string], [string, number]>(
      `SELECT other_article_id, score FROM evidence WHERE article_id = ? AND kind = 'story' AND score > 0.5
       UNION ALL SELECT article_id, score FROM evidence WHERE other_article_id = ? AND kind = 'story' AND score > 0.5`,
    )
    .raw();
  return (articleId) => rows.all(articleId, articleId);
}
