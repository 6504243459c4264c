import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import { isSameText } from '@wirefold/dedupe/texts';
import type { Connection } from './connection.ts';
import type { TextGraph } from './text-graph.ts';
import { textHeirs, type Wording } from './text-heirs.ts';

export interface EvidenceRow {
  readonly article_id: string;
  readonly other_article_id: string;
  readonly kind: EvidenceKind;
  readonly score: number;
  readonly signals: string;
  readonly weights_version: string;
}

export interface EvidenceWriter {
  /** Gives the number of pairs that are new or changed, one article of each of which is to be folded again: `about`, if it is one. */
  add(evidence: readonly Evidence[], about?: string): number;
  /** Tells whether both articles of a pair are those that were stored at these times, where one is given. */
  isOf(versions: ReadonlyMap<string, string>): (pair: Evidence) => boolean;
  /** An article as its exact copies have it, before it is written; null where it has none. */
  before(articleId: string): Wording | null;
  /**
   * Takes away all evidence of an article, as its text is no longer the one that was compared; its copies inherit what was
   * stated of all by way of it.
   */
  remove(articleId: string, former: Wording | null): void;
}

/**
 * Neither side has a foreign key: evidence comes with the article that found it, and the other article
 * may be committed later. Where a pair is stated twice, one statement wins whichever came first: the
 * later weights, then the higher score; so the order of commits cannot show.
 */
export function evidenceWriter(db: Connection, graph: TextGraph): EvidenceWriter {
  const insert = db.prepare(
    `INSERT INTO evidence (article_id, other_article_id, kind, score, signals, weights_version)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (article_id, other_article_id, kind) DO UPDATE SET score = excluded.score,
      signals = excluded.signals, weights_version = excluded.weights_version
     WHERE (excluded.weights_version, excluded.score, excluded.signals) > (weights_version, score, signals)`,
  );
  const inherit = db.prepare(
    `INSERT INTO evidence (article_id, other_article_id, kind, score, signals, weights_version)
     VALUES (@article_id, @other_article_id, @kind, @score, @signals, @weights_version) ON CONFLICT DO NOTHING`,
  );
  const rowsAbout = db.prepare<[string, string], EvidenceRow>(
    'SELECT * FROM evidence WHERE article_id = ? OR other_article_id = ?',
  );
  const heirs = textHeirs(db, graph);
  /** Nothing is to be written where both are one. */
  const currentCopies = ({ articleId: a, otherArticleId: b }: Evidence, self?: string): [string, string] => {
    const [own, other] = b === self ? [b, a] : [a, b];
    return [own, heirs.currentCopy(own, other) ?? own];
  };
  const remove = db.prepare('DELETE FROM evidence WHERE article_id = ? OR other_article_id = ?');
  const storedAt = db.prepare<[string], string>('SELECT stored_at FROM articles WHERE id = ?').pluck();
  const isVersion = (articleId: string, version: string | undefined): boolean =>
    version === undefined || storedAt.get(articleId) === version;
  return {
    isOf:
      (versions) =>
      ({ articleId: a, otherArticleId: b }) =>
        isVersion(a, versions.get(a)) && isVersion(b, versions.get(b)),
    add(evidence, about) {
      let changed = 0;
      for (const fact of evidence) {
        const { kind, score, signals, weightsVersion } = fact;
        const [a, b] = isSameText(fact) ? currentCopies(fact, about) : [fact.articleId, fact.otherArticleId];
        if (a === b) continue;
        const [first, second] = a < b ? [a, b] : [b, a];
        graph.watch(first);
        graph.watch(second);
        const { changes } = insert.run(first, second, kind, score, JSON.stringify(signals), weightsVersion);
        if (changes === 0) continue;
        changed += 1;
        graph.stated(first, second, kind, score);
        graph.touch(second === about ? second : first);
      }
      return changed;
    },
    before: heirs.before,
    remove(articleId, former) {
      graph.removing(articleId);
      const inherited = former === null ? [] : heirs.inherited(former, rowsAbout.all(articleId, articleId));
      remove.run(articleId, articleId);
      for (const row of inherited) inherit.run(row);
      graph.removed(articleId);
    },
  };
}

export function evidenceOf(row: EvidenceRow): Evidence {
  return {
    articleId: row.article_id,
    otherArticleId: row.other_article_id,
    kind: row.kind,
    score: row.score,
    signals: JSON.parse(row.signals),
    weightsVersion: row.weights_version,
  };
}
