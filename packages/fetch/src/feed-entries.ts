import type { Hints } from '@wirefold/contracts/article';
import type { Entry, FeedPace } from '@wirefold/contracts/jobs';
import { canonicalizeUrl } from './canonical-url.ts';
import { decodeText } from './charset.ts';
import { parseFeedDate } from './feed-date.ts';
import { type FeedForm, type FeedRecord, type FeedRecords, parseFeedRecords } from './feed-records.ts';
import { normalizePlainText } from './plain-text.ts';

/** Most entries taken from one feed; the first ones in its order, which are the newest in practice. */
export const MAX_ENTRIES = 5_000;

/** Most names kept of one entry. */
const MAX_NAMES = 20;

/** A feed as it came in, with where and when it was found: plain values, which cross between threads. */
export interface FeedTask {
  readonly bytes: Uint8Array;
  /** WHATWG name. */
  readonly charset: string;
  readonly form: FeedForm;
  /** Address of the feed after redirects: what relative links start from. */
  readonly url: string;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** What a feed holds, and says of itself: plain values again. */
export interface FeedContents {
  readonly entries: readonly Entry[];
  /** One line of plain text, at most 500 characters. */
  readonly title?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly pace: FeedPace;
}

/** Reads a feed, as `extractFeed` does, but may do so elsewhere and within limits. */
export type FeedReader = (task: FeedTask) => Promise<FeedContents>;

/** Longest title of a feed that is kept, in characters: the bound of the contract. */
const MAX_TITLE = 500;

/**
 * Extracts what a feed holds: its entries as addresses that can be accepted, each once, with what the feed says
 * of them, and its own title, language and pace. An entry without a fetchable http(s) address is left out, and so is the feed itself. A
 * hostile feed can take 1.4 ms a kilobyte.
 * @throws Error where the feed cannot be parsed
 */
export function extractFeed(task: FeedTask): FeedContents {
  const feed = parseFeedRecords(decodeText(task.bytes, task.charset), task.form, MAX_ENTRIES);
  const title = feed.title === undefined ? undefined : normalizePlainText(feed.title);
  const language = languageOf(feed.language);
  return {
    entries: entriesOf(feed, task),
    ...(title === undefined ? {} : { title: shortened(title, MAX_TITLE) }),
    ...(language === undefined ? {} : { language }),
    pace: feed.pace,
  };
}

/** Never in the middle of a pair that is one character. */
function shortened(text: string, max: number): string {
  return text
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

function entriesOf(feed: FeedRecords, { url: feedUrl, now }: FeedTask): Entry[] {
  const base = resolveBase(feed.base, feedUrl);
  const seen = new Set([canonicalizeUrl(feedUrl)]);
  const entries: Entry[] = [];
  for (const record of feed.records) {
    const url = linkOf(record, resolveBase(record.base, base));
    if (url === undefined || seen.has(url)) continue;
    seen.add(url);
    const hints = hintsOf(record, feed, now);
    entries.push(Object.keys(hints).length === 0 ? { url } : { url, hints });
  }
  return entries;
}

/** The parser wraps what it found, and may quote the feed: one plain line of it is enough. */
export function faultIn(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = inner instanceof Error ? normalizePlainText(inner.message) : undefined;
  return said?.slice(0, 200) ?? 'it cannot be parsed';
}

function resolveBase(base: string | undefined, outer: string): string {
  return (base === undefined ? undefined : canonicalizeUrl(base, outer)) ?? outer;
}

/** An identifier that is no absolute http(s) address is no link: a guid such as "12345" is not relative. */
function linkOf(record: FeedRecord, base: string): string | undefined {
  const [link, ...identifiers] = record.links;
  const own = link === undefined || link.trim() === '' ? null : canonicalizeUrl(link.trim(), base);
  if (own !== null) return own;
  for (const identifier of identifiers) {
    const url = identifier === undefined ? null : canonicalizeUrl(identifier);
    if (url !== null) return url;
  }
  return undefined;
}

function hintsOf(record: FeedRecord, feed: FeedRecords, now: string): Hints {
  const headline = record.headline === undefined ? undefined : normalizePlainText(record.headline);
  const publishedAt = record.published === undefined ? undefined : parseFeedDate(record.published, now);
  const byline = namesOf(record.names);
  const language = languageOf(record.language ?? feed.language);
  return {
    ...(headline === undefined ? {} : { headline }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(byline.length === 0 ? {} : { byline }),
    ...(language === undefined ? {} : { language }),
  };
}

function namesOf(raw: readonly (string | undefined)[]): string[] {
  const names = raw
    .slice(0, MAX_NAMES)
    .map((name) => (name === undefined ? undefined : normalizePlainText(name)))
    .filter((name) => name !== undefined)
    .filter((name) => name.length <= 200 && !/@|:\/\//.test(name));
  return [...new Set(names)];
}

/** BCP 47 in its canonical form; "undetermined" and "multiple" say nothing. */
export function languageOf(tag: string | undefined): string | undefined {
  if (tag === undefined || tag.length > 35) return undefined;
  try {
    const [canonical] = Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'));
    return canonical === undefined || /^(?:und|mul|zxx|x)\b/.test(canonical) ? undefined : canonical;
  } catch {
    return undefined;
  }
}
