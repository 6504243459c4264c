import { decodeText } from './charset.ts';
import { DeferError } from './defer-error.ts';
import type { HopGate } from './hop-gate.ts';
import type { HttpClient } from './http-client.ts';
import { type TdmSaying, tdmSaying } from './reservations.ts';
import { comparablePath, matches, type PathPattern, pathPattern } from './robots-rules.ts';

/** One rule of a tdmrep.json. */
export interface TdmRule extends TdmSaying {
  readonly location: PathPattern;
}

/** Rules that are kept of one file, and longest pattern; real ones have a handful. */
const MAX_RULES = 1_000;
const MAX_LOCATION = 2_048;

/**
 * Reads a `/.well-known/tdmrep.json`: an array of rules with a location and a reservation. What is no rule is left
 * out; a file that is no such array has none.
 */
export function parseTdmFile(text: string): TdmRule[] {
  const rules: TdmRule[] = [];
  for (const entry of entriesOf(text)) {
    if (typeof entry !== 'object' || entry === null) continue;
    const {
      location,
      'tdm-reservation': reservation,
      'tdm-policy': policy,
    } = entry as Record<string, unknown>;
    if (typeof location !== 'string' || location === '' || location.length > MAX_LOCATION) continue;
    const saying = tdmSaying(reservation, policy);
    if (saying.reserved !== undefined) rules.push({ location: pathPattern(location), ...saying });
    if (rules.length === MAX_RULES) break;
  }
  return rules;
}

function entriesOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** What a file's rules say of an address: the first that matches counts (the report, "TDM File on the Origin Server"). */
export function findTdmRule(rules: readonly TdmRule[], url: URL): TdmSaying {
  const path = comparablePath(url);
  const rule = rules.find(({ location }) => matches(location, path));
  if (rule === undefined) return {};
  const { location: _location, ...saying } = rule;
  return saying;
}

/** What asking for a tdmrep.json came to. */
export type TdmAnswer =
  | { readonly kind: 'file'; readonly rules: readonly TdmRule[] }
  /** There is none. */
  | { readonly kind: 'none' }
  /** It could not be read, which counts as none (the report, "TDM File on the Origin Server"). */
  | { readonly kind: 'unread' };

/** Where the file is. */
export const TDM_FILE_PATH = '/.well-known/tdmrep.json';

const REQUEST = {
  /** Milliseconds for everything: a page waits behind it. */
  deadlineMs: 10_000,
  maxRedirects: 5,
  firstBytes: 500 * 1024,
  accept: 'application/json, */*;q=0.1',
} as const;

/**
 * Asks for an origin's tdmrep.json. Whatever goes wrong, nothing is reserved by it.
 * @throws DeferError of the gate alone
 */
export async function askTdmFile(
  client: Pick<HttpClient, 'get'>,
  origin: string,
  gate: HopGate,
): Promise<TdmAnswer> {
  try {
    const { status, body } = await client.get(`${origin}${TDM_FILE_PATH}`, { ...REQUEST, gate });
    if (status >= 500 || status === 429) return { kind: 'unread' };
    const rules = status >= 200 && status <= 299 ? parseTdmFile(decodeText(body, 'utf-8')) : [];
    return rules.length === 0 ? { kind: 'none' } : { kind: 'file', rules };
  } catch (error) {
    if (error instanceof DeferError) throw error;
    return { kind: 'unread' };
  }
}
