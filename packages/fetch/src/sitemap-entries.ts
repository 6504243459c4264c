import type { Hints } from '@wirefold/contracts/article';
import { type ElementHandlers, readElements } from './element-reader.ts';
import { parseFeedDate } from './feed-date.ts';
import { languageOf } from './feed-entries.ts';
import {
  createEntryCollector,
  type EntryCollector,
  type ListEntries,
  type ListOrigin,
} from './list-entries.ts';
import { normalizePlainText } from './plain-text.ts';

/** The forms of a sitemap: the two of XML, and a text file with an address a line. */
export type SitemapForm = 'sitemap' | 'sitemap-index' | 'text-sitemap';

/** Bounds of one file by the protocol (sitemaps.org/protocol.html, "Sitemap files"): entries, and bytes unpacked. */
export const MAX_SITEMAP_ENTRIES = 50_000;
export const MAX_SITEMAP_BYTES = 52_428_800;

/**
 * Extracts the addresses that a sitemap names: pages with what its news extension and `lastmod` say of
 * them, or of an index its sitemaps, with when they were last changed. Only addresses of the sitemap's own registrable domain are taken (the
 * protocol's "Sitemap file location"), save where the file is a person's own.
 * @throws Error where the document is not well-formed or ends early
 */
export async function extractSitemapEntries(
  text: string,
  form: SitemapForm,
  origin: ListOrigin,
): Promise<ListEntries> {
  const collector = createEntryCollector(origin, { maxEntries: MAX_SITEMAP_ENTRIES, ownOnly: true });
  if (form === 'text-sitemap') addLines(text, collector);
  else
    await readElements(
      text,
      form === 'sitemap' ? pages(collector, origin.now) : sitemaps(collector, origin.now),
    );
  return collector.result();
}

/** One line at a time: a list of 50 MB is not split into an array first. */
function addLines(text: string, collector: EntryCollector): void {
  let at = 0;
  while (at < text.length && !collector.isFull()) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, end).trim();
    if (line !== '') collector.add(line);
    at = end + 1;
  }
}

/** What a sitemap says of one page, by the path of its element below `url`. */
const FIELDS: Readonly<Record<string, 'loc' | 'lastmod' | 'title' | 'published' | 'language'>> = {
  loc: 'loc',
  lastmod: 'lastmod',
  'news/title': 'title',
  'news/publication_date': 'published',
  'news/publication/language': 'language',
};

type PageFields = Partial<Record<(typeof FIELDS)[string], string>>;

function pages(collector: EntryCollector, now: string): ElementHandlers {
  let fields: PageFields = {};
  return {
    close(path, text) {
      if (path[0] !== 'urlset' || path[1] !== 'url' || path.length > 5) return;
      const below = path.slice(2).join('/');
      const field = Object.hasOwn(FIELDS, below) ? FIELDS[below] : undefined;
      if (field !== undefined) fields[field] ??= text;
      if (path.length > 2) return;
      const hints = hintsOf(fields, now);
      if (fields.loc !== undefined) collector.add(fields.loc, Object.keys(hints).length > 0 ? { hints } : {});
      fields = {};
    },
    enough: collector.isFull,
  };
}

function sitemaps(collector: EntryCollector, now: string): ElementHandlers {
  let fields: { loc?: string; lastmod?: string } = {};
  return {
    close(path, text) {
      if (path[0] !== 'sitemapindex' || path[1] !== 'sitemap' || path.length > 3) return;
      const field = path[2];
      if (field === 'loc' || field === 'lastmod') fields[field] ??= text;
      if (path.length > 2) return;
      const changedAt = fields.lastmod === undefined ? undefined : changeOf(fields.lastmod, now);
      const rest = { kind: 'child-sitemap', ...(changedAt === undefined ? {} : { changedAt }) } as const;
      if (fields.loc !== undefined) collector.add(fields.loc, rest);
      fields = {};
    },
    enough: collector.isFull,
  };
}

/**
 * When a sitemap was last changed, by the W3C date of its index (sitemaps.org/protocol.html, "lastmod"). Without a
 * zone, which such a date must have, its time of day says nothing: then it is the beginning of its day, UTC, as for a
 * date alone.
 */
function changeOf(lastmod: string, now: string): string | undefined {
  const date = parseFeedDate(lastmod, now);
  if (date === undefined || date.endsWith('Z')) return date;
  return `${date.slice(0, 10)}T00:00:00.000Z`;
}

function hintsOf({ title, published, lastmod, language }: PageFields, now: string): Hints {
  const headline = title === undefined ? undefined : normalizePlainText(title);
  const publishedAt = published === undefined ? undefined : parseFeedDate(published, now);
  const modifiedAt = lastmod === undefined ? undefined : parseFeedDate(lastmod, now);
  const tag = languageOf(language);
  return {
    ...(headline === undefined ? {} : { headline }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    ...(tag === undefined ? {} : { language: tag }),
  };
}
