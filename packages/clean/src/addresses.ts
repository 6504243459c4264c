import { getDomain } from 'tldts';

/** An absolute http or https address resolved against the page's, or undefined. */
export function resolveAddress(raw: string | undefined, base: string | undefined): string | undefined {
  if (raw === undefined || raw.length > 2048) return undefined;
  const trimmed = raw.trim();
  if (trimmed === '' || !URL.canParse(trimmed, base)) return undefined;
  const url = new URL(trimmed, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

/**
 * The canonical address that a page names, as an AMP or mobile variant does, believed only within the
 * registrable domain it came from (RFC 6596 leaves that open; a page could otherwise speak for another
 * site). Two blogs on one platform are two sites: the public suffix list's private section counts.
 */
export function findCanonical(
  candidates: readonly (string | undefined)[],
  pageUrl: string | undefined,
): string | undefined {
  for (const candidate of candidates) {
    const url = resolveAddress(candidate, pageUrl);
    if (url === undefined || pageUrl === undefined) continue;
    const [own, theirs] = [siteOf(pageUrl), siteOf(url)];
    const isHomePage = new URL(url).pathname === '/' && new URL(pageUrl).pathname !== '/';
    if (own === theirs && !isHomePage) return url;
  }
  return undefined;
}

function siteOf(url: string): string {
  return getDomain(url, { allowPrivateDomains: true }) ?? new URL(url).hostname;
}
