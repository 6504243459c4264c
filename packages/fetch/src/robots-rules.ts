/** One `Allow` or `Disallow` line that holds for us. */
export interface RobotsRule {
  readonly allow: boolean;
  /** With percent-encodings as `comparable` leaves them; `*` and a last `$` have their meaning of RFC 9309. */
  readonly pattern: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** What a robots.txt says to one product token. */
export interface RobotsRules {
  readonly rules: readonly RobotsRule[];
  /** `Crawl-delay`, which RFC 9309 does not know but servers ask for. */
  readonly crawlDelayMs?: number;
}

interface Group {
  readonly tokens: Set<string>;
  readonly rules: RobotsRule[];
  delays: number[];
}

/**
 * Reads a robots.txt by RFC 9309 section 2.2: the rules of every group that names `token` (in any case of
 * letters) together; where none does, those of the groups for `*`. Only `Allow` and `Disallow` end a list of
 * user agents: other records must not interfere (section 2.2.4), so a `Sitemap` or `Crawl-delay` between two
 * `User-agent` lines leaves both in one group, as in Google's parser.
 */
export function parseRobots(text: string, token: string): RobotsRules {
  const groups: Group[] = [];
  let open = false;
  text.split(/\r\n|\r|\n/).forEach((raw, at) => {
    const record = parseRecord(at === 0 ? raw.replace(/^\ufeff/, '') : raw);
    if (record === null) return;
    const [field, value] = record;
    if (field === 'user-agent') {
      if (!open) groups.push({ tokens: new Set(), rules: [], delays: [] });
      open = true;
      groups.at(-1)?.tokens.add(tokenOf(value));
    } else if (field === 'allow' || field === 'disallow') {
      open = false;
      if (value === '') return;
      const rule = { allow: field === 'allow', pattern: comparable(value, 'pattern'), line: at + 1 };
      groups.at(-1)?.rules.push(rule);
    } else if (field === 'crawl-delay') groups.at(-1)?.delays.push(...delayIn(value));
  });
  return combined(groups, token.toLowerCase());
}

/** Most sitemaps that are taken of one file. */
const MAX_SITEMAPS = 100;

/** Finds the sitemaps that a robots.txt names, for whomever (sitemaps.org/protocol.html, "robots.txt"); as they stand there. */
export function sitemapsInRobots(text: string): string[] {
  const sitemaps: string[] = [];
  for (const raw of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const [field, value = ''] = parseRecord(raw) ?? [];
    if (field === 'sitemap' && value !== '') sitemaps.push(value);
    if (sitemaps.length === MAX_SITEMAPS) break;
  }
  return sitemaps;
}

/** A line's field, in lower case, and its value; null where it holds none. */
function parseRecord(raw: string): [string, string] | null {
  const hash = raw.indexOf('#');
  const line = hash < 0 ? raw : raw.slice(0, hash);
  const colon = line.indexOf(':');
  return colon < 0 ? null : [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

/** RFC 9309 section 2.2.1: letters, `_` and `-`; a version or remark behind them does not count. */
function tokenOf(value: string): string {
  if (value.startsWith('*')) return '*';
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? '';
}

function delayIn(value: string): number[] {
  return /^\d{1,7}(?:\.\d{1,9})?$/.test(value) ? [Math.round(Number(value) * 1000)] : [];
}

function combined(groups: readonly Group[], token: string): RobotsRules {
  const own = groups.filter(({ tokens }) => tokens.has(token));
  const ours = own.length > 0 ? own : groups.filter(({ tokens }) => tokens.has('*'));
  const rules = ours.flatMap((group) => group.rules);
  const delays = ours.flatMap((group) => group.delays);
  return delays.length === 0 ? { rules } : { rules, crawlDelayMs: Math.max(...delays) };
}

/**
 * Finds the rule that decides about an address, by RFC 9309 section 2.2.2: the longest pattern that matches,
 * of equally long ones an `Allow`. Null where none matches, which allows it; `/robots.txt` is always allowed.
 */
export function findRule({ rules }: RobotsRules, url: URL): RobotsRule | null {
  if (url.pathname === '/robots.txt') return null;
  const path = comparablePath(url);
  let best: RobotsRule | null = null;
  for (const rule of rules) {
    const gain = rule.pattern.length - (best?.pattern.length ?? 0);
    if (gain < 0 || (gain === 0 && (!rule.allow || best?.allow))) continue;
    if (matches(rule.pattern, path)) best = rule;
  }
  return best;
}

/** A pattern of RFC 9309 section 2.2.2, its percent-encodings as `pathPattern` leaves them. */
export type PathPattern = string;

/** Makes a pattern comparable with addresses. */
export function pathPattern(text: string): PathPattern {
  return comparable(text, 'pattern');
}

/** Makes an address's path and query comparable with patterns. */
export function comparablePath(url: URL): string {
  return comparable(url.pathname + url.search, 'path');
}

/**
 * True where a pattern matches a comparable path, from its beginning. Each part between stars is found as early
 * as it can be, so the time is at most linear in the path for each part.
 */
export function matches(pattern: PathPattern, path: string): boolean {
  const toTheEnd = pattern.endsWith('$');
  const [first = '', ...parts] = (toTheEnd ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  const last = toTheEnd ? parts.pop() : undefined;
  let at = first.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (!toTheEnd) return true;
  return last === undefined ? at === path.length : path.length - last.length >= at && path.endsWith(last);
}

/** What `comparable` leaves as it is, in both. */
const PLAIN = /^[A-Za-z0-9._~/?&=-]*$/;
/** Unreserved characters of RFC 3986 section 2.3. */
const UNRESERVED = /^[A-Za-z0-9._~-]$/;
/** Reserved ones (section 2.2) that stand for themselves; `'` is left out, since URL parsers encode it in queries. */
const RESERVED = /^[:/?#[\]@!&()+,;=]$/;

/**
 * Writes a path or pattern so that equal octets compare equal (RFC 9309 section 2.2.2): encoded unreserved
 * characters are decoded, all that is neither unreserved nor reserved is encoded, in upper case. A `*` or `$`
 * that has no special meaning is encoded, as the RFC wants it written in a pattern.
 */
function comparable(text: string, as: 'path' | 'pattern'): string {
  if (PLAIN.test(text)) return text;
  let out = '';
  for (const [piece] of text.matchAll(/%[0-9a-f]{2}|[\s\S]/giu)) {
    if (piece.length === 3 && piece.startsWith('%')) {
      const char = String.fromCharCode(Number.parseInt(piece.slice(1), 16));
      out += UNRESERVED.test(char) ? char : piece.toUpperCase();
    } else if (UNRESERVED.test(piece) || RESERVED.test(piece) || (as === 'pattern' && piece === '*')) {
      out += piece;
    } else {
      out += encoded(piece);
    }
  }
  return as === 'pattern' && text.endsWith('$') ? `${out.slice(0, -3)}$` : out;
}

function encoded(piece: string): string {
  let out = '';
  for (const byte of Buffer.from(piece)) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return out;
}
