import type { FeedReader } from '../feed-entries.ts';
import type { FeedForm } from '../feed-records.ts';
import type { HttpClient } from '../http-client.ts';
import type { SitemapForm } from '../sitemap-entries.ts';

/** What a candidate is, in words. */
export const FORM_NAMES = {
  rss: 'RSS feed',
  atom: 'Atom feed',
  rdf: 'RSS 1.0 feed',
  'json-feed': 'JSON feed',
  'news-sitemap': 'news sitemap',
  sitemap: 'sitemap',
  'sitemap-index': 'index of sitemaps',
  'text-sitemap': 'sitemap as a text',
} as const satisfies Record<FeedForm | SitemapForm | 'news-sitemap', string>;
export type CandidateForm = keyof typeof FORM_NAMES;

/** How a candidate was found, in words. */
export const FOUND_BY = {
  itself: 'the address itself',
  'page-link': 'named by the page',
  'page-anchor': 'linked from the page',
  refresh: 'where the page sends its readers',
  robots: 'named in robots.txt',
  'sitemap-index': 'named in an index of sitemaps',
  'usual-path': 'at a usual place',
} as const;
export type FoundBy = keyof typeof FOUND_BY;

/** A feed or sitemap that was fetched and read. */
export interface Candidate {
  /** Canonical; where it is now, if its own server says that it has moved for good. */
  readonly url: string;
  readonly kind: 'feed' | 'sitemap';
  readonly form: CandidateForm;
  readonly foundBy: FoundBy;
  /** The feed's own; else what the page calls it. Plain text. */
  readonly title?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Entries, or addresses of a sitemap. */
  readonly entries: number;
  /** The latest date of an entry, ISO 8601 UTC. */
  readonly newest?: string;
  /** True for a feed of readers' comments, which brings no articles. */
  readonly isComments: boolean;
}

/** What was looked at in vain, or left out. */
export interface Attempt {
  readonly url: string;
  readonly foundBy: FoundBy;
  readonly why: string;
}

/** What stands behind an address. */
export interface Discovery {
  /** The best first: feeds, news sitemaps, other sitemaps, feeds of comments. */
  readonly candidates: readonly Candidate[];
  readonly tried: readonly Attempt[];
}

/** An address that may be a feed or a sitemap. */
export interface Lead {
  readonly url: string;
  readonly foundBy: FoundBy;
  /** What the page calls it. */
  readonly title?: string;
}

export interface DiscoveryOptions {
  /** Every request goes through it, so that its guard and its manners bind discovery too. */
  readonly client: Pick<HttpClient, 'get'>;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Reads feeds; by default here and now, which a hostile feed of 20 MiB can draw out to half a minute. */
  readonly readFeed?: FeedReader;
  /** Ends the search with its reason. */
  readonly signal?: AbortSignal;
}
