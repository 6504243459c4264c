import type { FeedPace } from '@wirefold/contracts/jobs';
import {
  type AtomFeed,
  type JsonFeed,
  parseAtomFeed,
  parseJsonFeed,
  parseRdfFeed,
  parseRssFeed,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import { readPace } from './feed-pace.ts';
import { shortenBylines } from './shorten-bylines.ts';

/** The four families of feeds, by the form of their document. */
export type FeedForm = 'rss' | 'atom' | 'rdf' | 'json-feed';

/** An entry as its feed has it: nothing resolved, nothing cleaned. */
export interface FeedRecord {
  /** Addresses in order of preference; the first that can be fetched counts. */
  readonly links: readonly (string | undefined)[];
  readonly headline: string | undefined;
  readonly published: string | undefined;
  readonly names: readonly (string | undefined)[];
  readonly language: string | undefined;
  /** `xml:base` of the entry. */
  readonly base: string | undefined;
}

/** A feed, reduced to what its entries need, and what it says of itself. */
export interface FeedRecords {
  readonly title: string | undefined;
  readonly pace: FeedPace;
  /** `xml:base` of the feed. */
  readonly base: string | undefined;
  readonly language: string | undefined;
  readonly records: readonly FeedRecord[];
}

/**
 * Parses a feed to its first `maxItems` entries. Document types are not processed by the parser, so
 * entity bombs stay text; tags nested over 100 deep and reserved names make it throw.
 * @throws Error where the document cannot be parsed
 */
export function parseFeedRecords(text: string, form: FeedForm, maxItems: number): FeedRecords {
  if (form !== 'json-feed') assertRootCloses(text);
  const options = { maxItems };
  if (form === 'rss') return rssRecords(parseRssFeed(shortenBylines(text), options), text);
  if (form === 'atom') return atomRecords(parseAtomFeed(text, options));
  if (form === 'rdf') return rdfRecords(parseRdfFeed(text, options));
  return jsonRecords(parseJsonFeed(JSON.parse(text, withoutReserved), options));
}

/** Keys that mean something to JavaScript itself are left out, as the XML parser refuses them. */
function withoutReserved(key: string, value: unknown): unknown {
  return key === '__proto__' || key === 'constructor' || key === 'prototype' ? undefined : value;
}

/** The parser takes a document that ends in the middle; a feed whose root does not close was cut. */
function assertRootCloses(text: string): void {
  if (!/<\/(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\s*>/i.test(text.slice(-65_536)))
    throw new Error('the root element does not close: the feed was cut');
}

function rssRecords(feed: RssFeed.Feed<string>, text: string): FeedRecords {
  const records = (feed.items ?? []).map((item) => ({
    links: [item.link, item.guid?.isPermaLink === false ? undefined : item.guid?.value],
    headline: item.title ?? item.dc?.titles?.[0],
    published: item.pubDate ?? item.dc?.dates?.[0],
    names: item.authors?.some((author) => author.name)
      ? item.authors.map((author) => author.name)
      : (item.dc?.creators ?? []),
    language: item.xml?.lang ?? item.dc?.languages?.[0],
    base: item.xml?.base,
  }));
  const { ttl, skipHours = loneHour(text), skipDays = loneDay(text) } = feed;
  return {
    title: feed.title ?? feed.dc?.titles?.[0],
    pace: readPace({ ttl, skipHours, skipDays, ...feed.sy }),
    base: feed.xml?.base,
    language: feed.language ?? feed.xml?.lang ?? feed.dc?.languages?.[0],
    records,
  };
}

function atomRecords(feed: AtomFeed.Feed<string>): FeedRecords {
  const records = (feed.entries ?? []).map((entry) => ({
    links: [alternateLink(entry.links ?? []), entry.id],
    headline: entry.title?.value,
    published: entry.published ?? entry.dc?.dates?.[0],
    names: (entry.authors ?? entry.source?.authors ?? feed.authors ?? []).map((author) => author.name),
    language: entry.xml?.lang ?? entry.dc?.languages?.[0],
    base: entry.xml?.base,
  }));
  return {
    ...{ title: feed.title?.value, pace: readPace(feed.sy ?? {}) },
    ...{ base: feed.xml?.base, language: feed.xml?.lang ?? feed.dc?.languages?.[0], records },
  };
}

/** Feedsmith 3.0.1 takes several hours or days to skip, and leaves out one alone. */
function loneHour(text: string): number[] | undefined {
  const [, hour] = /<skipHours>\s*<hour>\s*(\d{1,2})\s*<\/hour>/i.exec(text) ?? [];
  return hour === undefined ? undefined : [Number(hour)];
}

function loneDay(text: string): string[] | undefined {
  const [, day] = /<skipDays>\s*<day>\s*(\w{1,20})\s*<\/day>/i.exec(text) ?? [];
  return day === undefined ? undefined : [day];
}

/** RFC 4287 section 4.2.7.2: a link without `rel` is an alternate; of several, HTML goes first. */
function alternateLink(links: readonly AtomFeed.Link<string>[]): string | undefined {
  const alternates = links.filter((link) => link.rel === undefined || link.rel === 'alternate');
  const page = alternates.find((link) => link.type === undefined || link.type.includes('html'));
  return (page ?? alternates[0])?.href;
}

function rdfRecords(feed: RdfFeed.Feed<string>): FeedRecords {
  const records = (feed.items ?? []).map((item) => ({
    links: [item.link, item.rdf?.about],
    headline: item.title ?? item.dc?.titles?.[0],
    published: item.dc?.dates?.[0],
    names: item.dc?.creators ?? [],
    language: item.xml?.lang ?? item.dc?.languages?.[0],
    base: item.xml?.base,
  }));
  return {
    ...{ title: feed.title, pace: readPace(feed.sy ?? {}) },
    ...{ base: feed.xml?.base, language: feed.xml?.lang ?? feed.dc?.languages?.[0], records },
  };
}

function jsonRecords(feed: JsonFeed.Feed<string>): FeedRecords {
  const records = (feed.items ?? []).map((item) => ({
    links: [item.url, item.external_url, item.id],
    headline: item.title,
    published: item.date_published,
    names: (item.authors ?? feed.authors ?? []).map((author) => author.name),
    language: item.language,
    base: undefined,
  }));
  return { title: feed.title, pace: {}, base: undefined, language: feed.language, records };
}
