import type { EvidenceKind } from '@wirefold/contracts/evidence';
import type {
  StoryDetail,
  StoryExplanation,
  StoryFilter,
  StorySummary,
  Variant,
} from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { decisionReader, decisionsAbout } from './decisions.ts';
import { factReader } from './fact-reader.ts';
import { relatedReader } from './related-reader.ts';
import { storyEvidenceReader } from './story-evidence.ts';
import { originReader } from './story-origin.ts';
import type { StoryRow } from './story-rows.ts';
import { selectStories } from './story-selection.ts';

interface VariantRow {
  readonly article_id: string;
  readonly source: string;
  readonly url: string;
  readonly headline: string | null;
  readonly published_at: string | null;
  readonly word_count: number;
  readonly credit: string | null;
  readonly matched_by: EvidenceKind | null;
  readonly matched_article_id: string | null;
  readonly score: number | null;
}

/** A change of a story; `seq` grows with every change. */
export interface StoryChange {
  readonly seq: number;
  readonly storyId: string;
  readonly change: 'changed' | 'merged';
  readonly changedAt: string;
}

/** Stories that a filter lets through, by one statement made for it. */
export function storySearch(db: Connection): (filter: StoryFilter) => StorySummary[] {
  return (filter) => {
    const selection = selectStories(filter, 's.*');
    if (selection === null) return [];
    const rows = db.prepare<unknown[], StoryRow>(selection.sql).all(...selection.values);
    return rows.map(summaryOf);
  };
}

/** Reads single stories; an id that was merged away leads to the story that has its lead article now. */
export function storyReader(db: Connection) {
  const byId = db.prepare<[string], StoryRow>('SELECT * FROM stories WHERE id = ?');
  const redirect = db
    .prepare<[string], string>('SELECT new_id FROM story_redirects WHERE old_id = ?')
    .pluck();
  const text = db.prepare<[string], string>('SELECT text FROM articles WHERE id = ?').pluck();
  const variants = db.prepare<[string], VariantRow>(
    `SELECT article_id, source, url, headline, published_at, word_count, credit, matched_by, matched_article_id, score
     FROM story_articles WHERE story_id = ? ORDER BY is_lead DESC, published_at IS NULL, published_at, article_id`,
  );
  const changes = db.prepare<[number, number], StoryChange>(
    `SELECT seq, story_id AS storyId, change, changed_at AS changedAt FROM story_changes
     WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const origin = originReader(db);
  const related = relatedReader(db);
  const current = (id: string): StoryRow | undefined => byId.get(id) ?? byId.get(redirect.get(id) ?? '');
  const story = (id: string): StoryDetail | null => {
    const row = current(id);
    if (row === undefined) return null;
    return {
      ...summaryOf(row),
      leadText: text.get(row.lead_article_id) ?? '',
      variants: variants.all(row.id).map(variantOf),
      origin: origin(row.id),
      related: related(row.id),
      redirectedFrom: row.id === id ? null : id,
    };
  };
  return {
    story,
    /** The stories of these ids, redirects followed, each once, in the order asked for. */
    recentStories: (ids: readonly string[]): StorySummary[] => {
      const rows = new Map(ids.flatMap((id) => current(id) ?? []).map((row) => [row.id, row]));
      return [...rows.values()].map(summaryOf);
    },
    explainStory: storyExplaining(db, story),
    changes: (after: number, limit: number): StoryChange[] => changes.all(after, limit),
  };
}

function storyExplaining(db: Connection, story: (id: string) => StoryDetail | null) {
  const evidence = storyEvidenceReader(db);
  const decided = decisionReader(db);
  const facts = factReader(db);
  return (id: string): StoryExplanation | null => {
    const detail = story(id);
    if (detail === null) return null;
    const decisions = decisionsAbout(
      decided(),
      detail.variants.map(({ articleId }) => articleId),
    );
    return { story: detail, ...evidence(detail.id), decisions, facts: facts(detail.id) };
  };
}

function summaryOf(row: StoryRow): StorySummary {
  return {
    id: row.id,
    headline: row.headline,
    lede: row.lede,
    language: row.language,
    articleCount: row.article_count,
    sourceCount: row.source_count,
    firstPublishedAt: row.first_published_at,
    lastPublishedAt: row.last_published_at,
    leadArticleId: row.lead_article_id,
    originCredit: row.origin_credit,
  };
}

function variantOf(row: VariantRow): Variant {
  return {
    articleId: row.article_id,
    source: row.source,
    url: row.url,
    headline: row.headline,
    publishedAt: row.published_at,
    wordCount: row.word_count,
    credit: row.credit,
    matchedBy: row.matched_by,
    matchedArticleId: row.matched_article_id,
    score: row.score,
  };
}
