import { QuarantineError } from '@wirefold/contracts/outcome';
import type { Reservation } from '@wirefold/contracts/reservations';
import { AsyncIterReader, WARCParser, type WARCRecord } from 'warcio';
import { canonicalizeUrl } from './canonical-url.ts';
import { decodeContent } from './content-decoding.ts';
import { identifyForm, isFeed } from './document-form.ts';
import { DEFAULT_HTTP_LIMITS } from './http-limits.ts';
import { parseMediaType } from './media-type.ts';
import { RejectError } from './reject-error.ts';
import { reservationsOf, sayingsInHeaders, sayingsNoted } from './reservations.ts';
import type { WarcFrame } from './warc-frames.ts';
import { ITEM_FIELD, parseWarcItem, type WarcItem } from './warc-item.ts';

/** What a record of a WARC file is to us. */
export type WarcAnswer =
  | {
      readonly kind: 'answer';
      /** Canonical address that was asked for; that of a resource may be of a file, or a `urn:`. */
      readonly url: string;
      /** When it was fetched: WARC-Date, ISO 8601 UTC. */
      readonly fetchedAt: string;
      /** Undefined for what was not fetched over HTTP. */
      readonly httpStatus: number | undefined;
      /** The Content-Type field as it was sent. */
      readonly contentType: string | undefined;
      /** After transfer and content decoding. */
      readonly bytes: Uint8Array;
      /** Address after redirects, where the record has one and it is another. */
      readonly finalUrl: string | undefined;
      /** What its headers reserve, and what was noted beside them. */
      readonly reservations: readonly Reservation[];
      /** What it was accepted as, where a database was written to this file. */
      readonly item: WarcItem | undefined;
    }
  /** `what` is one of a few words: they are counted. */
  | { readonly kind: 'skipped'; readonly what: string }
  | {
      readonly kind: 'fault';
      readonly reason: 'broken-warc-record' | 'too-large';
      readonly detail: string;
      /** Where the record begins in its file, in bytes. */
      readonly offset: number;
    };

const RECORD_TYPES: ReadonlySet<string> = new Set([
  ...['warcinfo', 'request', 'metadata', 'revisit', 'conversion', 'continuation'],
]);

/**
 * Decides what a record is: an answer (2xx) or a resource with HTML or a feed in it, with the bytes as its server
 * meant them; something that is passed over; or a fault. Of records that Wirefold wrote, texts and JSON are read too.
 */
export async function readWarcAnswer(frame: WarcFrame, maxBytes: number): Promise<WarcAnswer> {
  const { offset } = frame;
  try {
    if ('fault' in frame) throw new RejectError(reasonOf(frame.fault), frame.detail);
    const record = await WARCParser.parse(new AsyncIterReader([frame.bytes], null));
    if (record === null) throw new RejectError('broken-warc-record', 'the record has no header');
    return await answerOf(record, maxBytes);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const isTooLarge = error instanceof RejectError && error.reason === 'too-large';
    return { kind: 'fault', reason: isTooLarge ? 'too-large' : 'broken-warc-record', detail, offset };
  }
}

function reasonOf(fault: 'broken' | 'too-large'): 'broken-warc-record' | 'too-large' {
  return fault === 'broken' ? 'broken-warc-record' : fault;
}

async function answerOf(record: WARCRecord, maxBytes: number): Promise<WarcAnswer> {
  const type = record.warcType;
  if (type === 'response') return responseOf(record, maxBytes);
  if (type === 'resource') return resourceOf(record);
  return { kind: 'skipped', what: RECORD_TYPES.has(type) ? type : 'records of an unknown type' };
}

async function responseOf(record: WARCRecord, maxBytes: number): Promise<WarcAnswer> {
  const target = targetOf(record);
  if (/^dns:/i.test(target)) return { kind: 'skipped', what: 'dns' };
  const url = canonicalizeUrl(target);
  if (url === null) throw broken('the record has no http(s) address as its WARC-Target-URI');
  const fetchedAt = dateOf(record, url);
  const { httpHeaders } = record;
  const httpStatus = Number(httpHeaders?.statusCode);
  if (httpHeaders === null || !/^HTTP\//i.test(httpHeaders.statusline) || !(httpStatus >= 100))
    throw broken(`the record of ${url} holds no HTTP answer`);
  if (httpStatus < 200 || httpStatus > 299) return { kind: 'skipped', what: 'answers without success' };
  const payload = Buffer.from(await record.readFully(false));
  const header = (name: string) => httpHeaders.headers.get(name) ?? undefined;
  const contentType = header('content-type');
  const bytes = await decodePayload(payload, { get: header }, contentType, maxBytes);
  const item = itemOf(record);
  if (item === undefined && !isWanted(bytes, contentType))
    return { kind: 'skipped', what: 'answers that are no HTML and no feed' };
  // Another's Content-Location is a server's claim about itself (RFC 9110 section 8.7); ours is where it was found.
  const finalUrl = item && httpAddress(header('content-location'));
  const noted = sayingsNoted(item?.hints?.reservations ?? []);
  const reservations = reservationsOf({ ...noted, headers: sayingsInHeaders(header) });
  return { kind: 'answer', url, fetchedAt, httpStatus, contentType, bytes, finalUrl, reservations, item };
}

/** A resource stands without an answer around it: a file, a page as it was saved. */
async function resourceOf(record: WARCRecord): Promise<WarcAnswer> {
  const target = targetOf(record);
  const url = /^(?:file|urn|stdin):[!-~]{1,2040}$/i.test(target) ? target : canonicalizeUrl(target);
  if (url === null) return { kind: 'skipped', what: 'resources without an address of the web or of a file' };
  const fetchedAt = dateOf(record, url);
  const bytes = Buffer.from(await record.readFully(false));
  const contentType = record.warcContentType ?? undefined;
  const item = itemOf(record);
  if (item === undefined && !isWanted(bytes, contentType))
    return { kind: 'skipped', what: 'resources that are no HTML and no feed' };
  const reservations = item?.hints?.reservations ?? [];
  const unfetched = { httpStatus: undefined, finalUrl: undefined };
  return { kind: 'answer', url, fetchedAt, contentType, bytes, ...unfetched, reservations, item };
}

function httpAddress(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 2_048 && URL.canParse(text) && /^https?:/i.test(text)
    ? text
    : undefined;
}

function targetOf(record: WARCRecord): string {
  return record.warcTargetURI?.trim().replace(/^<|>$/g, '') ?? '';
}

function dateOf(record: WARCRecord, url: string): string {
  const date = parseWarcDate(record.warcDate ?? '');
  if (date === undefined) throw broken(`the record of ${url} has no readable WARC-Date`);
  return date;
}

function itemOf(record: WARCRecord): WarcItem | undefined {
  return parseWarcItem(record.warcHeader(ITEM_FIELD) ?? undefined);
}

function broken(message: string): RejectError {
  return new RejectError('broken-warc-record', message);
}

/** ISO 28500 section 5.4: a date and time in UTC; version 1.1 allows fractions of a second. */
function parseWarcDate(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}

function isWanted(bytes: Uint8Array, contentType: string | undefined): boolean {
  const form = identifyForm(bytes, parseMediaType(contentType).essence);
  return form === 'html' || isFeed(form);
}

/**
 * Undoes the encodings that the headers name. Many archives keep the headers and store the payload without
 * its chunks, or decoded: a payload that is not in the encoding is taken as it stands where it reads so.
 */
async function decodePayload(
  payload: Buffer,
  headers: { readonly get: (name: string) => string | undefined },
  contentType: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const isChunked = /(?:^|,)\s*chunked\s*$/i.test(headers.get('transfer-encoding') ?? '');
  const body = isChunked ? (joinChunks(payload) ?? payload) : payload;
  try {
    const { maxEncodings } = DEFAULT_HTTP_LIMITS;
    return await decodeContent(body, headers.get('content-encoding'), { maxBytes, maxEncodings });
  } catch (error) {
    if (error instanceof QuarantineError && isWanted(body, contentType)) return body;
    throw error;
  }
}

/** RFC 9112 section 7.1; undefined where the bytes are no chunks. */
function joinChunks(payload: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = payload.indexOf('\r\n', at);
    if (end < 0 || end - at > 1_024) return undefined;
    const digits = /^[\da-f]{1,8}(?=\s*(?:;|$))/i.exec(payload.toString('latin1', at, end))?.[0];
    if (digits === undefined) return undefined;
    const size = Number.parseInt(digits, 16);
    if (size === 0) return Buffer.concat(parts);
    const start = end + 2;
    if (payload.toString('latin1', start + size, start + size + 2) !== '\r\n') return undefined;
    parts.push(payload.subarray(start, start + size));
    at = start + size + 2;
  }
}
