import { canonicalizeUrl, sourceOf } from '../canonical-url.ts';
import { decodeText } from '../charset.ts';
import { normalizePlainText } from '../plain-text.ts';
import type { Lead } from './discovery.ts';
import { readHeaderLinks } from './header-links.ts';
import { type PageAnchor, type PageLink, readPageElements } from './page-elements.ts';

/**
 * Bytes of a page that are read: its beginning, where the head is, and its end, where the links of the footer are.
 * Of 18 hostile shapes the slowest takes under 0.4 s for these 640 KiB; 10 MB of it would hold the event loop for seconds.
 */
const HEAD_BYTES = 512 * 1024;
const TAIL_BYTES = 128 * 1024;

/**
 * Types of a feed: those of the WHATWG HTML standard (section 4.6.7.1, "alternate"), of JSON Feed 1.1, and what feeds
 * of old are called.
 */
const FEED_TYPES: ReadonlySet<string> = new Set([
  ...['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'application/rdf+xml'],
  ...['application/json', 'application/xml', 'text/xml', 'application/x-rss+xml', 'text/rss+xml'],
]);

/** Addresses of an interface for programs, which WordPress declares as alternates of the page. */
const NO_FEED = /\/wp-json\/|\/oembed\b/i;

/** Last segments, folders and parameters that feeds have; a word in the middle of a headline is none. */
const FEED_SEGMENT =
  /^(?:feeds?|rss2?|atom|rdf)$|(?:^|[._-])(?:rss2?|atom|rdf|feeds?)(?:\.[a-z\d]{2,5})?$|\.(?:rss|atom|rdf)$/i;
const FEED_QUERY = /(?:^|[?&])(?:feed|format|type|output|view|alt)=(?:rss2?|atom|feed|rdf|json-?feed)\b/i;
const FEED_TEXT = /\b(?:rss|atom)\b|\bweb ?feeds?\b/i;
const FEED_HINT = /rss|atom|feed|rdf|xml/i;
/** Most leads of each kind that are given. */
const MAX_LEADS = 50;
/** Longest text of a link to a feed, in characters: a headline about RSS is longer. */
const MAX_TEXT = 40;

/** The addresses that a page gives of feeds and sitemaps, each once, canonical; the surest first. */
export interface PageLeads {
  readonly feeds: readonly Lead[];
  readonly sitemaps: readonly Lead[];
  /** Anchors of the page's own site that look like feeds, or like pages about them. */
  readonly anchors: readonly Lead[];
  /** Where the page sends whoever opens it. */
  readonly refresh: Lead | undefined;
}

/** What was got of a page. */
export interface GotPage {
  readonly bytes: Uint8Array;
  /** WHATWG name. */
  readonly charset: string;
  /** Address after redirects. */
  readonly url: string;
  /** The header `Link`, as it came. */
  readonly linkHeader: string | undefined;
}

/**
 * Finds what a page says of feeds and sitemaps, in its header `Link` and in its elements; relative addresses start from
 * the page's address there, and from its `base` here.
 */
export function findPageLeads(page: GotPage): PageLeads {
  const parts = partsOf(page.bytes).map((bytes) => readPageElements(decodeText(bytes, page.charset)));
  const base = baseOf(parts[0]?.base, page.url);
  const links = [...readHeaderLinks(page.linkHeader, page.url), ...parts.flatMap((part) => part.links)];
  const anchors = parts.flatMap((part) => part.anchors.filter(mayBeFeed));
  const own = sourceOf(page.url);
  const taken = new Set([canonicalizeUrl(page.url)]);
  const leadsOf = <T extends PageLink | PageAnchor>(
    from: readonly T[],
    isOne: (it: T, url: string) => boolean,
  ) => {
    const leads: Lead[] = [];
    for (const it of from) {
      if (leads.length === MAX_LEADS) break;
      const url = canonicalizeUrl(it.href.trim(), base);
      if (url === null || taken.has(url) || !isOne(it, url)) continue;
      taken.add(url);
      leads.push(leadOf(it, url));
    }
    return leads;
  };
  return {
    feeds: leadsOf(links, isFeedLink),
    sitemaps: leadsOf(links, ({ rel }) => relationsOf(rel).includes('sitemap')),
    anchors: leadsOf(anchors, ({ text }, url) => sourceOf(url) === own && isFeedAnchor(text, url)),
    refresh: refreshOf(parts[0]?.refresh, base),
  };
}

/** Seconds, and where to: WHATWG HTML section 4.2.5.3, "shared declarative refresh steps". */
const REFRESH = /^\s*[\d.]+[\s;,]+(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|([^"'].*))/i;

function refreshOf(content: string | undefined, base: string): Lead | undefined {
  const [, double, single, bare = ''] = REFRESH.exec(content ?? '') ?? [];
  const address = (double ?? single ?? bare).trim();
  const url = address === '' ? null : canonicalizeUrl(address, base);
  return url === null ? undefined : { url, foundBy: 'refresh' };
}

/** Told from all the other links of a page before their addresses are parsed, which takes time. */
function mayBeFeed({ href, text }: PageAnchor): boolean {
  return FEED_HINT.test(href) || FEED_HINT.test(text);
}

/** An even number of bytes is left out, so that the end of UTF-16 is read as what it is. */
function partsOf(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length <= HEAD_BYTES + TAIL_BYTES) return [bytes];
  const from = bytes.length - TAIL_BYTES;
  return [bytes.subarray(0, HEAD_BYTES), bytes.subarray(from + (from % 2))];
}

function baseOf(href: string | undefined, url: string): string {
  return (href === undefined ? undefined : canonicalizeUrl(href.trim(), url)) ?? url;
}

function leadOf(it: PageLink | PageAnchor, url: string): Lead {
  if ('text' in it) return { url, foundBy: 'page-anchor' };
  const title = normalizePlainText(it.title);
  return { url, foundBy: 'page-link', ...(title === undefined ? {} : { title }) };
}

function relationsOf(rel: string): string[] {
  return rel.toLowerCase().split(/\s+/);
}

function isFeedLink({ rel, type }: PageLink, url: string): boolean {
  const relations = relationsOf(rel);
  if (NO_FEED.test(url) || relations.includes('stylesheet')) return false;
  if (relations.includes('feed')) return true;
  if (!relations.includes('alternate')) return false;
  const [essence = ''] = type.toLowerCase().split(';');
  return essence.trim() === '' ? looksLikeFeed(url) : FEED_TYPES.has(essence.trim());
}

function isFeedAnchor(text: string, url: string): boolean {
  const said = text.replace(/\s+/g, ' ').trim();
  return !NO_FEED.test(url) && (looksLikeFeed(url) || (said.length <= MAX_TEXT && FEED_TEXT.test(said)));
}

function looksLikeFeed(address: string): boolean {
  const { pathname, search } = new URL(address);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  return (
    FEED_QUERY.test(search) ||
    FEED_SEGMENT.test(last) ||
    segments.some((segment) => /^(?:feeds?|rss2?|atom|rdf)$/i.test(segment)) ||
    (/\.xml$/i.test(last) && /rss|atom|feed|rdf|index|news/i.test(last))
  );
}

/** What feeds of readers' comments are called: by WordPress in seven languages, in the head of the page and as titles. */
const COMMENTS = /\b(?:comments|kommentare?|commentaires|comentarios|commenti|coment[áa]rios|reacties)\b/i;
const FEED_WORD = /\b(?:feed|flux|rss|atom)\b/i;
const COMMENTS_TITLE =
  /^(?:comments|kommentare|commentaires|comentarios|commenti|coment[áa]rios|reacties)\s(?:on|for|zu|f[üu]r|sur|pour|en|su|per|em|op|voor)\b/i;

/** Decides whether a feed holds readers' comments, by its address, what the page calls it, and its own title. */
export function isCommentFeed(url: string, calledBy: string | undefined, title: string | undefined): boolean {
  const { pathname, search } = new URL(url);
  if (/(?:^|\/)comments(?:\/|$)/i.test(pathname) || /[?&]feed=comments/i.test(search)) return true;
  if (calledBy !== undefined && COMMENTS.test(calledBy) && FEED_WORD.test(calledBy)) return true;
  return title !== undefined && COMMENTS_TITLE.test(title);
}
