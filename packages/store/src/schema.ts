import { sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  blob,
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/*
 * What each table and column means stands in meanings.ts, which fills the database's own README table.
 * The full-text index, its triggers and the views are in the migrations 0001 and 0004, which are written by
 * hand: drizzle-kit has no words for them.
 */

export const readme = sqliteTable('README', {
  name: text('name').primaryKey(),
  meaning: text('meaning').notNull(),
});

export const identity = sqliteTable('identity', {
  id: text('id').primaryKey(),
});

export const items = sqliteTable(
  'items',
  {
    id: text('id').primaryKey(),
    url: text('url').notNull(),
    kind: text('kind').notNull(),
    acceptedAt: text('accepted_at').notNull(),
    state: text('state').notNull().default('accepted'),
    stage: text('stage'),
    reason: text('reason'),
    endedAt: text('ended_at'),
    detail: text('detail'),
    attempts: integer('attempts').notNull().default(0),
    redeliveries: integer('redeliveries').notNull().default(0),
    sentAt: text('sent_at').notNull(),
    source: text('source').notNull(),
    kindForced: integer('kind_forced').notNull().default(0),
    hints: text('hints'),
    parentId: text('parent_id'),
    documentId: text('document_id'),
    providedAt: text('provided_at'),
    providedMediaType: text('provided_media_type'),
  },
  (t) => [
    index('items_by_state').on(t.state, t.reason),
    // With the source, so that of what waits for room each outlet's oldest is found in one step.
    index('items_in_flight').on(t.sentAt, t.source).where(sql`state = 'accepted'`),
    index('items_by_end').on(t.endedAt).where(sql`ended_at IS NOT NULL`),
    index('items_by_url').on(t.url),
    index('items_by_parent').on(t.parentId).where(sql`parent_id IS NOT NULL`),
  ],
);

export const documents = sqliteTable(
  'documents',
  {
    id: text('id').primaryKey(),
    itemId: text('item_id')
      .notNull()
      .references(() => items.id),
    url: text('url').notNull(),
    finalUrl: text('final_url').notNull(),
    fetchedAt: text('fetched_at').notNull(),
    httpStatus: integer('http_status'),
    mediaType: text('media_type'),
    charset: text('charset'),
    sha256: text('sha256').notNull(),
    byteLength: integer('byte_length').notNull(),
    bodyEncoding: text('body_encoding').notNull(),
    // After all that is read often, so that reading it does not walk the pages that a long body overflows into.
    body: blob('body', { mode: 'buffer' }).notNull(),
    undecodable: integer('undecodable').notNull().default(0),
  },
  (t) => [index('documents_by_item').on(t.itemId)],
);

export const articles = sqliteTable(
  'articles',
  {
    // An alias of the rowid, so that VACUUM cannot renumber the rows that the full-text index points to.
    seq: integer('seq').primaryKey(),
    id: text('id').notNull(),
    itemId: text('item_id')
      .notNull()
      .references(() => items.id),
    documentId: text('document_id').references(() => documents.id),
    storyId: text('story_id')
      .notNull()
      .references((): AnySQLiteColumn => stories.id),
    source: text('source').notNull(),
    url: text('url').notNull(),
    canonicalUrl: text('canonical_url'),
    publishedAt: text('published_at'),
    publishedPrecision: text('published_precision'),
    modifiedAt: text('modified_at'),
    storedAt: text('stored_at').notNull(),
    language: text('language'),
    wordCount: integer('word_count').notNull(),
    cleanerVersion: text('cleaner_version').notNull(),
    credit: text('credit'),
    dateline: text('dateline'),
    byline: text('byline'),
    section: text('section'),
    keywords: text('keywords'),
    image: text('image'),
    headline: text('headline'),
    lede: text('lede'),
    text: text('text').notNull(),
    reservations: text('reservations'),
  },
  (t) => [
    uniqueIndex('articles_by_id').on(t.id),
    uniqueIndex('articles_by_item').on(t.itemId),
    index('articles_by_story').on(t.storyId),
    index('articles_by_source').on(t.source),
    // For the foreign key: each new document looks for rows that wait for it, and without this reads the table.
    index('articles_by_document').on(t.documentId),
  ],
);

export const captions = sqliteTable(
  'captions',
  {
    articleId: text('article_id')
      .notNull()
      .references(() => articles.id),
    position: integer('position').notNull(),
    text: text('text').notNull(),
    credit: text('credit'),
  },
  (t) => [primaryKey({ columns: [t.articleId, t.position] })],
);

export const revisions = sqliteTable(
  'revisions',
  {
    seq: integer('seq').primaryKey(),
    articleId: text('article_id')
      .notNull()
      .references(() => articles.id),
    seenAt: text('seen_at').notNull(),
    headline: text('headline'),
    text: text('text').notNull(),
    documentId: text('document_id').references(() => documents.id),
    replacedAt: text('replaced_at').notNull(),
  },
  (t) => [index('revisions_by_article').on(t.articleId), index('revisions_by_document').on(t.documentId)],
);

export const removedBlocks = sqliteTable(
  'removed_blocks',
  {
    seq: integer('seq').primaryKey(),
    articleId: text('article_id')
      .notNull()
      .references(() => articles.id),
    position: integer('position').notNull(),
    text: text('text').notNull(),
    rule: text('rule').notNull(),
  },
  // No uniqueness: a cleaner may take two parts out of one block.
  (t) => [index('removed_blocks_by_article').on(t.articleId, t.position)],
);

export const evidence = sqliteTable(
  'evidence',
  {
    // No foreign key on either side: evidence is written with the article that found it, and the other
    // article may still be on its way. `verify` reports evidence whose article never came.
    articleId: text('article_id').notNull(),
    otherArticleId: text('other_article_id').notNull(),
    kind: text('kind').notNull(),
    score: real('score').notNull(),
    signals: text('signals').notNull(),
    weightsVersion: text('weights_version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.otherArticleId, t.kind] }),
    index('evidence_by_other').on(t.otherArticleId),
    check('evidence_in_order', sql`article_id < other_article_id`),
  ],
);

export const stories = sqliteTable(
  'stories',
  {
    id: text('id').primaryKey(),
    headline: text('headline'),
    lede: text('lede'),
    language: text('language'),
    firstPublishedAt: text('first_published_at'),
    lastPublishedAt: text('last_published_at'),
    articleCount: integer('article_count').notNull(),
    sourceCount: integer('source_count').notNull(),
    leadArticleId: text('lead_article_id')
      .notNull()
      .references((): AnySQLiteColumn => articles.id),
    originCredit: text('origin_credit'),
  },
  (t) => [
    index('stories_by_first').on(t.firstPublishedAt, t.id),
    index('stories_by_lead').on(t.leadArticleId),
  ],
);

export const storyRedirects = sqliteTable(
  'story_redirects',
  {
    oldId: text('old_id').primaryKey(),
    newId: text('new_id')
      .notNull()
      .references(() => stories.id),
    mergedAt: text('merged_at').notNull(),
  },
  (t) => [index('story_redirects_by_new').on(t.newId)],
);

export const decisions = sqliteTable('decisions', {
  seq: integer('seq').primaryKey(),
  action: text('action').notNull(),
  storyId: text('story_id').notNull(),
  otherStoryId: text('other_story_id'),
  articleIds: text('article_ids').notNull(),
  otherArticleIds: text('other_article_ids').notNull().default('[]'),
  detail: text('detail').notNull(),
  reason: text('reason'),
  decidedAt: text('decided_at').notNull(),
  undoneAt: text('undone_at'),
});

export const termWeights = sqliteTable(
  'term_weights',
  {
    number: integer('number').primaryKey(),
    version: text('version').notNull(),
    basis: text('basis').notNull(),
    articles: integer('articles'),
    madeAt: text('made_at').notNull(),
    inForceAt: text('in_force_at'),
    model: blob('model', { mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('term_weights_by_version').on(t.version)],
);

export const sources = sqliteTable('sources', {
  name: text('name').primaryKey(),
  firstSeenAt: text('first_seen_at').notNull(),
});

export const feeds = sqliteTable(
  'feeds',
  {
    id: text('id').primaryKey(),
    url: text('url').notNull(),
    kind: text('kind').notNull(),
    title: text('title'),
    source: text('source'),
    etag: text('etag'),
    lastModified: text('last_modified'),
    pollEverySeconds: integer('poll_every_seconds').notNull(),
    nextPollAt: text('next_poll_at'),
    lastPolledAt: text('last_polled_at'),
    lastChangedAt: text('last_changed_at'),
    failures: integer('failures').notNull().default(0),
    lastError: text('last_error'),
    addedAt: text('added_at').notNull(),
    removedAt: text('removed_at'),
    currentUrl: text('current_url'),
    askedSeconds: integer('asked_seconds'),
    polls: integer('polls').notNull().default(0),
    entries: integer('entries'),
    newEntries: integer('new_entries'),
    entriesPerDay: real('entries_per_day'),
    observedDays: real('observed_days').notNull().default(0),
    hours: text('hours'),
    pollBytes: real('poll_bytes'),
    bodyBytes: real('body_bytes'),
    lastReadAt: text('last_read_at'),
    trouble: real('trouble').notNull().default(0),
    failingSince: text('failing_since'),
    lastReason: text('last_reason'),
    givenUpAt: text('given_up_at'),
    removedBecause: text('removed_because'),
    pace: text('pace'),
  },
  (t) => [uniqueIndex('feeds_by_url').on(t.url), index('feeds_by_next_poll').on(t.nextPollAt)],
);

export const storyChanges = sqliteTable('story_changes', {
  // AUTOINCREMENT: a number that was given out never comes back, even after its row is replaced.
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  storyId: text('story_id').notNull().unique(),
  change: text('change').notNull(),
  changedAt: text('changed_at').notNull(),
});
