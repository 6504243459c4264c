import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import type { QuarantineReason } from '@wirefold/contracts/reasons';
import { errors } from 'undici';
import { normalizePlainText } from './plain-text.ts';
import { RejectError } from './reject-error.ts';

/** Codes of Node's resolver, sockets and undici 7 that pass by themselves. */
const PASSING: Readonly<Record<string, QuarantineReason>> = {
  ENOTFOUND: 'host-not-found',
  ENODATA: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EAI_FAIL: 'host-not-found',
  EAI_NODATA: 'host-not-found',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** OpenSSL's verification results and Node's TLS errors, by the start of their codes. */
const TLS_CODE = /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|INVALID_)/;

/**
 * Turns whatever went wrong on the wire into one of the closed reasons. A connection that was refused or
 * cut is tried again; a certificate that does not verify, or bytes that are no HTTP, are not.
 */
export function faultOf(error: unknown, address: string): RejectError | RetryError | QuarantineError {
  if (error instanceof RejectError || error instanceof RetryError || error instanceof QuarantineError)
    return error;
  const code = codeOf(error);
  const message = `${saidBy(error) ?? code}: GET ${address}`;
  const options = { cause: error };
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || error instanceof errors.HTTPParserError)
    return new QuarantineError('protocol-error', message, options);
  if (TLS_CODE.test(code)) return new QuarantineError('host-unreachable', message, options);
  return new RetryError(PASSING[code] ?? 'host-unreachable', message, options);
}

/** Codes of Node and undici 7 for a connection that never came about, by the system's word or by time. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** True for a fault of `faultOf` where no connection to the host came about: the host counts as dead. */
export function notConnected(fault: Error): boolean {
  return fault instanceof RetryError && NO_CONNECTION.has(codeOf(fault.cause));
}

/** An error may quote the other side, a certificate's names among it: one plain line of it is enough. */
function saidBy(error: unknown): string | undefined {
  return error instanceof Error ? normalizePlainText(error.message)?.slice(0, 300) : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
