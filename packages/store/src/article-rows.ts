import type { Article, Cleaned } from '@wirefold/contracts/article';
import type { Reservation } from '@wirefold/contracts/reservations';
import type { Connection } from './connection.ts';

/** One version of an article as it comes in. */
export interface IncomingArticle {
  readonly id: string;
  readonly itemId: string;
  readonly documentId: string | null;
  readonly storyId: string;
  readonly source: string;
  readonly url: string;
  readonly reservations: readonly Reservation[] | undefined;
  readonly cleaned: Cleaned;
  readonly now: string;
}

/** `clash`: the ids of article and item are already paired otherwise, so that the job cannot be right. */
export type Writing = 'stored' | 'revised' | 'unchanged' | 'clash';

interface CurrentRow {
  readonly id: string;
  readonly item_id: string;
  readonly headline: string | null;
  readonly text: string;
}

const FIELDS = `document_id = @documentId, source = @source, url = @url, canonical_url = @canonicalUrl,
  published_at = @publishedAt, published_precision = @publishedPrecision, modified_at = @modifiedAt,
  language = @language, word_count = @wordCount, cleaner_version = @cleanerVersion, credit = @credit,
  dateline = @dateline, byline = @byline, section = @section, keywords = @keywords, image = @image,
  reservations = @reservations`;

/**
 * Writes articles. One that is new is stored; one whose headline or text differs is revised, and its old
 * version kept; else it is unchanged, and only what surrounds the text (dates, credit, byline) is renewed.
 */
export function articleWriter(db: Connection): (article: IncomingArticle) => Writing {
  const current = db.prepare<[string, string], CurrentRow>(
    'SELECT id, item_id, headline, text FROM articles WHERE id = ? OR item_id = ?',
  );
  const insert = db.prepare(
    `INSERT INTO articles (id, item_id, document_id, story_id, source, url, canonical_url, published_at,
      published_precision, modified_at, stored_at, language, word_count, cleaner_version, credit, dateline, byline,
      section, keywords, image, reservations, headline, lede, text)
     VALUES (@id, @itemId, @documentId, @storyId, @source, @url, @canonicalUrl, @publishedAt,
      @publishedPrecision, @modifiedAt, @now, @language, @wordCount, @cleanerVersion, @credit, @dateline, @byline,
      @section, @keywords, @image, @reservations, @headline, @lede, @text)`,
  );
  const keep = db.prepare(
    `INSERT INTO revisions (article_id, seen_at, headline, text, document_id, replaced_at)
     SELECT id, stored_at, headline, text, document_id, @now FROM articles WHERE id = @id`,
  );
  const revise = db.prepare(
    `UPDATE articles SET ${FIELDS}, headline = @headline, lede = @lede, text = @text, stored_at = @now WHERE id = @id`,
  );
  const renew = db.prepare(`UPDATE articles SET ${FIELDS} WHERE id = @id`);
  const writeParts = partsWriter(db);

  return (article) => {
    const row = rowOf(article);
    const [before, ...more] = current.all(article.id, article.itemId);
    if (more.length > 0) return 'clash';
    if (before !== undefined && (before.id !== article.id || before.item_id !== article.itemId))
      return 'clash';
    const isSame = before?.text === row.text && before.headline === row.headline;
    const writing = before === undefined ? 'stored' : isSame ? 'unchanged' : 'revised';
    if (writing === 'revised') keep.run(row);
    ({ stored: insert, revised: revise, unchanged: renew })[writing].run(row);
    writeParts(article.id, article.cleaned, writing !== 'stored');
    return writing;
  };
}

/** Replaces an article's captions and removed blocks. */
function partsWriter(db: Connection): (articleId: string, cleaned: Cleaned, replaces: boolean) => void {
  const clearCaptions = db.prepare('DELETE FROM captions WHERE article_id = ?');
  const clearRemoved = db.prepare('DELETE FROM removed_blocks WHERE article_id = ?');
  const caption = db.prepare('INSERT INTO captions (article_id, position, text, credit) VALUES (?, ?, ?, ?)');
  const removed = db.prepare(
    'INSERT INTO removed_blocks (article_id, position, text, rule) VALUES (?, ?, ?, ?)',
  );
  return (articleId, cleaned, replaces) => {
    if (replaces) {
      clearCaptions.run(articleId);
      clearRemoved.run(articleId);
    }
    for (const [position, { text, credit }] of (cleaned.article.captions ?? []).entries()) {
      caption.run(articleId, position, text, credit ?? null);
    }
    for (const { position, text, rule } of cleaned.removed) removed.run(articleId, position, text, rule);
  };
}

function rowOf({ cleaned, reservations, ...article }: IncomingArticle) {
  const { text, ...rest } = cleaned.article;
  return {
    ...article,
    ...optionalFieldsOf(rest),
    text,
    reservations:
      reservations === undefined || reservations.length === 0 ? null : JSON.stringify(reservations),
    wordCount: countWords(text),
    cleanerVersion: cleaned.cleanerVersion,
  };
}

function optionalFieldsOf(article: Omit<Article, 'text'>) {
  return {
    headline: article.headline ?? null,
    lede: article.lede ?? null,
    byline: listOf(article.byline),
    credit: article.credit ?? null,
    dateline: article.dateline ?? null,
    publishedAt: article.publishedAt ?? null,
    publishedPrecision: article.publishedPrecision ?? null,
    modifiedAt: article.modifiedAt ?? null,
    language: article.language ?? null,
    canonicalUrl: article.canonicalUrl ?? null,
    image: article.image ?? null,
    section: article.section ?? null,
    keywords: listOf(article.keywords),
  };
}

function listOf(values: readonly string[] | undefined): string | null {
  return values === undefined ? null : JSON.stringify(values);
}

const WORD = /\S+/gu;

/** Runs of characters without white space. */
function countWords(text: string): number {
  let count = 0;
  for (WORD.lastIndex = 0; WORD.test(text); ) count += 1;
  return count;
}
