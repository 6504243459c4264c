import { type DemoPlace, rows } from './demo-run.ts';

/** A story as the table lists it. */
export interface StoryRow {
  readonly id: string;
  readonly headline: string | null;
  readonly articles: number;
  readonly outlets: number;
  readonly first: string | null;
}

/** An article of the story that is told of. */
export interface VariantRow {
  readonly id: string;
  readonly url: string;
  readonly source: string;
  readonly headline: string | null;
  readonly words: number;
}

/** A pair of articles of that story. */
export interface PairRow {
  readonly a: string;
  readonly b: string;
  readonly kind: 'exact' | 'near' | 'story';
  readonly score: number;
}

/** A block that was taken out of a page. */
export interface RemovedRow {
  readonly rule: string;
  readonly text: string;
}

/** How many items ended in a state, under a reason. */
export interface EndRow {
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
}

/** What the demonstration shows of its database. */
export interface Findings {
  /** The newest first. */
  readonly stories: readonly StoryRow[];
  readonly storyId: string;
  readonly headline: string;
  readonly variants: readonly VariantRow[];
  readonly pairs: readonly PairRow[];
  readonly pageId: string;
  readonly pageUrl: string;
  readonly removed: readonly RemovedRow[];
  readonly ends: readonly EndRow[];
}

/** Asks the database for its largest story, the page of it that lost most blocks, and the balance. */
export async function findingsOf(place: DemoPlace): Promise<Findings> {
  const stories = await rows<StoryRow>(place, STORIES);
  const story = stories.reduce<StoryRow | undefined>(largerOf, undefined);
  if (!story) throw new Error('no story was stored: look at `wirefold status` on this database');
  const variants = await rows<VariantRow>(place, variantsOf(story.id));
  const [page] = await rows<{ id: string; url: string }>(place, messiestOf(story.id));
  return {
    stories,
    storyId: story.id,
    headline: story.headline ?? '(no headline)',
    variants,
    pairs: await rows<PairRow>(place, pairsOf(story.id)),
    pageId: page?.id ?? '',
    pageUrl: page?.url ?? '',
    removed: page ? await rows<RemovedRow>(place, removedOf(page.id)) : [],
    ends: await rows<EndRow>(place, ENDS),
  };
}

function largerOf(best: StoryRow | undefined, story: StoryRow): StoryRow {
  return best && best.articles >= story.articles ? best : story;
}

const STORIES = `SELECT id, headline, article_count AS articles, source_count AS outlets,
  first_published_at AS first FROM stories ORDER BY first_published_at DESC, id`;

const ENDS = `SELECT state, reason, count(*) AS count FROM items GROUP BY state, reason ORDER BY state, reason`;

const variantsOf = (storyId: string) =>
  `SELECT id, url, source, headline, word_count AS words FROM articles WHERE story_id = '${storyId}'
   ORDER BY published_at IS NULL, published_at, id`;

const pairsOf = (storyId: string) =>
  `SELECT e.article_id AS a, e.other_article_id AS b, e.kind, e.score FROM evidence e
   JOIN articles x ON x.id = e.article_id JOIN articles y ON y.id = e.other_article_id
   WHERE x.story_id = '${storyId}' AND y.story_id = '${storyId}' ORDER BY e.score DESC, a, b`;

const messiestOf = (storyId: string) =>
  `SELECT a.id, a.url FROM articles a JOIN removed_blocks r ON r.article_id = a.id
   WHERE a.story_id = '${storyId}' AND a.url LIKE 'http%' GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT 1`;

const removedOf = (articleId: string) =>
  `SELECT rule, text FROM removed_blocks WHERE article_id = '${articleId}' ORDER BY position`;
