import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { NewFeed } from '@wirefold/contracts/ports';
import { REASONS } from '@wirefold/contracts/reasons';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { fetchDocument } from '@wirefold/fetch';
import { createAddressGuard } from '@wirefold/fetch/address-guard';
import { RejectError } from '@wirefold/fetch/reject-error';
import { parseRequestAddress } from '@wirefold/fetch/request-address';
import { newFeed } from './add-to-polled.ts';

/** What a list came to: the feeds that it names and in words what was left out, or why it cannot be read. */
export type OpmlList =
  | { readonly feeds: readonly NewFeed[]; readonly leftOut: readonly string[] }
  | { readonly problem: string };

/**
 * Reads an OPML list as the fetch stage reads one that comes as a file. Addresses that may not be asked for, by what
 * they say, are left out; what a name resolves to is looked at when it is polled.
 */
export async function readOpml(
  url: string,
  bytes: Uint8Array,
  allowPrivate: readonly string[],
): Promise<OpmlList> {
  const now = new Date().toISOString();
  const itemId = itemIdOf(url);
  const job = { v: PAYLOAD_VERSION, itemId, articleId: articleIdOf(itemId), source: '', url } as const;
  const outcome = await fetchDocument(
    { ...job, kind: 'opml', kindForced: true, provided: { receivedAt: now } },
    { client: { get: async () => Promise.reject(new Error('nothing is fetched')) }, bytes, now },
  );
  if (outcome.kind === 'dropped') {
    const detail = outcome.detail === undefined ? '' : ` (${outcome.detail})`;
    return { problem: `${REASONS[outcome.reason]}${detail}` };
  }
  if (outcome.kind !== 'done' || !('entries' in outcome.value)) return { problem: 'it is no OPML list' };
  const { entries, detail } = outcome.value;
  const feeds = entries.map((entry) => newFeed(entry.url, entry.kind === 'sitemap' ? 'sitemap' : 'feed'));
  const allowed = withoutForbidden(feeds, allowPrivate);
  return { feeds: allowed.feeds, leftOut: [...(detail === undefined ? [] : [detail]), ...allowed.leftOut] };
}

function withoutForbidden(feeds: readonly NewFeed[], allowPrivate: readonly string[]) {
  const guard = createAddressGuard(allowPrivate);
  const leftOut: string[] = [];
  const allowed = feeds.filter(({ url }) => {
    try {
      return parseRequestAddress(url, guard) !== undefined;
    } catch (error) {
      if (!(error instanceof RejectError)) throw error;
      leftOut.push(`left out: ${url}: ${error.message}`);
      return false;
    }
  });
  return { feeds: allowed, leftOut };
}
