import { generateOpml } from 'feedsmith';

/** A feed or sitemap as a list names it. */
export interface OpmlFeed {
  /** An absolute http(s) address. */
  readonly url: string;
  /** Where it is now, if that is elsewhere. */
  readonly currentUrl?: string | null;
  readonly kind?: 'feed' | 'sitemap';
  readonly title?: string | null;
}

export interface OpmlOptions {
  /** Of the list itself. */
  readonly title?: string;
  /** ISO 8601 UTC; left out, so that the same feeds give the same bytes, where not set. */
  readonly now?: string;
}

/**
 * Writes feeds as an OPML 2.0 list, in their order, in one flat level. A sitemap has the type `sitemap`, which is
 * none of OPML's own but which `extractOpmlEntries` takes at its word; what XML cannot hold is left out of titles.
 */
export function writeOpml(feeds: readonly OpmlFeed[], { title = 'Feeds', now }: OpmlOptions = {}): string {
  const head = { title: textOf(title), ...(now === undefined ? {} : { dateCreated: new Date(now) }) };
  const outlines = feeds.map(outlineOf);
  // OPML 2.0 wants at least one outline, and feedsmith refuses to write none.
  const body = { outlines: outlines.length > 0 ? outlines : [{ text: 'No feeds' }] };
  return generateOpml({ head, body });
}

function outlineOf({ url, currentUrl, kind = 'feed', title }: OpmlFeed) {
  const xmlUrl = currentUrl ?? url;
  const text = textOf(title ?? '') || xmlUrl;
  return { text, title: text, type: kind === 'feed' ? 'rss' : kind, xmlUrl };
}

/** One line, without the characters that XML 1.0 section 2.2 excludes. */
function textOf(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\s\uFFFE\uFFFF]+/gu, ' ').trim();
}
