import { type DemoPlace, rows } from './demo-run.ts';

/** A story as the table lists it. */
export interface StoryRow {
  readonly id: string;
  readonly headline: string | null;
  readonly articles: number;
  readonly outlets: number;
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
  /** Measurements behind the score, 0 to 1 those that the report names. */
  readonly signals: Readonly<Record<string, number>>;
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

interface Answer {
  readonly stories: readonly StoryRow[];
  readonly story: { readonly id: string; readonly headline: string | null } | null;
  readonly variants: readonly VariantRow[];
  readonly pairs: readonly PairRow[];
  readonly page: { readonly id: string; readonly url: string } | null;
  readonly removed: readonly RemovedRow[];
  readonly ends: readonly EndRow[];
}

/** Asks the database for its largest story, the page of it that lost most blocks, and the balance. */
export async function findingsOf(place: DemoPlace): Promise<Findings> {
  const [row] = await rows<{ findings: string }>(place, QUERY);
  const found = JSON.parse(row?.findings ?? '{}') as Partial<Answer>;
  if (!found.story) throw new Error('no story was stored: look at `wirefold status` on this database');
  return {
    stories: found.stories ?? [],
    storyId: found.story.id,
    headline: found.story.headline ?? '(no headline)',
    variants: found.variants ?? [],
    pairs: found.pairs ?? [],
    pageId: found.page?.id ?? '',
    pageUrl: found.page?.url ?? '',
    removed: found.removed ?? [],
    ends: found.ends ?? [],
  };
}

const list = (columns: string, rowsInOrder: string) =>
  `(SELECT json_group_array(json_object(${columns})) FROM (${rowsInOrder}))`;

/** One query, since each call of the command line costs the start of a process. */
const QUERY = `
WITH story AS (SELECT id, headline FROM stories ORDER BY article_count DESC, id LIMIT 1),
variant AS (SELECT a.* FROM articles a JOIN story ON a.story_id = story.id),
page AS (
  SELECT v.id, v.url FROM variant v JOIN removed_blocks r ON r.article_id = v.id
  WHERE v.url LIKE 'http%' GROUP BY v.id ORDER BY count(*) DESC, v.id LIMIT 1)
SELECT json_object(
  'stories', ${list(
    "'id', id, 'headline', headline, 'articles', article_count, 'outlets', source_count",
    'SELECT * FROM stories ORDER BY first_published_at DESC, id',
  )},
  'story', (SELECT json_object('id', id, 'headline', headline) FROM story),
  'variants', ${list(
    "'id', id, 'url', url, 'source', source, 'headline', headline, 'words', word_count",
    'SELECT * FROM variant ORDER BY published_at IS NULL, published_at, id',
  )},
  'pairs', ${list(
    "'a', article_id, 'b', other_article_id, 'kind', kind, 'score', score, 'signals', json(signals)",
    `SELECT e.* FROM evidence e JOIN variant x ON x.id = e.article_id JOIN variant y ON y.id = e.other_article_id
     ORDER BY e.score DESC, e.article_id, e.other_article_id`,
  )},
  'page', (SELECT json_object('id', id, 'url', url) FROM page),
  'removed', ${list(
    "'rule', rule, 'text', text",
    'SELECT r.* FROM removed_blocks r JOIN page ON page.id = r.article_id ORDER BY r.position',
  )},
  'ends', ${list(
    "'state', state, 'reason', reason, 'count', n",
    'SELECT state, reason, count(*) AS n FROM items GROUP BY state, reason ORDER BY state, reason',
  )}
) AS findings`;
