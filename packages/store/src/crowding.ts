import type { Evidence } from '@wirefold/contracts/evidence';
import type { CountedEvidence } from '@wirefold/contracts/read-model';
import { CROWD_NEIGHBOURS, crowdingOf, scoreInCrowd } from '@wirefold/dedupe/crowding';
import type { Connection } from './connection.ts';

/** Scores of the likest story pairs of an article, highest first, with the article at the other end. */
type Likest = readonly (readonly [otherId: string, score: number])[];

function likestReader(db: Connection): (articleId: string) => Likest {
  // One more than count: without one of them, the next takes its place.
  const rows = db
    .prepare<[string, string], [string, number]>(
      `SELECT o.id, e.score FROM evidence e JOIN articles o ON o.id = e.other_article_id
        WHERE e.article_id = ? AND e.kind = 'story' AND e.score > 0.5
       UNION ALL
       SELECT o.id, e.score FROM evidence e JOIN articles o ON o.id = e.article_id
        WHERE e.other_article_id = ? AND e.kind = 'story' AND e.score > 0.5
       ORDER BY 2 DESC LIMIT ${CROWD_NEIGHBOURS + 1}`,
    )
    .raw();
  return (articleId) => rows.all(articleId, articleId);
}

/** Reads how crowded it is around an article by what is stored: `crowdingOf`. */
export function crowdingReader(db: Connection): (articleId: string) => number {
  const likest = likestReader(db);
  return (articleId) => crowdingOf(likest(articleId).map(([, score]) => score));
}

/** Gives pairs the scores that folding counts; each article's crowding is read once in the life of the result. */
export function countingReader(db: Connection): () => (pair: Evidence) => CountedEvidence {
  const read = crowdingReader(db);
  return () => {
    const known = new Map<string, number>();
    const crowdingAround = (id: string): number => {
      const crowding = known.get(id) ?? read(id);
      known.set(id, crowding);
      return crowding;
    };
    return (pair) => {
      const { kind, score, articleId, otherArticleId } = pair;
      if (kind !== 'story') return { ...pair, counts: score };
      const crowding = (crowdingAround(articleId) + crowdingAround(otherArticleId)) / 2;
      return { ...pair, counts: scoreInCrowd(score, crowding) };
    };
  };
}

/** Reads which articles an article makes more crowded by being there: their pairs with others weigh otherwise. */
export function crowdedByReader(db: Connection): (articleId: string) => string[] {
  const likest = likestReader(db);
  const partners = db
    .prepare<[string, string], string>(
      `SELECT other_article_id FROM evidence WHERE article_id = ? AND kind = 'story' AND score > 0.5
       UNION ALL
       SELECT article_id FROM evidence WHERE other_article_id = ? AND kind = 'story' AND score > 0.5`,
    )
    .pluck();
  return (articleId) =>
    partners.all(articleId, articleId).filter((partner) => {
      const all = likest(partner);
      const others = all.filter(([id]) => id !== articleId);
      return crowdingOf(all.map(([, score]) => score)) !== crowdingOf(others.map(([, score]) => score));
    });
}
