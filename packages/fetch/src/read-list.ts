import type { ListForm } from './document-form.ts';
import type { ListEntries, ListOrigin } from './list-entries.ts';
import { extractOpmlEntries } from './opml-entries.ts';
import { extractSitemapEntries } from './sitemap-entries.ts';

/**
 * Reads a list of either family: a sitemap or an OPML list.
 * @throws Error where it cannot be parsed
 */
export function readList(text: string, form: ListForm, origin: ListOrigin): Promise<ListEntries> {
  return form === 'opml' ? extractOpmlEntries(text, origin) : extractSitemapEntries(text, form, origin);
}
