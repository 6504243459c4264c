import type { AddressGuard } from './address-guard.ts';
import { MAX_URL_LENGTH } from './canonical-url.ts';
import { RejectError } from './reject-error.ts';

/**
 * Ports that speak another protocol: the "bad ports" of the WHATWG Fetch standard (section 2.9),
 * and in the last row the usual ports of databases and caches, some of which an HTTP request can drive.
 */
const FORBIDDEN_PORTS: ReadonlySet<number> = new Set([
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103],
  ...[104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513],
  ...[514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720],
  ...[1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
  ...[1433, 1521, 3306, 5432, 5984, 6379, 6380, 9042, 9200, 9300, 11211, 27017],
]);

/**
 * Decides whether an address may be asked for at all, before any look-up: http or https, no user name or
 * password, at most 2,048 characters, no port of another protocol, and no forbidden IP address as host.
 * The host is looked at as WHATWG parsing leaves it, so decimal, octal, hex, short and full-width
 * spellings of an IPv4 address are all seen through.
 * @throws RejectError `bad-url`, `unsupported-scheme`, `credentials-in-url` or `forbidden-address`
 */
export function parseRequestAddress(text: string, guard: AddressGuard, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH)
    throw new RejectError('bad-url', `the address has ${text.length} characters, over ${MAX_URL_LENGTH}`);
  if (!URL.canParse(text, base?.href)) throw new RejectError('bad-url', 'the address cannot be parsed');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RejectError('unsupported-scheme', `the scheme is ${url.protocol.slice(0, 40)}`);
  if (url.username !== '' || url.password !== '')
    throw new RejectError(
      'credentials-in-url',
      `the address for ${url.host} carries a user name or password`,
    );
  if (url.href.length > MAX_URL_LENGTH)
    throw new RejectError('bad-url', `the address has ${url.href.length} characters, over ${MAX_URL_LENGTH}`);
  if (url.port !== '' && FORBIDDEN_PORTS.has(Number(url.port)))
    throw new RejectError('forbidden-address', `port ${url.port} belongs to another protocol: ${url.host}`);
  const literal = hostLiteral(url.hostname);
  if (literal !== null && !guard(literal))
    throw new RejectError('forbidden-address', `${literal} is no public unicast address`);
  url.hash = '';
  return url;
}

/** The IP address that a WHATWG host is, without brackets; null for a name. */
function hostLiteral(host: string): string | null {
  if (host.startsWith('[')) return host.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : null;
}
