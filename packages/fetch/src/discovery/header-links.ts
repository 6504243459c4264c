import LinkHeader from 'http-link-header';
import { canonicalizeUrl } from '../canonical-url.ts';
import type { PageLink } from './page-elements.ts';

/**
 * Reads the links that an answer names in its header `Link` (RFC 8288), each with one relation and its address in full.
 * Links of another context (`anchor`) are left out; of a header that breaks the grammar nothing is read.
 */
export function readHeaderLinks(header: string | undefined, url: string): PageLink[] {
  if (header === undefined) return [];
  try {
    // The parser takes the square of a run of blanks: 6 s for 64 KiB of them.
    return LinkHeader.parse(header.replace(/\s+/g, ' ')).refs.flatMap((ref) => {
      const { uri, rel, type, title, anchor } = ref as Readonly<Record<string, unknown>>;
      const href = canonicalizeUrl(wordOf(uri).trim(), url);
      if (anchor !== undefined || href === null) return [];
      return [{ href, rel: wordOf(rel), type: wordOf(type), title: wordOf(title) }];
    });
  } catch {
    return [];
  }
}

/** Of a parameter that is given twice the first counts (RFC 8288 section 3.4.1). */
function wordOf(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}
