import type { Article, Caption, RemovedBlock } from './article.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import type { ItemKind } from './jobs.ts';
import type { ItemState } from './ports.ts';
import type { Reservation } from './reservations.ts';
import type { Stage } from './terms.ts';

/** Filters of `wirefold stories`; dates are ISO 8601, inclusive at `since`, exclusive at `until`. */
export interface StoryFilter {
  readonly query?: string;
  readonly since?: string;
  readonly until?: string;
  readonly source?: string;
  readonly language?: string;
  readonly credit?: string;
  readonly minArticles?: number;
  readonly limit: number;
  readonly order: 'newest' | 'relevance';
}

export interface StorySummary {
  readonly id: string;
  readonly headline: string | null;
  readonly lede: string | null;
  readonly language: string | null;
  readonly articleCount: number;
  readonly sourceCount: number;
  readonly firstPublishedAt: string | null;
  readonly lastPublishedAt: string | null;
  readonly leadArticleId: string;
  readonly originCredit: string | null;
}

/** One article of a story, and how it came in: the strongest evidence that ties it to another member. */
export interface Variant {
  readonly articleId: string;
  readonly source: string;
  readonly url: string;
  readonly headline: string | null;
  readonly publishedAt: string | null;
  readonly wordCount: number;
  readonly credit: string | null;
  /** Null for a story of one, and for the lead. */
  readonly matchedBy: EvidenceKind | null;
  readonly matchedArticleId: string | null;
  readonly score: number | null;
}

/** How much an article shares with an earlier one of its story, by their evidence. */
export interface Borrowing {
  readonly articleId: string;
  /** The earlier one; where dates cannot tell, the one that the fold takes for the earlier. */
  readonly fromArticleId: string;
  readonly kind: 'exact' | 'near';
  /** What the article is to the earlier one. */
  readonly shape: 'copy' | 'truncated' | 'extended';
  /** How much of the shorter text the longer holds, 0 to 1. */
  readonly share: number;
}

/** Where a story comes from, as far as its articles tell. */
export interface StoryOrigin {
  /** The agencies that its articles credit, by number of articles, then by name; the first is `originCredit`. */
  readonly credits: readonly { readonly credit: string; readonly articles: number }[];
  /** Who published first: several where dates without a time, or equal ones, cannot tell; none where none is dated. */
  readonly first: readonly {
    readonly articleId: string;
    readonly source: string;
    readonly publishedAt: string;
  }[];
  /** For each article that has an earlier one as near or exact copy, the one it shares most with. */
  readonly borrowings: readonly Borrowing[];
}

/** Another development of a running story. */
export interface RelatedStory {
  readonly id: string;
  readonly headline: string | null;
  readonly articleCount: number;
  readonly firstPublishedAt: string | null;
  /** Highest likeness between their articles, whatever the days between, 0 to 1. */
  readonly score: number;
  /** Whole days between their first articles; null where one is not dated. */
  readonly daysApart: number | null;
}

export interface StoryDetail extends StorySummary {
  readonly leadText: string;
  readonly variants: readonly Variant[];
  readonly origin: StoryOrigin;
  /** Highest score first, then by id. */
  readonly related: readonly RelatedStory[];
  /** Set where the id asked for was merged into this story. */
  readonly redirectedFrom: string | null;
}

export interface ArticleDetail extends Article {
  readonly id: string;
  readonly itemId: string;
  readonly storyId: string;
  readonly source: string;
  readonly url: string;
  readonly wordCount: number;
  readonly cleanerVersion: string;
  readonly captions: Caption[];
  /** Where the publisher reserves text and data mining; empty where nowhere. */
  readonly reservations: readonly Reservation[];
  readonly revisions: readonly { seenAt: string; headline: string | null; text: string }[];
}

/** Everything behind an article: its own ids, what was taken out, and all it was compared with. */
/** A pair with its score as folding counts it: less than stated where many articles around the two are as like. */
export type CountedEvidence = Evidence & { readonly counts: number };

export interface ArticleExplanation {
  readonly article: ArticleDetail;
  readonly removed: readonly RemovedBlock[];
  readonly evidence: readonly (CountedEvidence & {
    readonly otherHeadline: string | null;
    readonly sameStory: boolean;
  })[];
  /** Those that name it and were not undone, oldest first. */
  readonly decisions: readonly DecisionRecord[];
  readonly document: {
    readonly url: string;
    readonly finalUrl: string;
    readonly fetchedAt: string;
    readonly httpStatus: number | null;
    readonly mediaType: string;
    readonly sha256: string;
    /** Bytes or pairs of them that its encoding has no character for. */
    readonly undecodable: number;
  } | null;
}

/** A person's decision about stories. It speaks of articles, so that it holds whatever becomes of the stories. */
export interface DecisionRecord {
  /** By which it can be undone; grows with every decision. */
  readonly number: number;
  readonly action: 'merge' | 'split';
  /** The story it was decided about, by its id then; of a merge also the other one. */
  readonly storyId: string;
  readonly otherStoryId: string | null;
  /** `merge`: the first story's articles; `split`: those taken out. */
  readonly articleIds: readonly string[];
  /** `merge`: the other story's articles; `split`: those that stayed. */
  readonly otherArticleIds: readonly string[];
  /** What was decided, in words. */
  readonly detail: string;
  /** Why, as the person put it. */
  readonly reason: string | null;
  readonly decidedAt: string;
  readonly undoneAt: string | null;
  /** What later decisions leave of it. */
  readonly standing: 'holds' | 'holds in part' | 'overridden' | 'undone';
}

/** What a decision, or undoing one, came to. */
export interface DecisionOutcome {
  readonly decision: DecisionRecord;
  /** Where the articles concerned are now. */
  readonly storyIds: readonly string[];
  /** Earlier decisions that hold less than before, or again, because of it. */
  readonly affected: readonly DecisionRecord[];
}

/** Something that a story's articles say differently, or that only some of them say. */
export interface StoryFact {
  readonly kind: 'number' | 'name' | 'quotation';
  /** The words around a number, with `…` in its place; a name; who is quoted, or empty. */
  readonly about: string;
  /** What most articles say comes first; more than one means that they disagree. */
  readonly values: readonly { readonly value: string; readonly articleIds: readonly string[] }[];
}

/** How a story was folded: its members and every pair of evidence among them and across its border. */
export interface StoryExplanation {
  readonly story: StoryDetail;
  /** The strongest pairs of its articles; `pairCounts` has how many there are. */
  readonly within: readonly CountedEvidence[];
  /** Evidence that was not enough: the strongest pairs of a member and an article of another story. */
  readonly across: readonly (CountedEvidence & { readonly otherStoryId: string })[];
  readonly pairCounts: { readonly within: number; readonly across: number };
  /** Those about any of its articles that were not undone, oldest first. */
  readonly decisions: readonly DecisionRecord[];
  /** Disagreements first, then what more articles have. */
  readonly facts: readonly StoryFact[];
}

export interface QuarantinedItem {
  readonly id: string;
  readonly url: string;
  readonly kind: ItemKind;
  readonly stage: Stage | null;
  readonly reason: string;
  readonly detail: string | null;
  readonly attempts: number;
  readonly endedAt: string;
}

export interface ItemRow {
  readonly id: string;
  readonly url: string;
  readonly kind: ItemKind;
  readonly state: ItemState;
  readonly stage: Stage | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly acceptedAt: string;
  readonly endedAt: string | null;
}

/** A feed or sitemap that is polled, or was; times are ISO 8601 UTC. The columns of `feeds`, whose meanings the glossary has. */
export interface FeedView {
  readonly id: string;
  readonly url: string;
  /** Where it is asked for, if it has moved for good. */
  readonly currentUrl: string | null;
  readonly kind: 'feed' | 'sitemap';
  readonly title: string | null;
  readonly source: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly pollEverySeconds: number;
  readonly askedSeconds: number | null;
  readonly nextPollAt: string | null;
  readonly lastPolledAt: string | null;
  readonly lastReadAt: string | null;
  readonly lastChangedAt: string | null;
  readonly polls: number;
  readonly entries: number | null;
  readonly newEntries: number | null;
  readonly entriesPerDay: number | null;
  readonly pollBytes: number | null;
  readonly bodyBytes: number | null;
  readonly failures: number;
  readonly trouble: number;
  readonly failingSince: string | null;
  readonly lastReason: string | null;
  readonly lastError: string | null;
  readonly givenUpAt: string | null;
  readonly addedAt: string;
  /** Null while it is polled. */
  readonly removedAt: string | null;
  readonly removedBecause: string | null;
}

/** A fault that `wirefold verify` found; `check` names the rule, `detail` the rows. */
export interface Fault {
  readonly check: string;
  readonly detail: string;
}
