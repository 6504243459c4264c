import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import type { RejectReason } from '@wirefold/contracts/reasons';
import type { HttpAnswer } from './http-client.ts';
import { RejectError } from './reject-error.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Statuses with a reason of their own; the closed list in contracts says which. */
const REJECTED: Readonly<Record<number, RejectReason>> = {
  ...{ 204: 'empty', 205: 'empty', 404: 'not-found', 410: 'gone' },
  ...{ 401: 'access-denied', 402: 'access-denied', 403: 'access-denied', 451: 'access-denied' },
};

/**
 * Decides from the status whether an answer carries a document. `now` (ISO 8601 UTC) is what a
 * Retry-After date is counted from.
 * @throws RejectError for 204, 205 and 4xx; RetryError `server-error` for 429 and 5xx, with the wait that
 * was asked for; QuarantineError `protocol-error` for a 304 or 206 nobody asked for and whatever else
 * answers no question of ours
 */
export function assertDocumentStatus(answer: HttpAnswer, now: string): void {
  const { status, finalUrl, headers } = answer;
  const message = `the server answered ${status}: GET ${finalUrl}`;
  const rejected = REJECTED[status];
  if (rejected !== undefined) throw new RejectError(rejected, message);
  if (status === 429 || (status >= 500 && status <= 599)) {
    const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
    throw new RetryError('server-error', message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  if (status >= 400 && status <= 499) throw new RejectError('client-error', message);
  if (status < 200 || status > 299 || status === 206) throw new QuarantineError('protocol-error', message);
}
