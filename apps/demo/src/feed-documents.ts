import { escapeMarkup } from './markup.ts';
import type { Site } from './outlet.ts';
import type { Piece } from './piece.ts';

/** What a feed says of itself. */
export interface FeedTitle {
  readonly title: string;
  readonly language: string;
  /** Path of the feed document. */
  readonly path: string;
}

/** An entry whose page is not there any more. */
export interface DeadEntry {
  readonly path: string;
  readonly headline: string;
  /** ISO 8601 with offset. */
  readonly published: string;
}

/** An RSS 2.0 document of the site's pieces (https://www.rssboard.org/rss-specification). */
export function rssDocument(feed: FeedTitle, site: Site): string {
  const items = site.pieces.map((piece) => rssItem(piece, site.base)).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeMarkup(feed.title)}</title>
<link>${site.base}/</link>
<atom:link href="${site.base}${feed.path}" rel="self" type="application/rss+xml"/>
<description>${escapeMarkup(feed.title)}: the latest stories</description>
<language>${feed.language}</language>
${items}
</channel>
</rss>
`;
}

function rssItem(piece: Piece, base: string): string {
  return `<item>
<title>${escapeMarkup(piece.headline)}</title>
<link>${base}${piece.path}</link>
<guid isPermaLink="true">${base}${piece.path}</guid>
<pubDate>${new Date(piece.published).toUTCString()}</pubDate>
<dc:creator>${escapeMarkup(piece.byline.join(', '))}</dc:creator>
<category>${escapeMarkup(piece.section)}</category>
<description>${escapeMarkup(summaryOf(piece))}</description>
</item>`;
}

/** An Atom document of the site's pieces and of entries whose pages are gone (RFC 4287). */
export function atomDocument(feed: FeedTitle, site: Site, dead: readonly DeadEntry[]): string {
  const entries = site.pieces.map((piece) => atomEntry(piece, site.base, summaryOf(piece), piece.byline));
  const gone = dead.map((entry) => atomEntry(entry, site.base, entry.headline, []));
  const updated = site.pieces.map((piece) => new Date(piece.published).toISOString()).sort();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">
<title>${escapeMarkup(feed.title)}</title>
<id>${site.base}/</id>
<link rel="self" href="${site.base}${feed.path}"/>
<link href="${site.base}/"/>
<updated>${updated.at(-1) ?? '2026-02-09T00:00:00Z'}</updated>
${[...entries, ...gone].join('\n')}
</feed>
`;
}

function atomEntry(entry: DeadEntry, base: string, summary: string, byline: readonly string[]): string {
  const authors = byline.map((name) => `<author><name>${escapeMarkup(name)}</name></author>`).join('');
  return `<entry>
<title>${escapeMarkup(entry.headline)}</title>
<id>${base}${entry.path}</id>
<link rel="alternate" type="text/html" href="${base}${entry.path}"/>
<published>${entry.published}</published>
<updated>${entry.published}</updated>
${authors}<summary>${escapeMarkup(summary)}</summary>
</entry>`;
}

function summaryOf(piece: Piece): string {
  return piece.standfirst ?? piece.blocks.find((block) => block.kind === 'paragraph')?.text ?? piece.headline;
}
