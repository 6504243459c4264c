import type { RelatedStory } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';

interface RelatedRow {
  readonly id: string;
  readonly headline: string | null;
  readonly article_count: number;
  readonly first_published_at: string | null;
  readonly score: number;
  readonly days: number | null;
}

/** Related stories that are shown; the view `related_stories` has them all. */
const SHOWN = 20;

/** Reads the stories that are related to one, by the view `related_stories`. */
export function relatedReader(db: Connection): (storyId: string) => RelatedStory[] {
  const rows = db.prepare<[string, number], RelatedRow>(
    `SELECT o.id, o.headline, o.article_count, o.first_published_at, r.score,
      abs(julianday(substr(o.first_published_at, 1, 10)) - julianday(substr(s.first_published_at, 1, 10))) AS days
     FROM related_stories r JOIN stories s ON s.id = r.story_id JOIN stories o ON o.id = r.other_story_id
     WHERE r.story_id = ? ORDER BY r.score DESC, o.id LIMIT ?`,
  );
  return (storyId) =>
    rows.all(storyId, SHOWN).map((row) => ({
      id: row.id,
      headline: row.headline,
      articleCount: row.article_count,
      firstPublishedAt: row.first_published_at,
      score: row.score,
      daysApart: row.days,
    }));
}
