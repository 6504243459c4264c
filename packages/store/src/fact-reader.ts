import type { StoryFact } from '@wirefold/contracts/read-model';
import { differingFacts } from '@wirefold/dedupe/facts';
import type { Connection } from './connection.ts';

interface TextRow {
  readonly id: string;
  readonly source: string;
  readonly headline: string | null;
  readonly text: string;
  readonly language: string | null;
}

/** Articles whose texts are read, by id: `differingFacts` looks at no more. */
const MOST_READ = 100;

/** Reads what the articles of a story say differently: see `differingFacts`, which also bounds how many are read. */
export function factReader(db: Connection): (storyId: string) => StoryFact[] {
  const texts = db.prepare<[string], TextRow>(
    `SELECT id, source, headline, text, language FROM articles WHERE story_id = ? ORDER BY id LIMIT ${MOST_READ}`,
  );
  return (storyId) =>
    differingFacts(
      texts.all(storyId).map(({ headline, language, ...row }) => ({
        ...row,
        headline: headline ?? '',
        ...(language !== null && { language }),
      })),
    );
}
