import type { Connection } from './connection.ts';

interface CrossingRow {
  readonly story_id: string;
  readonly score: number;
}

/**
 * Writes which other stories the touched stories have evidence with that was not enough to join them: the
 * highest score between their articles, in both directions.
 */
export function relationWriter(db: Connection): (storyOf: ReadonlyMap<string, string>) => void {
  const clear = db.prepare('DELETE FROM related_stories WHERE story_id = ? OR other_story_id = ?');
  const crossing = db.prepare<[{ id: string; storyId: string }], CrossingRow>(
    `SELECT o.story_id, e.score FROM evidence e JOIN articles o ON o.id = e.other_article_id
      WHERE e.article_id = @id AND o.story_id <> @storyId
     UNION ALL
     SELECT o.story_id, e.score FROM evidence e JOIN articles o ON o.id = e.article_id
      WHERE e.other_article_id = @id AND o.story_id <> @storyId`,
  );
  const relate = db.prepare(
    `INSERT INTO related_stories (story_id, other_story_id, score) VALUES (?, ?, ?)
     ON CONFLICT (story_id, other_story_id) DO UPDATE SET score = max(score, excluded.score)`,
  );
  return (storyOf) => {
    for (const id of new Set(storyOf.values())) clear.run(id, id);
    for (const [id, storyId] of storyOf) {
      for (const { story_id: other, score } of crossing.all({ id, storyId })) {
        relate.run(storyId, other, score);
        relate.run(other, storyId, score);
      }
    }
  };
}
