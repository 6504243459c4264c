import { readElements } from './element-reader.ts';
import { createEntryCollector, type ListEntries, type ListOrigin } from './list-entries.ts';

/** Most feeds taken from one OPML list; the longest that are shared in public have some 5,000. */
export const MAX_OPML_FEEDS = 10_000;

/**
 * Extracts the feeds that an OPML list names, at any depth of its folders. An outline without `xmlUrl` is a
 * folder or a link of another kind, and no feed; one of type `sitemap` is a sitemap. The element reader is used in place of feedsmith's OPML
 * parser, which builds the whole tree in one go: 100,000 outlines would hold the event loop for seconds.
 * @throws Error where the document is not well-formed or ends early
 */
export async function extractOpmlEntries(text: string, origin: ListOrigin): Promise<ListEntries> {
  const collector = createEntryCollector(origin, { maxEntries: MAX_OPML_FEEDS, ownOnly: false });
  await readElements(text, {
    open(path, attributes) {
      if (path[0] !== 'opml' || path[1] !== 'body' || path[path.length - 1] !== 'outline') return;
      const address = xmlUrlOf(attributes);
      if (address !== undefined && address.trim() !== '')
        collector.add(address, { kind: kindOf(attributes) });
    },
    enough: collector.isFull,
  });
  return collector.result();
}

/** The type is `rss` for feeds of all forms; `sitemap` is what `writeOpml` writes. */
function kindOf({ type }: Readonly<Record<string, string>>): 'feed' | 'sitemap' {
  return type?.trim().toLowerCase() === 'sitemap' ? 'sitemap' : 'feed';
}

/** OPML 2.0 writes `xmlUrl`; some programs write `xmlurl` or `xmlURL`. */
function xmlUrlOf(attributes: Readonly<Record<string, string>>): string | undefined {
  if (attributes.xmlUrl !== undefined) return attributes.xmlUrl;
  return Object.entries(attributes).find(([name]) => name.toLowerCase() === 'xmlurl')?.[1];
}
