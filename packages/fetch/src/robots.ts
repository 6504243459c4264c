import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import { decodeText } from './charset.ts';
import type { HopGate } from './hop-gate.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { notConnected } from './http-fault.ts';
import { RejectError } from './reject-error.ts';
import { parseRetryAfter } from './retry-after.ts';
import { parseRobots, type RobotsRules } from './robots-rules.ts';

/** What asking for a robots.txt came to (RFC 9309 section 2.3.1). */
export type RobotsAnswer =
  /** It was read: its rules for us. */
  | { readonly kind: 'file'; readonly rules: RobotsRules }
  /** There is none to be had: everything is allowed. */
  | { readonly kind: 'none'; readonly why: string }
  /** It may be there: nothing is allowed until it is known. */
  | { readonly kind: 'unavailable'; readonly why: string; readonly retryAfterMs?: number };

/** Bytes that are read, at the least 500 KiB (section 2.5). */
const MAX_ROBOTS_BYTES = 500 * 1024;
/** Redirects that are followed (section 2.3.1.2). */
const MAX_REDIRECTS = 5;
/** Milliseconds for everything: a page waits behind it. */
const DEADLINE_MS = 20_000;

export interface RobotsRequest {
  readonly client: Pick<HttpClient, 'get'>;
  /** Scheme, host and port, as of `URL.origin`. */
  readonly origin: string;
  /** Our product token, without a version. */
  readonly token: string;
  readonly gate: HopGate;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/**
 * Asks for an origin's robots.txt. 2xx is read, 4xx means that there is none; 5xx, 429 (too many requests is no
 * leave) and an answer that breaks off mean that it is unavailable, and so do redirects to where nothing may be
 * fetched. More than five redirects count as none.
 * @throws DeferError of the gate; RejectError, RetryError, QuarantineError where the host itself cannot be
 * reached, so that no page of it could be fetched either
 */
export async function askRobots({ client, origin, token, gate, now }: RobotsRequest): Promise<RobotsAnswer> {
  let reached = false;
  const watching: HopGate = {
    enter: async (url, redirects) => {
      const leave = await gate.enter(url, redirects);
      return (end) => {
        reached ||= end.kind === 'answered';
        return leave(end);
      };
    },
  };
  const options = {
    ...{ gate: watching, maxRedirects: MAX_REDIRECTS, firstBytes: MAX_ROBOTS_BYTES },
    ...{ deadlineMs: DEADLINE_MS, accept: 'text/plain, */*;q=0.1' },
  };
  try {
    return read(await client.get(`${origin}/robots.txt`, options), token, now);
  } catch (error) {
    return answerOf(error, reached);
  }
}

function read(answer: HttpAnswer, token: string, now: string): RobotsAnswer {
  const { status, headers, body, finalUrl } = answer;
  if (status >= 200 && status <= 299) return { kind: 'file', rules: parseRobots(textOf(body), token) };
  const why = `${finalUrl} answered ${status}`;
  if (status < 500 && status !== 429) return { kind: 'none', why };
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
  return { kind: 'unavailable', why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** What is cut off at the limit loses its last line: half a path would be another rule. */
function textOf(body: Uint8Array): string {
  const text = decodeText(body.subarray(0, MAX_ROBOTS_BYTES), 'utf-8');
  if (body.length < MAX_ROBOTS_BYTES) return text;
  return text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
}

function answerOf(error: unknown, reached: boolean): RobotsAnswer {
  if (error instanceof RejectError && error.reason === 'too-many-redirects')
    return { kind: 'none', why: error.message };
  const passing = error instanceof RetryError && error.reason !== 'host-not-found' && !notConnected(error);
  const broken = error instanceof QuarantineError && error.reason === 'protocol-error';
  const elsewhere =
    reached &&
    (error instanceof RejectError || error instanceof RetryError || error instanceof QuarantineError);
  const large = error instanceof RejectError && error.reason === 'too-large';
  if (passing || broken || elsewhere || large) return { kind: 'unavailable', why: error.message };
  throw error;
}
