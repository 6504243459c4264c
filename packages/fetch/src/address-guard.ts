import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Decides whether a connection may go to an IP address, written as `net.isIP` takes it. */
export type AddressGuard = (address: string) => boolean;

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** The space that IANA hands out as IPv6 global unicast; all else, `::a.b.c.d` among it, is no public host. */
const GLOBAL_UNICAST_V6 = ipaddr.parseCIDR('2000::/3');

/**
 * Addresses that ipaddr.js 2.5 calls unicast and that are none to us: 168.63.129.16 is the platform
 * address of every Azure host (Microsoft Learn, "What is IP address 168.63.129.16?").
 */
const FORBIDDEN = [ipaddr.parseCIDR('168.63.129.16/32')];

/**
 * Makes the guard that refuses all but public unicast addresses. `allowPrivate` names networks that
 * are let through nevertheless, in CIDR notation; a lone address is a network of one.
 *
 * IPv4-mapped addresses count as the IPv4 address inside. NAT64, 6to4 and Teredo are refused whole,
 * whatever they embed; so is ISATAP (RFC 5214), where any prefix may carry an IPv4 address.
 * @throws RangeError where a network cannot be parsed.
 */
export function createAddressGuard(allowPrivate: readonly string[] = []): AddressGuard {
  const allowed = allowPrivate.map(parseNetwork);
  return (text) => {
    const plain = inHex(text);
    if (plain === null) return false;
    const address = ipaddr.process(plain);
    return allowed.some((network) => contains(network, address)) || isPublicUnicast(address);
  };
}

/**
 * An IPv6 address in hex alone, since ipaddr.js 2.5 takes the IPv4-compatible `::8.8.8.8` for the
 * IPv4-mapped `::ffff:8.8.8.8`, which is another address. Null for what is no address, or has a zone.
 */
function inHex(text: string): string | null {
  const version = isIP(text);
  if (version !== 6) return version === 4 ? text : null;
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}

function isPublicUnicast(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  if (FORBIDDEN.some((network) => contains(network, address))) return false;
  if (address instanceof ipaddr.IPv4) return true;
  const [, , , , high = 0, low = 0] = address.parts;
  const isatap = (high & ~0x0200) === 0 && low === 0x5efe;
  return !isatap && contains(GLOBAL_UNICAST_V6, address);
}

function contains(network: Network, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network[0].kind() === address.kind() && address.match(network);
}

function parseNetwork(text: string): Network {
  const [address = '', length = address.includes(':') ? '128' : '32'] = text.split('/');
  try {
    // ipaddr.js alone takes "10/8" for 0.0.0.10/8.
    if (isIP(address) === 0) throw new TypeError(`${address} is no full IP address`);
    return ipaddr.parseCIDR(`${address}/${length}`);
  } catch (cause) {
    throw new RangeError(`Not a network: ${JSON.stringify(text)}; write it as 10.0.0.0/8 or fd00::/8`, {
      cause,
    });
  }
}
