import { getDomain } from 'tldts';
import { isSessionParameter, isTrackingParameter } from './tracking-parameters.ts';

/** Longest address that is taken in, in characters: the bound of the reason `bad-url`. */
export const MAX_URL_LENGTH = 2048;

/** Session ids in a path, as the Jakarta Servlet specification writes them (section 7.1.3). */
const SERVLET_SESSION = /;jsessionid=[^/;]*/gi;

/** ASP.NET's (Microsoft Learn, "ASP.NET cookieless sessions"): 24 characters in a segment of their own. */
const ASPNET_SESSION = /\/\(S\([a-z0-5]{24}\)\)(?=\/)/gi;

/**
 * What servers answer a folder with by default: Apache's DirectoryIndex, nginx's `index`, PHP's, and the
 * default documents of IIS, which alone writes them with a capital.
 */
const INDEX_PAGE = /\/(?:index\.(?:html?|shtml|xhtml|php)|[Dd]efault\.(?:html?|aspx?))$/;

/**
 * Decides which address stands for a document: the one normalizer that every package uses.
 *
 * WHATWG parsing (lower-case and punycode host, default port, dot segments), then: trailing dots of the
 * host, the fragment, tracking parameters, session ids and an empty query go; an index page without a
 * query is its folder; percent-encodings are written in upper case (RFC 3986 section 6.2.2.1). The
 * order of the query, `www.`, `http` against `https` and trailing slashes stay as they are, since each
 * of them can be another document; so do `amp` and `m.`, since only the page can say what it stands for
 * (`canonicalUrl` of its article).
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
  const query = withoutTraces(url.search);
  // The setter takes one `?` off what it is given, also where the query itself begins with one.
  url.search = query === '' ? '' : `?${query}`;
  const path = url.pathname.replace(SERVLET_SESSION, '').replace(ASPNET_SESSION, '');
  if (path !== url.pathname) url.pathname = path;
  if (query === '') url.pathname = url.pathname.replace(INDEX_PAGE, '/');
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

function withoutTraces(search: string): string {
  return search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isTrace(part))
    .join('&');
}

function isTrace(part: string): boolean {
  const equals = part.indexOf('=');
  const name = decoded(equals < 0 ? part : part.slice(0, equals));
  return isTrackingParameter(name) || isSessionParameter(name, equals < 0 ? '' : part.slice(equals + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]') return true;
  return /^127\.\d+\.\d+\.\d+$/.test(host);
}
