import type { Validators } from '@wirefold/contracts/jobs';
import { RetryError } from '@wirefold/contracts/outcome';
import { Agent, type buildConnector } from 'undici';
import { type AddressGuard, createAddressGuard } from './address-guard.ts';
import { decodeContent, encodedEnough } from './content-decoding.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { SentBody } from './exchange.ts';
import { createGuardedConnector, type Resolver, resolveBySystem } from './guarded-connector.ts';
import { type HopGate, type LeaveGate, OPEN_GATE } from './hop-gate.ts';
import { exchange, type Wires } from './http-exchange.ts';
import { faultOf, notConnected } from './http-fault.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http-limits.ts';
import { createHttpsWays } from './https-ways.ts';
import { readBody } from './read-body.ts';
import { isPermanentMove, locationOf, type Redirect, redirectOf } from './redirect.ts';
import { RejectError } from './reject-error.ts';
import { parseRequestAddress } from './request-address.ts';
import { conditionalFields, validatorsFor } from './validators.ts';

/** What a server said in the end, whatever its status. */
export interface HttpAnswer {
  /** Address of the last hop, as it was asked for. */
  readonly finalUrl: string;
  /** Never a redirect that could be followed. */
  readonly status: number;
  /** Lower-case names; repeated fields are joined by a comma and a blank. */
  readonly headers: Readonly<Record<string, string>>;
  /** After content decoding; empty for a status other than 200 to 299. */
  readonly body: Uint8Array;
  /** Bytes of the body as sent, before content decoding. */
  readonly wireBytes: number;
  /** True where the last hop was asked for with validators: only then a 304 says something. */
  readonly conditional: boolean;
  /** Hops that led here, in order. */
  readonly redirects: readonly Redirect[];
  /** The last hop's address, where there were redirects and all of them were permanent. */
  readonly movedTo?: string;
}

/** What one `get` may have that is its own. */
export interface GetOptions {
  /** Stands before every request. Default: all are let through. */
  readonly gate?: HopGate;
  /** Hops that led here before; they count as if they had been followed now. */
  readonly redirects?: readonly Redirect[];
  /** What was given with the document the last time: a 304 is then an answer. */
  readonly validators?: Validators;
  /** Redirects followed, where it is not the client's limit. */
  readonly maxRedirects?: number;
  /** Milliseconds for everything, where it is not the client's limit. */
  readonly deadlineMs?: number;
  /** So many bytes of a body, after content decoding, are enough, and the rest is not read. */
  readonly firstBytes?: number;
  /** The field `Accept`. */
  readonly accept?: string;
  /**
   * Asked once before more than a mebibyte of a body is held (`LARGE_BODY_BYTES`, as sent or decoded); the body is read
   * on when it resolves. The time that this takes counts as the body's.
   */
  readonly beforeLarge?: () => Promise<void>;
}

/** The guarded way to the web: HTTP/2 where a server offers it, else HTTP/1.1. */
export interface HttpClient {
  /**
   * Asks for an address and follows redirects.
   * @throws RejectError, RetryError or QuarantineError, each with a reason from the closed lists; DeferError of
   * the gate
   */
  get(url: string, options?: GetOptions): Promise<HttpAnswer>;
  /** Cuts what is under way and closes every connection. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  readonly userAgent: string;
  /** Networks in CIDR notation that may be reached although they are not public. */
  readonly allowPrivate?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  /** Default: the system's resolver. */
  readonly resolve?: Resolver;
  /** Makes what the guarded connector opens its sockets with; by default undici's. */
  readonly buildConnector?: typeof buildConnector;
}

interface Setting {
  readonly wires: Wires;
  readonly guard: AddressGuard;
  readonly limits: HttpLimits;
  readonly headers: Fields;
  /** What is under way, so that closing can end it. */
  readonly running: Set<Deadline>;
}

const ACCEPT =
  'text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,' +
  'application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1';

/**
 * Makes a client that reaches public unicast addresses and the networks of `allowPrivate`, nothing else.
 * Proxy settings and NODE_TLS_REJECT_UNAUTHORIZED of the environment have no effect on it.
 * @throws RangeError where a network of `allowPrivate` cannot be parsed
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...options.limits };
  const guard = createAddressGuard(options.allowPrivate);
  const connector = {
    ...{ guard, resolve: options.resolve ?? resolveBySystem },
    ...{ timeoutMs: limits.connectTimeoutMs, build: options.buildConnector },
  };
  const ways = createHttpsWays({
    connectEither: createGuardedConnector({ ...connector, offerHttp2: true }),
    connectHttp1: createGuardedConnector(connector),
    maxHeaderBytes: limits.maxHeaderBytes,
  });
  // Undici's own timers tick once a second; the deadline has finer ones.
  const agent = new Agent({
    connect: ways.connectHttp1,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const headers = { 'user-agent': options.userAgent, accept: ACCEPT, 'accept-encoding': 'gzip, deflate, br' };
  const wires = { agent, ways, maxHeaderBytes: limits.maxHeaderBytes };
  const setting = { wires, guard, limits, headers, running: new Set<Deadline>() };
  return { get: (url, get = {}) => getFollowing(url, setting, get), close: () => closeAll(setting) };
}

async function closeAll({ wires: { agent, ways }, running }: Setting): Promise<void> {
  for (const deadline of running)
    deadline.abort(new RetryError('host-unreachable', 'the client was closed: try again with another'));
  ways.close();
  await agent.destroy();
}

async function getFollowing(text: string, setting: Setting, options: GetOptions): Promise<HttpAnswer> {
  const { gate = OPEN_GATE, maxRedirects = setting.limits.maxRedirects } = options;
  let url = parseRequestAddress(text, setting.guard);
  const redirects: Redirect[] = [...(options.redirects ?? [])];
  // A wait before the first request is no part of the answer's time.
  let leave = await gate.enter(url, redirects);
  const deadline = startDeadline(options.deadlineMs ?? setting.limits.deadlineMs, url.href);
  setting.running.add(deadline);
  try {
    for (;;) {
      const fields = fieldsOf(setting.headers, redirects, options);
      const answer = await getThrough(leave, url, setting, deadline, fields, options);
      const location = locationOf(answer);
      if (location === undefined) return whole(answer, redirects, fields);
      redirects.push(redirectOf(url.href, answer.status));
      url = parseRequestAddress(location, setting.guard, url);
      if (redirects.some((hop) => hop.url === url.href))
        throw new RejectError('too-many-redirects', `a loop of redirects back to ${url.href}`);
      if (redirects.length > maxRedirects)
        throw new RejectError('too-many-redirects', `more than ${maxRedirects} redirects`);
      leave = await gate.enter(url, redirects);
    }
  } finally {
    deadline.clear();
    setting.running.delete(deadline);
  }
}

type Fields = Readonly<Record<string, string>>;

/** The fields of the next request of a chain. */
function fieldsOf(own: Fields, redirects: readonly Redirect[], { accept, validators }: GetOptions): Fields {
  const conditional = conditionalFields(validatorsFor(redirects, validators));
  return { ...own, ...(accept === undefined ? {} : { accept }), ...conditional };
}

function whole(
  answer: Awaited<ReturnType<typeof getOnce>>,
  redirects: readonly Redirect[],
  fields: Fields,
): HttpAnswer {
  const conditional = 'if-none-match' in fields || 'if-modified-since' in fields;
  const moved = isPermanentMove(redirects) ? { movedTo: answer.finalUrl } : {};
  return { ...answer, conditional, redirects, ...moved };
}

/** One request, and the gate is told how it ended. */
async function getThrough(
  leave: LeaveGate,
  url: URL,
  setting: Setting,
  deadline: Deadline,
  fields: Fields,
  options: GetOptions,
) {
  try {
    const answer = await deadline.race(getOnce(url, setting, deadline, fields, options));
    await leave({ kind: 'answered', status: answer.status, headers: answer.headers });
    return answer;
  } catch (error) {
    const fault = faultOf(deadline.signal.aborted ? deadline.signal.reason : error, url.href);
    await leave({ kind: 'failed', fault, connected: !notConnected(fault) });
    throw fault;
  }
}

async function getOnce(
  url: URL,
  { wires, limits }: Setting,
  deadline: Deadline,
  fields: Fields,
  options: GetOptions,
) {
  deadline.phase(limits.headersTimeoutMs, 'the headers');
  return exchange(wires, { url, fields, signal: deadline.signal }, async ({ status, headers, body }) => {
    deadline.phase(limits.bodyTimeoutMs, 'the body');
    const answer = { finalUrl: url.href, status, headers };
    if (status >= 200 && status <= 299)
      return { ...answer, ...(await readWhole(headers, body, limits, options)) };
    body.discard();
    return { ...answer, body: new Uint8Array(), wireBytes: 0 };
  });
}

async function readWhole(
  headers: Fields,
  body: SentBody,
  { maxBodyBytes: maxBytes, maxEncodings }: HttpLimits,
  { beforeLarge, firstBytes }: GetOptions,
): Promise<Pick<HttpAnswer, 'body' | 'wireBytes'>> {
  const bounds = { maxBytes, beforeLarge: onceOnly(beforeLarge) };
  const encodings = headers['content-encoding'];
  const enough = encodings === undefined ? firstBytes : encodedEnough(firstBytes);
  const raw = await readBody(body, { ...bounds, declared: headers['content-length'], enough });
  const decoded = await decodeContent(raw, encodings, { ...bounds, maxEncodings, enough: firstBytes });
  return { body: decoded, wireBytes: raw.length };
}

/** The asking may come up where a body is read and again where it is decoded. */
function onceOnly(ask: (() => Promise<void>) | undefined): () => Promise<void> {
  let asked: Promise<void> | undefined;
  return () => {
    asked ??= ask?.() ?? Promise.resolve();
    return asked;
  };
}
