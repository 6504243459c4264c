import type { Balance, WeightsKept } from '@wirefold/contracts/ports';
import type {
  ArticleDetail,
  ArticleExplanation,
  DecisionRecord,
  Fault,
  FeedView,
  ItemRow,
  QuarantinedItem,
  StoryDetail,
  StoryExplanation,
  StoryFilter,
  StorySummary,
} from '@wirefold/contracts/read-model';
import { articleReader } from './article-reader.ts';
import { balanceOf } from './balance.ts';
import { type Connection, connectForReading, translating } from './connection.ts';
import { decisionReader } from './decisions.ts';
import { dedupeInputCounter, dedupeInputReader, type StoredInput } from './dedupe-inputs.ts';
import { type DocumentChoice, type ExportedDocument, exportReader } from './export-reader.ts';
import { feedReader } from './feed-reader.ts';
import { idResolver } from './id-prefix.ts';
import { itemReader, type SourceSummary, type StoredDocument } from './item-reader.ts';
import { assertCurrentSchema } from './migration.ts';
import { type NewestInputs, newestReader } from './newest-inputs.ts';
import { type SqlResult, sqlReader } from './sql-query.ts';
import { type StoryChange, storyReader, storySearch } from './story-reader.ts';
import { verifyDatabase } from './verify.ts';
import { weightsReader } from './weights-rows.ts';

/** The reading side of the store; each call sees one consistent state. Null means that there is none of that id. */
export interface StoreReader {
  stories(filter: StoryFilter): StorySummary[];
  /** A story by its id, or by the id of one that was merged into it. */
  story(id: string): StoryDetail | null;
  article(id: string): ArticleDetail | null;
  explainArticle(id: string): ArticleExplanation | null;
  explainStory(id: string): StoryExplanation | null;
  /** What persons decided about stories, the undone included, newest first. */
  decisions(): DecisionRecord[];
  /** Stories of these ids, redirects followed, each once. */
  recentStories(ids: readonly string[]): StorySummary[];
  /** The latest change of each story with a number above `after`, in order. */
  changes(after: number, limit: number): StoryChange[];
  /** Articles that ended at or after `since` (ISO 8601 UTC), oldest first, as the dedupe stage takes them. */
  dedupeInputs(since: string): Generator<StoredInput>;
  /** How many `dedupeInputs` gives. */
  dedupeInputCount(since: string): number;
  /** The articles that arrived last, at most `limit`. */
  newestInputs(limit: number): NewestInputs;
  /** The term weights in force, and the last that were made. */
  weights(): WeightsKept;
  item(id: string): ItemRow | null;
  /** The document that last came in for an item, with its bytes. */
  document(itemId: string): StoredDocument | null;
  /** Kept documents one at a time, as of the moment at which the first is taken. */
  exportedDocuments(choice: DocumentChoice): Generator<ExportedDocument>;
  quarantine(limit: number): QuarantinedItem[];
  sources(): SourceSummary[];
  /** Feeds that are polled, and then those that were taken off (`removedAt`). */
  feeds(): FeedView[];
  /** How many items ended at or after `iso` (ISO 8601 UTC); one search of an index. */
  endedSince(iso: string): number;
  balance(): Balance;
  /** The one full id that begins with what was typed; null where none or several do. */
  resolve(idPrefix: string): string | null;
  /** Runs one reading statement, up to `maxRows` rows; throws QueryRefusedError for anything else. */
  sql(query: string, maxRows?: number): SqlResult;
  /** What is off in the database; reads all of it. */
  verify(): Fault[];
  /** Writes a consistent copy to a new file, while the database is in use. */
  backup(file: string): Promise<void>;
  close(): void;
}

/**
 * Opens the database at `path` for reading: it is never migrated or changed.
 *
 * @throws DatabaseMissingError, SchemaTooOldError, SchemaTooNewError, DatabaseDamagedError
 */
export function openReader(path: string): StoreReader {
  const db = connectForReading(path);
  try {
    translating(path, () => assertCurrentSchema(db, path));
    return readerOn(db, path);
  } catch (error) {
    db.close();
    throw error;
  }
}

function readerOn(db: Connection, path: string): StoreReader {
  /** One transaction a call: several statements must not see several states. */
  const reading =
    <A extends unknown[], T>(work: (...args: A) => T) =>
    (...args: A): T =>
      translating(path, () => db.transaction(() => work(...args)).deferred());
  const stories = storyReader(db);
  const articles = articleReader(db);
  const items = itemReader(db);
  const decisions = decisionReader(db);
  return {
    stories: reading(storySearch(db)),
    story: reading(stories.story),
    article: reading(articles.article),
    explainArticle: reading(articles.explainArticle),
    explainStory: reading(stories.explainStory),
    decisions: reading(() => decisions().records.toReversed()),
    recentStories: reading(stories.recentStories),
    changes: reading(stories.changes),
    dedupeInputs: dedupeInputReader(db),
    dedupeInputCount: reading(dedupeInputCounter(db)),
    newestInputs: reading(newestReader(db)),
    weights: reading(weightsReader(db)),
    item: reading(items.item),
    document: reading(items.document),
    exportedDocuments: exportReader(db),
    quarantine: reading(items.quarantine),
    sources: reading(items.sources),
    feeds: reading(feedReader(db)),
    endedSince: reading(items.endedSince),
    balance: reading(balanceOf(db)),
    resolve: reading(idResolver(db)),
    sql: reading(sqlReader(db)),
    verify: () => translating(path, () => verifyDatabase(db, path)),
    backup: async (file) => {
      await db.backup(file);
    },
    close: () => {
      db.close();
    },
  };
}
