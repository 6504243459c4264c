import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { RetryError } from '@wirefold/contracts/outcome';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { RejectError } from './reject-error.ts';

/** Gives all IP addresses of a host name; throws as `dns.lookup` does where there are none. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** Milliseconds before the next of several addresses is tried: Node's 250 gives up on far hosts too early. */
const NEXT_ADDRESS_AFTER_MS = 1_500;

/** The system's resolver, `/etc/hosts` included; every address, in the system's order. */
export const resolveBySystem: Resolver = async (host) => {
  const records = await systemLookup(host, { all: true, verbatim: true });
  return records.map((record) => record.address);
};

export interface GuardedConnectorOptions {
  readonly guard: AddressGuard;
  readonly resolve: Resolver;
  /** For look-up, TCP and TLS together. */
  readonly timeoutMs: number;
  /** Makes the connector beneath; default undici's. */
  readonly build?: typeof buildConnector | undefined;
  /** True to offer HTTP/2 beside HTTP/1.1 in the TLS handshake. */
  readonly offerHttp2?: boolean;
}

/**
 * Makes the only way out: a connector whose look-up asks for all addresses once, refuses the host when
 * one of them is forbidden, and connects to the very addresses that were checked. No second question is
 * put, so no second answer can differ. What the socket is then connected to is checked once more.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { guard, resolve, timeoutMs, build = buildConnector, offerHttp2 = false } = options;
  const connect = build({
    ...{ timeout: timeoutMs, allowH2: offerHttp2 },
    rejectUnauthorized: true,
    lookup: guardedLookup(guard, resolve),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  });
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (guard(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new RejectError('forbidden-address', `${options.hostname} led to a forbidden address`), null);
    });
  };
}

function guardedLookup(guard: AddressGuard, resolve: Resolver): LookupFunction {
  return (host, options, callback) => {
    checkedAddresses(host, guard, resolve).then(
      (records) => {
        const [first] = records;
        if (options.all === true) callback(null, records);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: Error) => callback(error, []),
    );
  };
}

async function checkedAddresses(host: string, guard: AddressGuard, resolve: Resolver) {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new RetryError('host-not-found', `no address for ${host}`);
  const forbidden = addresses.find((address) => !guard(address));
  if (forbidden !== undefined)
    throw new RejectError('forbidden-address', `${host} resolves to ${forbidden}, no public unicast address`);
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}
