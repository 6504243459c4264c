import type { Entry } from '@wirefold/contracts/jobs';
import { canonicalizeUrl } from '../canonical-url.ts';
import type { GetOptions, HttpAnswer } from '../http-client.ts';
import { RejectError } from '../reject-error.ts';
import type { Attempt, Candidate, Discovery, DiscoveryOptions, Lead } from './discovery.ts';
import { type Reading, readCandidate } from './read-candidate.ts';

interface Failure {
  readonly kind: 'failed';
  readonly error: unknown;
}

/** What a look at one address came to. */
export type Found =
  | Reading
  | Failure
  /** Looked at before, or left out since the bounds are reached. */
  | { readonly kind: 'passed' };

/** A search for feeds, within its bounds. */
export interface Search {
  /** Fetches and reads an address, once. What it is, or why it is nothing, is in the result. */
  look(lead: Lead): Promise<Found>;
  /** Asks for something else on the way; null where it cannot be had, which is in the result. */
  ask(lead: Lead, options: GetOptions): Promise<HttpAnswer | null>;
  candidates(): readonly Candidate[];
  result(): Discovery;
}

/** The bounds of one search. */
const MAX_REQUESTS = 20;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_MS = 180_000;
/** Of one request. */
const REQUEST: GetOptions = { maxRedirects: 5, deadlineMs: 30_000 };

/** Entries that are held against each other, and from how many on a longer feed may be the same as a shorter one. */
const COMPARED = 20;
const ENOUGH = 5;

export function createSearch(options: DiscoveryOptions): Search {
  const bounds = createBounds(options);
  const seen = new Set<string>();
  const found: Extract<Reading, { kind: 'candidate' }>[] = [];
  const tried: Attempt[] = [];

  const fail = ({ url, foundBy }: Lead, why: string) => void tried.push({ url, foundBy, why });
  const isNew = (url: string) => {
    const canonical = canonicalizeUrl(url) ?? url;
    if (seen.has(canonical)) return false;
    seen.add(canonical);
    return true;
  };
  const settle = (lead: Lead, reading: Reading): Found => {
    if (reading.kind === 'page' && lead.foundBy !== 'itself') fail(lead, 'a page, no feed');
    if (reading.kind === 'neither') fail(lead, reading.why);
    if (reading.kind !== 'candidate') return reading;
    if (found.some((other) => isSame(other, reading))) return { kind: 'passed' };
    found.push(reading);
    return reading;
  };
  /** @throws the signal's reason, and any AbortError */
  const attempt = async <T>(lead: Lead, work: () => Promise<T>): Promise<T | Failure> => {
    try {
      return await work();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof Error && error.name === 'AbortError') throw error;
      fail(lead, error instanceof Error ? error.message : String(error));
      return { kind: 'failed', error };
    }
  };
  const ask = async (lead: Lead, get: GetOptions): Promise<HttpAnswer | null> => {
    const answer = await bounds.get(lead.url, get);
    if (answer === null) fail(lead, `not looked at: ${bounds.reached()}`);
    return answer;
  };
  return {
    async look(lead) {
      if (!isNew(lead.url)) return { kind: 'passed' };
      return attempt<Found>(lead, async () => {
        const answer = await ask(lead, REQUEST);
        if (answer === null) return { kind: 'passed' };
        if (answer.redirects.length > 0 && !isNew(answer.finalUrl)) return { kind: 'passed' };
        return settle(lead, await readCandidate(lead, answer, options));
      });
    },
    async ask(lead, get) {
      const answer = await attempt(lead, () => ask(lead, get));
      return answer === null || 'kind' in answer ? null : answer;
    },
    candidates: () => found.map(({ candidate }) => candidate),
    result: () => ({
      candidates: found.map(({ candidate }) => candidate).sort((a, b) => rankOf(a) - rankOf(b)),
      tried,
    }),
  };
}

function createBounds({ client, signal }: DiscoveryOptions) {
  const spent = { requests: 0, bytes: 0 };
  const started = performance.now();
  const reached = (): string | null => {
    if (spent.requests >= MAX_REQUESTS) return `${MAX_REQUESTS} requests were made`;
    if (spent.bytes >= MAX_BYTES) return `${MAX_BYTES / 1024 / 1024} MiB were read`;
    return performance.now() - started > MAX_MS ? `${MAX_MS / 60_000} minutes have passed` : null;
  };
  return {
    reached,
    async get(url: string, options: GetOptions): Promise<HttpAnswer | null> {
      signal?.throwIfAborted();
      if (reached() !== null) return null;
      spent.requests += 1;
      const answer = await client.get(url, options).catch((error: unknown) => {
        if (error instanceof RejectError && error.reason === 'too-many-redirects')
          spent.requests += options.maxRedirects ?? 0;
        throw error;
      });
      spent.requests += answer.redirects.length;
      spent.bytes += Math.max(answer.wireBytes, answer.body.length);
      return answer;
    },
  };
}

type Read = { readonly candidate: Candidate; readonly entries: readonly Entry[] };

/** Two documents are one where their entries are the same, the first of them at the least. */
function isSame(a: Read, b: Read): boolean {
  if (a.candidate.url === b.candidate.url) return true;
  if (a.candidate.kind !== b.candidate.kind) return false;
  const compared = Math.min(a.entries.length, b.entries.length, COMPARED);
  if (compared === 0 || (a.entries.length !== b.entries.length && compared < ENOUGH)) return false;
  return a.entries.slice(0, compared).every(({ url }, i) => url === b.entries[i]?.url);
}

/** Feeds, then news sitemaps, then other sitemaps, then comments; those of one rank as they were found. */
function rankOf({ kind, form, isComments }: Candidate): number {
  if (isComments) return 3;
  if (kind === 'feed') return 0;
  return form === 'news-sitemap' ? 1 : 2;
}
