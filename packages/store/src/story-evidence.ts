import type { StoryExplanation } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { countingReader } from './crowding.ts';
import { type EvidenceRow, evidenceOf } from './evidence-rows.ts';

/** Pairs within a story, and pairs with others, that are read: in a saga there are tens of thousands. */
const MOST_PAIRS = 200;

const STRONGEST = `ORDER BY e.score DESC, e.article_id, e.other_article_id, e.kind LIMIT ${MOST_PAIRS}`;
const FROM_FIRST = `FROM articles m JOIN evidence e ON e.article_id = m.id JOIN articles o ON o.id = e.other_article_id
  WHERE m.story_id = @id`;
const FROM_SECOND = `FROM articles m JOIN evidence e ON e.other_article_id = m.id JOIN articles o ON o.id = e.article_id
  WHERE m.story_id = @id`;

type AcrossRow = EvidenceRow & { readonly other_story: string };
type StoryPairs = Pick<StoryExplanation, 'within' | 'across' | 'pairCounts'>;

/** Reads the strongest pairs of a story's articles, with one another and with those of other stories, and counts all. */
export function storyEvidenceReader(db: Connection): (storyId: string) => StoryPairs {
  const within = db.prepare<[{ id: string }], EvidenceRow>(
    `SELECT e.* ${FROM_FIRST} AND o.story_id = @id ${STRONGEST}`,
  );
  const across = db.prepare<[{ id: string }], AcrossRow>(
    `SELECT * FROM (SELECT e.*, o.story_id AS other_story ${FROM_FIRST} AND o.story_id <> @id
      UNION ALL SELECT e.*, o.story_id ${FROM_SECOND} AND o.story_id <> @id) e ${STRONGEST}`,
  );
  const counts = db.prepare<[{ id: string }], { within: number; across: number }>(
    `SELECT (SELECT count(*) ${FROM_FIRST} AND o.story_id = @id) AS within,
      (SELECT count(*) ${FROM_FIRST} AND o.story_id <> @id)
       + (SELECT count(*) ${FROM_SECOND} AND o.story_id <> @id) AS across`,
  );
  const counting = countingReader(db);
  return (id) => {
    const counted = counting();
    return {
      within: within.all({ id }).map((row) => counted(evidenceOf(row))),
      across: across
        .all({ id })
        .map((row) => ({ ...counted(evidenceOf(row)), otherStoryId: row.other_story })),
      pairCounts: counts.get({ id }) ?? { within: 0, across: 0 },
    };
  };
}
