import type { Reservation } from '@wirefold/contracts/reservations';

/**
 * What one place says by the TDM Reservation Protocol (W3C community report of 2024); `reserved` is unset where
 * the value is neither 0 nor 1.
 */
export interface TdmSaying {
  readonly reserved?: boolean;
  readonly policy?: string;
}

/** What an answer's headers, or a page's head, say of its use by machines. */
export interface Sayings {
  readonly tdm: TdmSaying;
  /** Directives for robots that reserve, each once. */
  readonly robots: readonly string[];
}

/** The name by which a page or its headers speak to us, as robots.txt does. */
export const PRODUCT_TOKEN = 'wirefold';

export const NO_SAYINGS: Sayings = { tdm: {}, robots: [] };

/**
 * Directives that speak of mining and of the training of models: `noai` and `noimageai` (DeviantArt, 2022), `noml`
 * (noml.info), `DisallowAITraining` (draft-canel-robots-ai-control). What search engines are told (`noindex`,
 * `noarchive`, `nosnippet`) reserves nothing.
 */
const RESERVING: ReadonlySet<string> = new Set(['noai', 'noimageai', 'noml', 'disallowaitraining']);

/** Directives of X-Robots-Tag with a value of their own: what stands before their colon is no robot's name. */
const VALUED: ReadonlySet<string> = new Set([
  ...['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview'],
]);

/** Longest field that is looked at, and longest policy's address. */
const MAX_FIELD = 4_096;
const MAX_POLICY = 2_048;

/**
 * Finds what an answer's headers say: `tdm-reservation`, `tdm-policy`, and `X-Robots-Tag` for all robots or for
 * ours. A robot's name in X-Robots-Tag holds until the next one, since repeated fields come joined.
 */
export function sayingsInHeaders(get: (name: string) => string | undefined): Sayings {
  return {
    tdm: tdmSaying(get('tdm-reservation'), get('tdm-policy')),
    robots: directivesForUs(get('x-robots-tag') ?? ''),
  };
}

/** Reads the two properties of the protocol as any place gives them. */
export function tdmSaying(reservation: unknown, policy: unknown): TdmSaying {
  const value = String(reservation ?? '').trim();
  const address = typeof policy === 'string' ? policy.trim() : '';
  return {
    ...(value === '0' || value === '1' ? { reserved: value === '1' } : {}),
    ...(address !== '' && address.length <= MAX_POLICY ? { policy: address } : {}),
  };
}

/** Those directives of a list that reserve. */
export function reservingDirectives(list: string): string[] {
  const words = list
    .slice(0, MAX_FIELD)
    .toLowerCase()
    .split(/[\s,;]+/);
  return [...new Set(words.filter((word) => RESERVING.has(word)))];
}

function directivesForUs(field: string): string[] {
  let scope = '';
  const ours: string[] = [];
  for (const part of field.slice(0, MAX_FIELD).toLowerCase().split(',')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, Math.max(colon, 0)).trim();
    const isScope = /^[a-z0-9._*-]+$/.test(name) && !VALUED.has(name);
    if (isScope) scope = name;
    if (scope === '' || scope === '*' || scope === PRODUCT_TOKEN)
      ours.push(isScope ? part.slice(colon + 1) : part);
  }
  return reservingDirectives(ours.join(','));
}

/** What is known of the three places where a page's reservation can stand. */
export interface Spoken {
  /** What the origin's tdmrep.json says of the address. */
  readonly file?: TdmSaying;
  readonly headers?: Sayings;
  readonly page?: Sayings;
}

/**
 * Decides what is reserved. Of the protocol's properties the page's own outrank those of its headers, and these
 * those of the file (section "Processing priority" of the report); directives for robots add up.
 */
export function reservationsOf({
  file = {},
  headers = NO_SAYINGS,
  page = NO_SAYINGS,
}: Spoken): Reservation[] {
  const tdm = { ...file, ...headers.tdm, ...page.tdm };
  const place = placeOf(headers.tdm, page.tdm);
  const policy = tdm.policy === undefined ? {} : { policy: tdm.policy };
  return [
    ...(tdm.reserved ? [{ place, says: '1', ...policy }] : []),
    ...robotsReservation('robots-header', headers),
    ...robotsReservation('robots-meta', page),
  ];
}

function placeOf(headers: TdmSaying, page: TdmSaying): Reservation['place'] {
  if (page.reserved !== undefined) return 'tdm-meta';
  return headers.reserved === undefined ? 'tdmrep-json' : 'tdm-header';
}

function robotsReservation(place: Reservation['place'], { robots }: Sayings): Reservation[] {
  return robots.length === 0 ? [] : [{ place, says: robots.join(', ') }];
}

/** What was noted earlier of places other than the page itself, as their sayings again. */
export function sayingsNoted(noted: readonly Reservation[]): Spoken {
  const at = (place: Reservation['place']) => noted.find((one) => one.place === place);
  const tdm = (one: Reservation | undefined) => tdmSaying(one?.says, one?.policy);
  return {
    file: tdm(at('tdmrep-json')),
    headers: { tdm: tdm(at('tdm-header')), robots: reservingDirectives(at('robots-header')?.says ?? '') },
  };
}

const PLACES: Readonly<Record<Reservation['place'], string>> = {
  'tdm-header': 'the header tdm-reservation',
  'tdm-meta': 'the meta element tdm-reservation',
  'tdmrep-json': '/.well-known/tdmrep.json',
  'robots-header': 'the header X-Robots-Tag',
  'robots-meta': 'the meta element for robots',
};

/** A reservation in words, for a person. */
export function reservationInWords({ place, says, policy }: Reservation): string {
  return `${PLACES[place]} says ${says}${policy === undefined ? '' : `; terms: ${policy}`}`;
}
