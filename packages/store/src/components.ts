import type { FoldArticle } from '@wirefold/dedupe/fold';
import type { Connection } from './connection.ts';

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

/**
 * Evidence that ties articles into one component: pairs that are more likely one story than not. By
 * `foldStories`' own rule no story reaches further, so what is more doubtful need not be walked.
 */
const TIES = "(e.kind <> 'story' OR e.score > 0.5)";

/** The connected components of the given articles, each once; ids without an article are left out. */
export function componentFinder(db: Connection): (articleIds: Iterable<string>) => Member[][] {
  const member = db.prepare<[string], MemberRow>(`SELECT ${MEMBER_COLUMNS} FROM articles m WHERE m.id = ?`);
  const ties = db
    .prepare<[string, string], string>(
      `SELECT e.other_article_id FROM evidence e WHERE e.article_id = ? AND ${TIES}
     UNION ALL SELECT e.article_id FROM evidence e WHERE e.other_article_id = ? AND ${TIES}`,
    )
    .pluck();

  return (articleIds) => {
    const seen = new Set<string>();
    const walk = (start: string): Member[] => {
      const found: Member[] = [];
      const open = [start];
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        if (seen.has(id)) continue;
        seen.add(id);
        const row = member.get(id);
        if (row === undefined) continue;
        found.push(memberOf(row));
        open.push(...ties.all(id, id).filter((other) => !seen.has(other)));
      }
      return found;
    };
    return [...articleIds].map(walk).filter((component) => component.length > 0);
  };
}

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
