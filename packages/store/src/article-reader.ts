import type { Article, Caption, RemovedBlock } from '@wirefold/contracts/article';
import type { ArticleDetail, ArticleExplanation } from '@wirefold/contracts/read-model';
import type { Connection } from './connection.ts';
import { countingReader } from './crowding.ts';
import { decisionReader, decisionsAbout } from './decisions.ts';
import { type EvidenceRow, evidenceOf } from './evidence-rows.ts';

interface ArticleRow {
  readonly id: string;
  readonly item_id: string;
  readonly document_id: string | null;
  readonly story_id: string;
  readonly source: string;
  readonly url: string;
  readonly canonical_url: string | null;
  readonly published_at: string | null;
  readonly published_precision: 'day' | 'minute' | 'second' | null;
  readonly modified_at: string | null;
  readonly language: string | null;
  readonly word_count: number;
  readonly cleaner_version: string;
  readonly credit: string | null;
  readonly dateline: string | null;
  readonly byline: string | null;
  readonly section: string | null;
  readonly keywords: string | null;
  readonly image: string | null;
  readonly headline: string | null;
  readonly lede: string | null;
  readonly text: string;
  readonly reservations: string | null;
}

type Comparison = EvidenceRow & {
  readonly other_headline: string | null;
  readonly other_story: string | null;
};
type DocumentOrigin = NonNullable<ArticleExplanation['document']>;

/** Reads single articles; null where there is none of that id. */
export function articleReader(db: Connection) {
  const byId = db.prepare<[string], ArticleRow>('SELECT * FROM articles WHERE id = ?');
  const captions = db.prepare<[string], { text: string; credit: string | null }>(
    'SELECT text, credit FROM captions WHERE article_id = ? ORDER BY position',
  );
  const revisions = db.prepare<[string], ArticleDetail['revisions'][number]>(
    'SELECT seen_at AS seenAt, headline, text FROM revisions WHERE article_id = ? ORDER BY seq',
  );
  const detailOf = (row: ArticleRow): ArticleDetail => ({
    ...optionalFieldsOf(row),
    id: row.id,
    itemId: row.item_id,
    storyId: row.story_id,
    source: row.source,
    url: row.url,
    text: row.text,
    wordCount: row.word_count,
    cleanerVersion: row.cleaner_version,
    reservations: row.reservations === null ? [] : JSON.parse(row.reservations),
    captions: captions.all(row.id).map(captionOf),
    revisions: revisions.all(row.id),
  });
  const explain = explaining(db);
  return {
    article: (id: string): ArticleDetail | null => {
      const row = byId.get(id);
      return row === undefined ? null : detailOf(row);
    },
    explainArticle: (id: string): ArticleExplanation | null => {
      const row = byId.get(id);
      return row === undefined ? null : { article: detailOf(row), ...explain(row) };
    },
  };
}

function explaining(db: Connection): (row: ArticleRow) => Omit<ArticleExplanation, 'article'> {
  const removed = db.prepare<[string], RemovedBlock>(
    'SELECT position, text, rule FROM removed_blocks WHERE article_id = ? ORDER BY position, seq',
  );
  const compared = db.prepare<[{ id: string }], Comparison>(
    `SELECT e.*, o.headline AS other_headline, o.story_id AS other_story FROM evidence e
     LEFT JOIN articles o ON o.id = CASE e.article_id WHEN @id THEN e.other_article_id ELSE e.article_id END
     WHERE e.article_id = @id OR e.other_article_id = @id
     ORDER BY e.score DESC, e.article_id, e.other_article_id, e.kind`,
  );
  const document = db.prepare<[string | null], DocumentOrigin>(
    `SELECT url, final_url AS finalUrl, fetched_at AS fetchedAt, http_status AS httpStatus,
      coalesce(media_type, '') AS mediaType, sha256, undecodable FROM documents WHERE id = ?`,
  );
  const decided = decisionReader(db);
  const counting = countingReader(db);
  return (article) => {
    const counted = counting();
    return {
      decisions: decisionsAbout(decided(), [article.id]),
      removed: removed.all(article.id),
      evidence: compared.all({ id: article.id }).map((row) => ({
        ...counted(evidenceOf(row)),
        otherHeadline: row.other_headline,
        sameStory: row.other_story === article.story_id,
      })),
      document: document.get(article.document_id) ?? null,
    };
  };
}

/** The fields that a cleaner may not find: they are left out where they are NULL. */
function optionalFieldsOf(row: ArticleRow): Omit<Article, 'text' | 'captions'> {
  return {
    ...(row.headline !== null && { headline: row.headline }),
    ...(row.lede !== null && { lede: row.lede }),
    ...(row.byline !== null && { byline: JSON.parse(row.byline) }),
    ...(row.credit !== null && { credit: row.credit }),
    ...(row.dateline !== null && { dateline: row.dateline }),
    ...(row.published_at !== null && { publishedAt: row.published_at }),
    ...(row.modified_at !== null && { modifiedAt: row.modified_at }),
    ...(row.published_precision !== null && { publishedPrecision: row.published_precision }),
    ...(row.language !== null && { language: row.language }),
    ...(row.canonical_url !== null && { canonicalUrl: row.canonical_url }),
    ...(row.image !== null && { image: row.image }),
    ...(row.section !== null && { section: row.section }),
    ...(row.keywords !== null && { keywords: JSON.parse(row.keywords) }),
  };
}

function captionOf({ text, credit }: { text: string; credit: string | null }): Caption {
  return credit === null ? { text } : { text, credit };
}
