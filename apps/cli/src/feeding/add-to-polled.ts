import { itemIdOf } from '@wirefold/contracts/ids';
import type { FeedAddition, NewFeed } from '@wirefold/contracts/ports';
import { sourceOf } from '@wirefold/fetch/url';
import type { Context } from '../context.ts';

/** Said where feeds were added: nothing here fetches them. */
export const POLLED_BY =
  'Running workers poll them: `wirefold worker` runs one, `wirefold feed poll` polls once, here and now.';

/**
 * Puts feeds among those that are polled, and gives what was done with each, in order. Makes the database where there is
 * none; needs no Redis.
 */
export async function addToPolled(feeds: readonly NewFeed[], context: Context): Promise<FeedAddition[]> {
  if (feeds.length === 0) return [];
  const { openWriter } = await import('@wirefold/store');
  const writer = openWriter(context.settings().values.db);
  try {
    return writer.addFeeds(feeds, new Date().toISOString());
  } finally {
    writer.close();
  }
}

/** A feed of a canonical address. */
export function newFeed(url: string, kind: NewFeed['kind'], title?: string): NewFeed {
  return { id: itemIdOf(url), url, kind, source: sourceOf(url), ...(title ? { title } : {}) };
}

/** Addresses that are polled: those that feeds were added by, and those that they have moved to. */
export async function polledAddresses(context: Context): Promise<Set<string>> {
  const { DatabaseMissingError, openReader } = await import('@wirefold/store');
  try {
    const reader = openReader(context.settings().values.db);
    const feeds = reader.feeds().filter((feed) => feed.removedAt === null);
    reader.close();
    return new Set(feeds.flatMap(({ url, currentUrl }) => (currentUrl === null ? [url] : [url, currentUrl])));
  } catch (error) {
    if (error instanceof DatabaseMissingError) return new Set();
    throw error;
  }
}
