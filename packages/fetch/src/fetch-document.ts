import { createHash } from 'node:crypto';
import type { Document, Entry, FetchJob, PollAnswer } from '@wirefold/contracts/jobs';
import { deferred, done, dropped, type Outcome, QuarantineError } from '@wirefold/contracts/outcome';
import type { Reservation } from '@wirefold/contracts/reservations';
import { assertDocumentStatus } from './answer-status.ts';
import { decodeText, findCharset, type Markup } from './charset.ts';
import { countUndecodable } from './charset-damage.ts';
import { DeferError } from './defer-error.ts';
import {
  type DocumentForm,
  identifyForm,
  isFeed,
  isList,
  isSitemap,
  type ListForm,
} from './document-form.ts';
import { extractFeed, type FeedReader, faultIn } from './feed-entries.ts';
import type { FeedForm } from './feed-records.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { type MediaType, parseMediaType } from './media-type.ts';
import { pollAnswerOf, type SelfPortrait, unchangedAnswerOf } from './poll-answer.ts';
import { readList } from './read-list.ts';
import { RejectError } from './reject-error.ts';
import {
  reservationInWords,
  reservationsOf,
  sayingsInHeaders,
  sayingsNoted,
  type TdmSaying,
} from './reservations.ts';
import { sayingsInPage } from './reservations-in-page.ts';
import { unpackList } from './unpack-list.ts';

/** What the fetch stage makes of a job: the document, its bytes, and what it turned out to be. */
export type Fetched = FetchedDocument | FetchedList | UnchangedFeed;

export interface FetchedDocument {
  readonly kind: 'page' | 'text' | 'html' | 'record';
  readonly document: Document;
  readonly bytes: Uint8Array;
}

export interface FetchedList {
  readonly kind: 'feed' | 'sitemap' | 'opml';
  readonly document: Document;
  readonly bytes: Uint8Array;
  readonly entries: readonly Entry[];
  /** What was left out of a list, in words. */
  readonly detail?: string;
  /** Set where the job is a poll. */
  readonly poll?: PollAnswer;
}

/** A polled feed that the server says has not changed. */
export interface UnchangedFeed {
  readonly kind: 'not-modified';
  readonly poll: PollAnswer;
}

/** What a fetch needs from outside. */
export interface FetchContext {
  readonly client: Pick<HttpClient, 'get'>;
  /** The body of a job whose bytes came with the input; null where they are gone or never were. */
  readonly bytes: Uint8Array | null;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** What the origin of an address reserves by its tdmrep.json; by default nothing is asked for. */
  readonly tdmSaying?: (address: string) => Promise<TdmSaying>;
  /** True where pages of which text and data mining is reserved are to be rejected. */
  readonly excludeReserved?: boolean;
  /** Reads feeds; by default here and now, which a hostile feed of 20 MiB can draw out to half a minute. */
  readonly readFeed?: FeedReader;
}

/** Bytes with what was said about them, from the wire or from the job. */
interface Source {
  readonly finalUrl: string;
  readonly fetchedAt: string;
  readonly httpStatus: number | null;
  readonly type: MediaType;
  readonly bytes: Uint8Array;
  /** Set where it came over the network. */
  readonly answer?: HttpAnswer;
}

/** The type that each form is given: what the document is, not what its header said. */
const MEDIA_TYPES: Readonly<Record<FeedForm | ListForm | 'html' | 'text', string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'application/rdf+xml',
  'json-feed': 'application/feed+json',
  sitemap: 'application/xml',
  'sitemap-index': 'application/xml',
  'text-sitemap': 'text/plain',
  opml: 'text/x-opml',
  html: 'text/html',
  text: 'text/plain',
};

/**
 * Turns a job into its document, or a feed or another list into its entries. Bytes that came with the job are used as
 * they are, without the network; a record passes through unread. A poll asks with the validators of the last answer,
 * and ends as `not-modified` where the server says so.
 *
 * Dropped where the input is at fault, with the reason; deferred where it is not its turn at its host.
 * @throws RetryError, QuarantineError: see `HttpClient.get`, `assertDocumentStatus` and `readFeed`; a plain Error where
 * the job came with bytes and the caller has none
 */
export async function fetchDocument(job: FetchJob, context: FetchContext): Promise<Outcome<Fetched>> {
  try {
    const source = job.provided === undefined ? await download(job, context) : provided(job, context);
    if (isUnchanged(source)) return done(source);
    if (job.kind === 'record') {
      const record = asKind(job, source, 'record', 'application/json', 'utf-8');
      return await finish(record, job, source, undefined, context);
    }
    return await identify(job, source, context);
  } catch (error) {
    if (error instanceof RejectError) return dropped(error.reason, error.message);
    if (error instanceof DeferError) return deferred(error.delayMs, error.message);
    throw error;
  }
}

async function download(job: FetchJob, { client, now }: FetchContext): Promise<Source | UnchangedFeed> {
  const { poll } = job;
  const answer = await (poll === undefined
    ? client.get(job.url)
    : client.get(poll.url, { validators: poll }));
  if (poll !== undefined && answer.status === 304 && answer.conditional)
    return { kind: 'not-modified', poll: unchangedAnswerOf(answer, poll, now) };
  assertDocumentStatus(answer, now);
  const { finalUrl, status, headers, body } = answer;
  return {
    finalUrl,
    fetchedAt: now,
    httpStatus: status,
    type: parseMediaType(headers['content-type']),
    bytes: body,
    answer,
  };
}

function isUnchanged(found: Source | UnchangedFeed): found is UnchangedFeed {
  return 'kind' in found;
}

/** What the job's poll heard; nothing where it is none. */
function pollOf(job: FetchJob, { answer }: Source, said: SelfPortrait, now: string): { poll?: PollAnswer } {
  if (job.poll === undefined || answer === undefined) return {};
  return { poll: pollAnswerOf(answer, said, now) };
}

function provided(job: FetchJob, context: FetchContext): Source {
  if (context.bytes === null)
    throw new Error(`The bytes that came with ${job.url} are gone: send the item again with its body`);
  return {
    finalUrl: job.provided?.finalUrl ?? job.url,
    fetchedAt: job.provided?.receivedAt ?? context.now,
    httpStatus: job.provided?.httpStatus ?? null,
    type: parseMediaType(job.provided?.mediaType),
    bytes: context.bytes,
  };
}

async function identify(job: FetchJob, packed: Source, context: FetchContext): Promise<Outcome<Fetched>> {
  const source = await unpackList(packed);
  const found = identifyForm(source.bytes, source.type.essence);
  const form = decideForm(job, found);
  if (form === 'empty') return dropped('empty', 'the document has no text');
  assertAsked(job, form);
  if (form === 'binary' || form === 'other')
    return dropped('unsupported-type', `${source.type.essence ?? 'no declared type'}; this is ${form}`);
  const charset = findCharset(source.bytes, source.type.charset, markupOf(form));
  if (isFeed(form)) return readFeed(job, source, form, charset, context);
  if (isList(form)) return expandList(job, source, form, charset, context.now);
  const fetched = asKind(job, source, kindOf(job, form), MEDIA_TYPES[form], charset);
  return finish(fetched, job, source, form === 'html' ? charset : undefined, context);
}

/** Notes what is reserved, or drops the document for it. */
async function finish(
  fetched: FetchedDocument,
  job: FetchJob,
  source: Source,
  charset: string | undefined,
  context: FetchContext,
): Promise<Outcome<Fetched>> {
  const reservations = await reservationsIn(job, source, charset, context);
  const [first] = reservations;
  if (first === undefined) return done(fetched);
  if (context.excludeReserved) return dropped('reserved', reservationInWords(first).slice(0, 500));
  return done({ ...fetched, document: { ...fetched.document, reservations } });
}

/** All that is reserved: by the page's head where it is HTML, by its headers, kept or noted, and by its origin. */
async function reservationsIn(
  job: FetchJob,
  { answer, finalUrl, bytes }: Source,
  charset: string | undefined,
  { tdmSaying }: FetchContext,
): Promise<Reservation[]> {
  const spoken =
    answer === undefined
      ? sayingsNoted(job.hints?.reservations ?? [])
      : {
          headers: sayingsInHeaders((name) => answer.headers[name]),
          file: (await tdmSaying?.(finalUrl)) ?? {},
        };
  return reservationsOf(charset === undefined ? spoken : { ...spoken, page: sayingsInPage(bytes, charset) });
}

/** A person's text file of addresses is a text, unless it is called a sitemap: nobody asked to fetch them. */
function decideForm(job: FetchJob, found: DocumentForm): DocumentForm {
  if (job.kindForced) return forcedForm(job.kind, found);
  return found === 'text-sitemap' && job.provided !== undefined ? 'text' : found;
}

/** @throws RejectError where one kind of list was asked for and the document is another kind, or none */
function assertAsked({ kind, kindForced, poll }: FetchJob, form: DocumentForm): void {
  if (!kindForced && poll === undefined) return;
  if (kind === 'feed' && !isFeed(form))
    throw new RejectError('not-a-feed', `a feed was asked for; this is ${form}`);
  if (kind === 'opml' && form !== 'opml')
    throw new RejectError('not-an-opml', `an OPML list was asked for; this is ${form}`);
  if ((kind === 'sitemap' || kind === 'child-sitemap') && !isSitemap(form))
    throw new RejectError('not-a-sitemap', `a sitemap was asked for; this is ${form}`);
  if (kind === 'child-sitemap' && form === 'sitemap-index')
    throw new RejectError('nested-sitemap-index', 'an index of sitemaps may not name another index');
}

/** A person's word on the kind: text and HTML can be read as either, and a page is no feed. */
function forcedForm(kind: FetchJob['kind'], found: DocumentForm): DocumentForm {
  if (found === 'binary' || found === 'empty') return found;
  if (kind === 'text' || kind === 'html') return kind;
  if (kind !== 'page') return found;
  if (found === 'text-sitemap') return 'text';
  return isFeed(found) || isList(found) ? 'other' : found;
}

function kindOf(job: FetchJob, form: 'html' | 'text'): 'page' | 'html' | 'text' {
  if (form === 'text') return 'text';
  return job.kind === 'html' || (job.provided !== undefined && job.kind !== 'page') ? 'html' : 'page';
}

async function readFeed(
  job: FetchJob,
  source: Source,
  form: FeedForm,
  charset: string,
  { now, readFeed: read = async (task) => extractFeed(task) }: FetchContext,
): Promise<Outcome<Fetched>> {
  try {
    const feed = await read({ bytes: source.bytes, charset, form, url: source.finalUrl, now });
    const document = documentOf(job, source, MEDIA_TYPES[form], charset);
    const { entries } = feed;
    return done({ document, bytes: source.bytes, kind: 'feed', entries, ...pollOf(job, source, feed, now) });
  } catch (error) {
    if (error instanceof QuarantineError) throw error;
    return dropped('broken-feed', `${form}: ${faultIn(error)}`);
  }
}

async function expandList(
  job: FetchJob,
  source: Source,
  form: ListForm,
  charset: string,
  now: string,
): Promise<Outcome<Fetched>> {
  try {
    const text = decodeText(source.bytes, charset);
    const { entries, detail } = await readList(text, form, { url: source.finalUrl, now });
    const document = documentOf(job, source, MEDIA_TYPES[form], charset);
    const kind = form === 'opml' ? 'opml' : 'sitemap';
    const poll = pollOf(job, source, {}, now);
    const list = { document, bytes: source.bytes, kind, entries, ...poll } as const;
    return done(detail === undefined ? list : { ...list, detail });
  } catch (error) {
    return dropped(form === 'opml' ? 'broken-opml' : 'broken-sitemap', `${form}: ${faultIn(error)}`);
  }
}

function asKind(
  job: FetchJob,
  source: Source,
  kind: 'page' | 'text' | 'html' | 'record',
  mediaType: string,
  charset: string,
): FetchedDocument {
  return { document: documentOf(job, source, mediaType, charset), bytes: source.bytes, kind };
}

function documentOf(job: FetchJob, source: Source, mediaType: string, charset: string): Document {
  const { finalUrl, fetchedAt, httpStatus, bytes } = source;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const undecodable = countUndecodable(bytes, charset);
  return {
    url: job.url,
    finalUrl,
    fetchedAt,
    httpStatus,
    mediaType,
    charset,
    sha256,
    byteLength: bytes.length,
    ...(undecodable === 0 ? {} : { undecodable }),
  };
}

function markupOf(form: FeedForm | ListForm | 'html' | 'text'): Markup {
  if (form === 'html') return 'html';
  return form === 'text' || form === 'text-sitemap' || form === 'json-feed' ? 'none' : 'xml';
}
