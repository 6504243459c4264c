import type { FeedView } from '@wirefold/contracts/read-model';
import { canonicalizeUrl } from '@wirefold/fetch/url';
import { maskUrl } from '@wirefold/settings';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';

/** The feeds that a person has named, each once, and the names that mean none. */
export interface NamedFeeds {
  readonly found: readonly FeedView[];
  readonly unknown: readonly { readonly named: string; readonly problem: string }[];
}

/** An id as it may be typed: its kind or not, then at least one and at most 16 characters of Crockford's base 32. */
const TYPED_ID = /^(?:it_)?([0-9a-hjkmnp-tv-z]{1,16})$/;

/** Ids that a message lists before it says that there are more. */
const LISTED_IDS = 5;

/** Finds feeds by address (that of today or the one it was added by), or by any beginning of an id that is one feed's alone. */
export function findNamed(feeds: readonly FeedView[], names: readonly string[]): NamedFeeds {
  const found = new Map<string, FeedView>();
  const unknown: { named: string; problem: string }[] = [];
  for (const name of new Set(names.map((one) => one.trim()))) {
    const matches = isAddress(name) ? byAddress(feeds, name) : byId(feeds, name);
    const [only] = matches;
    if (only !== undefined && matches.length === 1) found.set(only.id, only);
    else unknown.push({ named: shownName(name), problem: problemOf(name, matches) });
  }
  return { found: [...found.values()], unknown };
}

/** Says which names mean no feed, on standard error; status 1 where there are any. */
export function tellUnknown({ unknown }: NamedFeeds, { out }: Context): 0 | 1 {
  for (const { named, problem } of unknown) {
    out.fault(
      'Feed left out',
      `${named}: ${problem}`,
      '`wirefold feed list` lists the ids and addresses of feeds.',
    );
  }
  return unknown.length > 0 ? 1 : 0;
}

const isAddress = (name: string) => /^[a-z][a-z0-9+.-]*:/i.test(name);

function byAddress(feeds: readonly FeedView[], address: string): FeedView[] {
  const url = canonicalizeUrl(address);
  const own = feeds.filter((feed) => feed.url === url);
  return own.length > 0 ? own : feeds.filter((feed) => url !== null && feed.currentUrl === url);
}

function byId(feeds: readonly FeedView[], typed: string): FeedView[] {
  const [, digits] = TYPED_ID.exec(typed) ?? [];
  return digits === undefined ? [] : feeds.filter((feed) => feed.id.startsWith(`it_${digits}`));
}

function problemOf(name: string, matches: readonly FeedView[]): string {
  if (matches.length > 1) {
    const ids = matches.slice(0, LISTED_IDS).map((feed) => feed.id);
    return `several feeds are meant by it: ${ids.join(', ')}${matches.length > LISTED_IDS ? ' and more' : ''}`;
  }
  return isAddress(name) ? 'no feed has that address' : 'no feed has an id that begins so';
}

/** As it was typed, without what it may hold of secrets. */
function shownName(name: string): string {
  return printable(maskUrl(name)).slice(0, 200);
}
