import { getDomain } from 'tldts';
import { isTrackingParameter } from './tracking-parameters.ts';

/** Longest address that is taken in, in characters: the bound of the reason `bad-url`. */
export const MAX_URL_LENGTH = 2048;

/**
 * Decides which address stands for a document: the one normalizer that every package uses.
 *
 * WHATWG parsing (lower-case and punycode host, default port, dot segments), then: trailing dots of the
 * host, the fragment, tracking parameters and an empty query go, and percent-encodings are written in
 * upper case (RFC 3986 section 6.2.2.1). The order of the query, `www.`, `http` against `https`, index
 * pages and trailing slashes stay as they are: each of them can be another document.
 *
 * Gives null for what cannot be fetched: no http(s) address, user name or password in it, or more than
 * `MAX_URL_LENGTH` characters. A second application changes nothing.
 */
export function canonicalizeUrl(text: string, base?: string): string | null {
  if (text.length > MAX_URL_LENGTH * 4) return null;
  const url = parseUrl(text, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username !== '' || url.password !== '') return null;
  dropTrailingDots(url);
  url.hash = '';
  const query = withoutTracking(url.search);
  // The setter takes one `?` off what it is given, also where the query itself begins with one.
  url.search = query === '' ? '' : `?${query}`;
  const canonical = url.href.replace(/%[0-9a-f]{2}/gi, (encoded) => encoded.toUpperCase());
  return canonical.length > MAX_URL_LENGTH ? null : canonical;
}

/**
 * Names the outlet behind an address: the registrable domain by the public suffix list (private section
 * included, so two blogs on one platform are two outlets), else the host. A loopback host keeps its
 * port, so that outlets on different local ports are different. Empty where there is no host.
 */
export function sourceOf(address: string): string {
  const url = parseUrl(address);
  if (url === null) return '';
  dropTrailingDots(url);
  if (isLoopback(url.hostname)) return url.host;
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname;
}

function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

function dropTrailingDots(url: URL): void {
  let end = url.hostname.length;
  while (end > 0 && url.hostname[end - 1] === '.') end--;
  if (end > 0 && end < url.hostname.length) url.hostname = url.hostname.slice(0, end);
}

function withoutTracking(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isTrackingParameter(parameterName(part)))
    .join('&');
}

function parameterName(part: string): string {
  const equals = part.indexOf('=');
  const raw = equals < 0 ? part : part.slice(0, equals);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true;
  return /^127\.\d+\.\d+\.\d+$/.test(host);
}
