import type { Cleaned, Hints, PagePrints } from './article.ts';
import type { Evidence, Verdict } from './evidence.ts';
import type { AnyJob, Document, Entry, FetchJob, ItemKind, StageJobs, StoreJob } from './jobs.ts';
import type { DecisionOutcome } from './read-model.ts';
import type { QuarantineReason, Reason } from './reasons.ts';
import type { Stage } from './terms.ts';

/** The parts of an item that travel beside its job. */
export type BodyField = 'document' | 'cleaned' | 'verdict' | 'entries';

/** Bodies in transit. They go when the store has committed; `get` gives null for what is gone. */
export interface Bodies {
  put(itemId: string, field: BodyField, bytes: Uint8Array): Promise<void>;
  get(itemId: string, field: BodyField): Promise<Uint8Array | null>;
  drop(itemIds: readonly string[]): Promise<void>;
}

/** What the pages of a host have in common is its furniture. Bounded per host, and it forgets. */
export interface HostMemory {
  /**
   * Remembers a page, in place of what was known of its address, and gives the other pages of the host, oldest
   * first: in one step, so that of two pages met at once one sees the other. The same page again changes nothing.
   */
  meet(host: string, page: PagePrints): Promise<PagePrints[]>;
  clear(): Promise<void>;
}

/** Jobs of one queue by their state. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** The queues. Each call fails within its deadline instead of hanging on a lost connection. */
export interface Transport {
  /** Adds jobs; a job of an item that the queue still holds is ignored. */
  send<S extends Stage>(stage: S, jobs: readonly StageJobs[S][]): Promise<void>;
  /** Which of the items some queue still holds. */
  holding(itemIds: readonly string[]): Promise<Set<string>>;
  depths(): Promise<Record<Stage, QueueDepth>>;
}

/** One delivery of a job to its stage. */
export interface Delivery {
  /** As it came from Redis: not yet validated. */
  readonly payload: unknown;
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

/** What the runner does with a delivery after the handler has returned. */
export type Settled = { readonly kind: 'ended' } | { readonly kind: 'deferred'; readonly delayMs: number };

/** An input that is to be accepted. */
export interface NewItem {
  readonly id: string;
  readonly url: string;
  readonly kind: ItemKind;
  readonly kindForced: boolean;
  readonly source: string;
  readonly hints?: Hints;
  /** The feed that named it. */
  readonly parentId?: string;
  /** Of a list in a list: when it was last changed, as the other says; ISO 8601 UTC. */
  readonly changedAt?: string;
  /** Set where the bytes came with the input; they are kept in `documents` from the start. */
  readonly provided?: {
    readonly bytes: Uint8Array;
    readonly mediaType?: string;
    readonly sha256: string;
    /** When an archive says that they were fetched, ISO 8601 UTC; the time of accepting where not set. */
    readonly receivedAt?: string;
    /** The status that came with them, where an archive has one. */
    readonly httpStatus?: number;
    /** Address after redirects, where an archive has one and it is another. */
    readonly finalUrl?: string;
  };
}

/**
 * What accepting did with an input: `known` means it had ended before and its bytes are the same, or are those of an archive
 * that were received then or later already.
 */
export type Acceptance = { readonly id: string; readonly result: 'new' | 'again' | 'in-flight' | 'known' };

/** An item that has not ended, with all that is needed to send it again. */
export interface PendingItem {
  readonly job: FetchJob;
  readonly bytes: Uint8Array | null;
  readonly redeliveries: number;
}

/** One end of an item, with the bodies that the store needs. */
export type StoreTask =
  | {
      readonly job: Extract<StoreJob, { end: 'article' }>;
      readonly body: Uint8Array;
      readonly cleaned: Cleaned;
      readonly verdict: Verdict;
    }
  | {
      readonly job: Extract<StoreJob, { end: 'expanded' }>;
      readonly entries: readonly Entry[];
      readonly children: readonly NewItem[];
    }
  | { readonly job: Extract<StoreJob, { end: 'not-modified' }> }
  | { readonly job: Extract<StoreJob, { end: 'rejected' | 'quarantined' }>; readonly body?: Uint8Array };

/** A feed or sitemap that is to be polled. */
export interface NewFeed {
  /** Id of the item of its address. */
  readonly id: string;
  readonly url: string;
  readonly kind: 'feed' | 'sitemap';
  readonly title?: string;
  readonly source: string;
}

/**
 * What adding did with a feed: `again` means that it had been taken off. Where a feed that is polled has moved to the
 * address, that one is `known`, and the id is its own.
 */
export type FeedAddition = { readonly id: string; readonly result: 'new' | 'again' | 'known' };

export type ItemState = 'accepted' | 'stored' | 'revised' | 'unchanged' | 'rejected' | 'quarantined';

/** What a commit did with one task; `late` means that the item had ended already and nothing changed. */
export interface Committed {
  readonly itemId: string;
  readonly state: ItemState | 'late';
  /** Stories whose members changed. */
  readonly storyIds: readonly string[];
  /** Children that were accepted; they wait for room in the queues (`StoreWriter.waiting`). */
  readonly children: readonly Pick<FetchJob, 'itemId' | 'url'>[];
}

/** How an item ended; `childIds` are the items that it was expanded into since it was last accepted. */
export interface ItemEnd {
  readonly itemId: string;
  readonly state: Exclude<ItemState, 'accepted'>;
  readonly reason: Reason | null;
  readonly storyId: string | null;
  readonly childIds: readonly string[];
}

/** The ledger's balance: accepted = stored + revised + unchanged + rejected + quarantined + inFlight. */
export interface Balance {
  readonly accepted: number;
  readonly stored: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly inFlight: number;
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
}

/** A numbered snapshot of term weights, as the home keeps it. */
export interface WeightsSnapshot {
  readonly number: number;
  /** As evidence names it. */
  readonly version: string;
  /** The shipped weights whose coefficients it has, by their version. */
  readonly basis: string;
  /** Articles that its frequencies were counted over; null where they are the shipped ones. */
  readonly articles: number | null;
  /** The model file, gzipped. */
  readonly model: Uint8Array;
}

/** The snapshot by which evidence is stated, and the last one made: another where a change is under way. */
export interface WeightsKept {
  readonly inForce: WeightsSnapshot | null;
  readonly latest: WeightsSnapshot | null;
}

/** Articles that were compared anew, and with which others. */
export interface Recomparison {
  readonly articleIds: readonly string[];
  /** The weights by which they were compared. */
  readonly weightsVersion: string;
  /** They were compared with articles that ended at or after this time, ISO 8601 UTC. */
  readonly since: string;
  /** Of those with all, or only with these and those that arrived before them. */
  readonly others: 'earlier' | 'all';
  /** As for `addEvidence`. */
  readonly versions?: ReadonlyMap<string, string>;
}

/** Pairs that are stated now and were not, or not so; and pairs that were stated and are no more. */
export interface Restated {
  readonly newPairs: number;
  readonly gonePairs: number;
}

/** The writing side of the store. One process writes; every method is one transaction. */
export interface StoreWriter {
  /** Writes the ledger rows; items of result `new` and `again` are to be sent to the fetch queue. */
  accept(items: readonly NewItem[], now: string): Acceptance[];
  /** Drawn when the file was made: two databases never share it. */
  readonly databaseId: string;
  /** Items not ended and accepted (or last sent) before `before`, oldest first; without those that wait for room. */
  pendingIds(before: string): string[];
  /** Those of the items that have not ended, with what was provided of them. */
  pendingItems(itemIds: readonly string[]): PendingItem[];
  /** Notes that items were sent again. */
  redelivered(itemIds: readonly string[], now: string): void;
  /** Whether anything waits for room in the queues. */
  isAnyWaiting(): boolean;
  /**
   * Jobs of items that wait for room in the queues, the children of lists: at most `limit`, of each source its oldest.
   * Of `places` in the queues no source that waits gets more than its share, so that an archive on a slow host lets
   * others pass.
   */
  waiting(limit: number, places: number): FetchJob[];
  /** Notes that items which waited stand in their queue now. */
  sent(itemIds: readonly string[], now: string): void;
  /** Commits ends, all or nothing; stories of changed components are folded again in the same transaction. */
  commit(tasks: readonly StoreTask[], now: string): Committed[];
  /**
   * Commits the end of a list that may name many in steps, each a short transaction of its own, between which others
   * can be let run: what it names bit by bit, and its end with the last of it. Broken off at any step it may be begun
   * anew: what was accepted is not accepted twice, and is counted as if all had been one commit.
   */
  commitList(
    task: Extract<StoreTask, { readonly children: unknown }>,
    now: () => string,
  ): Generator<void, Committed, void>;
  /**
   * Writes evidence that was found apart from an item's end, and folds the stories that it touches. `versions` has
   * the times at which compared articles had been stored: pairs of one that was stored again since are left out.
   * Gives the number of pairs that were new or changed.
   */
  addEvidence(evidence: readonly Evidence[], now: string, versions?: ReadonlyMap<string, string>): number;
  /** As `addEvidence`, in place of what other weights had stated about the same articles. */
  restate(evidence: readonly Evidence[], compared: Recomparison, now: string): Restated;
  weights(): WeightsKept;
  /** The version of the weights in force, null before the first. */
  weightsInForce(): string | null;
  /** Keeps a snapshot for later; of one that is kept already the basis alone may change. */
  keepWeights(snapshot: WeightsSnapshot, now: string): void;
  /** From now on evidence is stated by this snapshot. */
  enforceWeights(version: string, now: string): void;
  /**
   * A person's decisions. They outlive every folding, whatever evidence comes; of two that contradict each
   * other the later wins. Each throws where it makes no sense, in words, and changes nothing.
   */
  merge(storyId: string, otherStoryId: string, reason: string | null, now: string): DecisionOutcome;
  split(storyId: string, articleIds: readonly string[], reason: string | null, now: string): DecisionOutcome;
  undoDecision(number: number, now: string): DecisionOutcome;
  /** Puts quarantined items back to `accepted`. */
  retry(itemIds: readonly string[], now: string): FetchJob[];
  /** Ends quarantined items for good, as rejected under their reason's detail. */
  drop(itemIds: readonly string[], now: string): number;
  quarantine(itemId: string, stage: Stage, reason: QuarantineReason, detail: string, now: string): void;
  /** Puts feeds among those that are polled; a new one is due at once. */
  addFeeds(feeds: readonly NewFeed[], now: string): FeedAddition[];
  /** Ends the polling of feeds; what they brought stays. Gives the ids of those that were polled. */
  removeFeeds(feedIds: readonly string[], now: string): string[];
  /** Feeds whose time has come and that are not in flight, the longest due first; at most `limit`. */
  dueFeeds(now: string, limit: number): string[];
  /**
   * Accepts feeds for a poll each, as far as they are polled and not in flight, and gives the jobs that are to be
   * sent. How a poll ended, and when the next is, is written with the end of its item.
   */
  startPolls(feedIds: readonly string[], now: string): FetchJob[];
  /** How items stand that have ended; ids that are still in flight are left out. */
  ends(itemIds: readonly string[]): ItemEnd[];
  balance(): Balance;
  close(): void;
}

export type { AnyJob, Document };
