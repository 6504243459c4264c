import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Reservation } from '@wirefold/contracts/reservations';
import { WARCRecord, WARCSerializer } from 'warcio';
import { formatWarcItem, ITEM_FIELD, type WarcItem } from './warc-item.ts';

/** A kept document on its way into a WARC file. */
export interface Capture {
  /** Of the document; the record's id follows from it. */
  readonly id: string;
  readonly url: string;
  readonly finalUrl: string;
  /** ISO 8601 UTC. */
  readonly fetchedAt: string;
  /** Null where it was not fetched over HTTP: a file, a record. */
  readonly httpStatus: number | null;
  readonly mediaType: string | null;
  readonly charset: string | null;
  /** Hex, of `bytes`. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly item: WarcItem;
  readonly reservations: readonly Reservation[];
}

/** What a WARC file says of itself. */
export interface WarcAbout {
  /** Program and version. */
  readonly software: string;
  /** What was asked for, in words. */
  readonly description: string;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
}

const VERSION = 'WARC/1.1';
const CONFORMS_TO = 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/';
const REBUILT =
  'HTTP headers are rebuilt from what was kept: status, type, length, last address, reservations';

/** The first record of a file, unpacked. Its id follows from what was asked, and not from when. */
export async function warcInfoRecord({ software, description, madeAt }: WarcAbout): Promise<Uint8Array> {
  const id = recordId(`${software} ${description}`);
  const lines = {
    software,
    format: 'WARC File Format 1.1',
    conformsTo: CONFORMS_TO,
    description,
    note: REBUILT,
  };
  const record = WARCRecord.createWARCInfo(
    { warcVersion: VERSION, date: madeAt, warcHeaders: { 'WARC-Record-ID': id } },
    lines,
  );
  return WARCSerializer.serialize(record, { gzip: false });
}

/**
 * One document as a record of WARC 1.1 (ISO 28500:2017), unpacked: `response` where it was fetched over HTTP, else
 * `resource`. The same document gives the same bytes. WARC-Target-URI is what was asked for, since that names the
 * item; the address after redirects stands in the answer as `Content-Location` (RFC 9110 section 8.7). A pair of
 * records, redirect and answer, would have to make up redirects whose number and statuses nobody kept.
 */
export async function warcRecord(capture: Capture): Promise<Uint8Array> {
  const { id, url, fetchedAt, httpStatus, sha256, bytes } = capture;
  const common = {
    'WARC-Record-ID': recordId(id),
    'WARC-Target-URI': url,
    'WARC-Payload-Digest': `sha256:${sha256}`,
    [ITEM_FIELD]: formatWarcItem(itemOf(capture)),
  };
  const options = { warcVersion: VERSION, date: fetchedAt } as const;
  const record =
    httpStatus === null
      ? WARCRecord.create(
          { ...options, type: 'resource', warcHeaders: { ...common, 'Content-Type': typeOf(capture) } },
          [bytes],
        )
      : WARCRecord.create(
          {
            ...{ ...options, type: 'response', warcHeaders: common, httpHeaders: httpHeaders(capture) },
            statusline: `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus] ?? ''}`,
          },
          [bytes],
        );
  return WARCSerializer.serialize(record, { gzip: false });
}

function httpHeaders(capture: Capture): Record<string, string> {
  const { url, finalUrl, mediaType, bytes, reservations } = capture;
  const tdm = reservations.find(({ place }) => place === 'tdm-header');
  const robots = reservations.find(({ place }) => place === 'robots-header');
  return {
    ...(mediaType === null ? {} : { 'Content-Type': typeOf(capture) }),
    'Content-Length': String(bytes.length),
    ...(finalUrl === url ? {} : { 'Content-Location': finalUrl }),
    ...(tdm === undefined ? {} : { 'TDM-Reservation': tdm.says }),
    ...(tdm?.policy === undefined ? {} : { 'TDM-Policy': oneLine(tdm.policy) }),
    ...(robots === undefined ? {} : { 'X-Robots-Tag': oneLine(robots.says) }),
  };
}

/** Reservations that stand neither in the bytes nor in headers go with what was said beside them. */
function itemOf({ item, reservations, httpStatus }: Capture): WarcItem {
  const { hints = {}, ...rest } = item;
  const { reservations: _noted, ...others } = hints;
  const beside = reservations.filter(
    ({ place }) => place === 'tdmrep-json' || (httpStatus === null && !place.endsWith('-meta')),
  );
  const told = beside.length === 0 ? others : { ...others, reservations: beside };
  return Object.keys(told).length === 0 ? rest : { ...rest, hints: told };
}

function typeOf({ mediaType, charset }: Capture): string {
  const essence = mediaType ?? 'application/octet-stream';
  return charset === null || essence.includes(';')
    ? oneLine(essence)
    : `${oneLine(essence)}; charset=${charset}`;
}

/** No value may end a header. */
function oneLine(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, ' ');
}

/** A name-based UUID (RFC 9562 section 5.8): 128 bits of a SHA-256, of version 8. */
function recordId(name: string): string {
  const bytes = createHash('sha256').update(`wirefold:${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `<urn:uuid:${parts.join('-')}>`;
}
