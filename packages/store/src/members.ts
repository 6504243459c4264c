import type { FoldArticle } from '@wirefold/dedupe/fold';

/** An article as folding and the story's own row need it: everything but the text. */
export interface Member extends FoldArticle {
  readonly storyId: string;
  readonly headline: string | null;
  readonly lede: string | null;
  readonly language: string | null;
}

export interface MemberRow {
  readonly id: string;
  readonly story_id: string;
  readonly source: string;
  readonly published_at: string | null;
  readonly credit: string | null;
  readonly word_count: number;
  readonly headline: string | null;
  readonly lede: string | null;
  readonly language: string | null;
}

/** Columns of a member; `m` is the table's name in the query. */
export const MEMBER_COLUMNS =
  'm.id, m.story_id, m.source, m.published_at, m.credit, m.word_count, m.headline, m.lede, m.language';

export function memberOf(row: MemberRow): Member {
  return {
    id: row.id,
    storyId: row.story_id,
    source: row.source,
    wordCount: row.word_count,
    headline: row.headline,
    lede: row.lede,
    language: row.language,
    ...(row.published_at !== null && { publishedAt: row.published_at }),
    ...(row.credit !== null && { credit: row.credit }),
  };
}
