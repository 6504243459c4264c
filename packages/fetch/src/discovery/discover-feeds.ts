import { RejectError } from '../reject-error.ts';
import type { Discovery, DiscoveryOptions, Lead } from './discovery.ts';
import { findPageLeads, isCommentFeed } from './page-leads.ts';
import { findRobotsSitemaps } from './robots-leads.ts';
import { createSearch, type Found, type Search } from './search.ts';
import { USUAL_FEEDS, USUAL_SITEMAPS } from './usual-paths.ts';

export {
  type Attempt,
  type Candidate,
  type CandidateForm,
  type Discovery,
  type DiscoveryOptions,
  FORM_NAMES,
  FOUND_BY,
  type FoundBy,
} from './discovery.ts';

/** Most leads of each kind that are followed, so that one of them does not use up the requests. */
const MOST = {
  feeds: 8,
  sitemaps: 2,
  robots: 5,
  anchors: 6,
  comments: 2,
  deeper: 4,
  newsInIndex: 2,
} as const;

/** Reasons after which other addresses of the host are still worth a look: the host answered, or this page is not for us. */
const GO_ON: ReadonlySet<string> = new Set([
  ...[
    'not-found',
    'gone',
    'access-denied',
    'client-error',
    'robots',
    'empty',
    'too-large',
    'unsupported-type',
  ],
]);

/**
 * Finds the feeds and sitemaps behind an address: itself, or what its page and the robots.txt of its host name or
 * link to, and only where that comes to nothing what stands at usual places. For a page that does nothing but send its
 * readers on, the page that they are sent to stands. Each find is fetched and read before it is offered; two addresses of
 * one document, and two documents with the same entries, are one. No request is begun after 20 of them, redirects counted,
 * after 64 MiB, or after three minutes. What else the client throws is listed as the reason why an address came to nothing.
 * @throws the signal's reason, and any AbortError
 */
export async function discoverFeeds(address: string, options: DiscoveryOptions): Promise<Discovery> {
  const search = createSearch(options);
  const first = await search.look({ url: address, foundBy: 'itself' });
  if (first.kind === 'candidate') return search.result();
  if (first.kind === 'failed' && !worthGoingOn(first.error)) return search.result();
  const { home, leads } = await homeOf(search, first, address);
  await followPage(search, leads, home);
  if (search.candidates().length === 0) await tryUsualPaths(search, home);
  return search.result();
}

type PageLeads = ReturnType<typeof findPageLeads>;
const NOTHING: PageLeads = { feeds: [], sitemaps: [], anchors: [], refresh: undefined };

/** The page itself, or the one that it does nothing but send its readers to. */
async function homeOf(
  search: Search,
  first: Found,
  address: string,
): Promise<{ home: string; leads: PageLeads }> {
  if (first.kind !== 'page') return { home: address, leads: NOTHING };
  const leads = findPageLeads(first);
  const { feeds, sitemaps, anchors, refresh } = leads;
  const isSignpost = feeds.length + sitemaps.length + anchors.length === 0;
  if (!isSignpost || refresh === undefined) return { home: first.url, leads };
  const next = await search.look(refresh);
  return next.kind === 'page' ? { home: next.url, leads: findPageLeads(next) } : { home: first.url, leads };
}

function worthGoingOn(error: unknown): boolean {
  return error instanceof RejectError && GO_ON.has(error.reason);
}

async function followPage(search: Search, leads: PageLeads, home: string): Promise<void> {
  const isOfComments = ({ url, title }: Lead) => isCommentFeed(url, title, undefined);
  const articles = leads.feeds.filter((lead) => !isOfComments(lead));
  await follow(search, articles.slice(0, MOST.feeds));
  const robots = await findRobotsSitemaps(search, home);
  await followSitemaps(search, [...leads.sitemaps.slice(0, MOST.sitemaps), ...robots.slice(0, MOST.robots)]);
  await followAnchors(search, leads.anchors.slice(0, MOST.anchors));
  await follow(search, leads.feeds.filter(isOfComments).slice(0, MOST.comments));
}

async function follow(search: Search, leads: readonly Lead[]): Promise<void> {
  for (const lead of leads) await search.look(lead);
}

/** An index is looked into for the sitemaps of news among many of other things. */
async function followSitemaps(search: Search, leads: readonly Lead[]): Promise<void> {
  for (const lead of leads) {
    const found = await search.look(lead);
    if (found.kind !== 'candidate' || found.candidate.form !== 'sitemap-index') continue;
    const children = found.entries
      .filter(({ url }) => /news/i.test(new URL(url).pathname))
      .map(({ url }): Lead => ({ url, foundBy: 'sitemap-index' }));
    await follow(search, children.slice(0, MOST.newsInIndex));
  }
}

/** A page that is called "RSS" lists feeds as often as it is one: its own links are followed too, and no further. */
async function followAnchors(search: Search, leads: readonly Lead[]): Promise<void> {
  for (const lead of leads) {
    const found = await search.look(lead);
    if (found.kind !== 'page') continue;
    const { feeds, anchors } = findPageLeads(found);
    await follow(search, [...feeds, ...anchors].slice(0, MOST.deeper));
  }
}

/** The first feed that is found, and else the first sitemap, is enough: the others are mostly the same in other forms. */
async function tryUsualPaths(search: Search, home: string): Promise<void> {
  for (const paths of [USUAL_FEEDS, USUAL_SITEMAPS]) {
    for (const path of paths) {
      const found = await search.look({ url: new URL(path, home).href, foundBy: 'usual-path' });
      if (found.kind === 'candidate') return;
      if (found.kind === 'failed' && !worthGoingOn(found.error)) return;
    }
  }
}
