import type { FeedView } from '@wirefold/contracts/read-model';
import { REASONS } from '@wirefold/contracts/reasons';
import { printable } from '../output/printable.ts';
import { secondsBetween, spanOf } from '../output/spans.ts';

/** How a feed does, in one word. */
export type FeedState = 'well' | 'new' | 'failing' | 'given-up' | 'removed';

/** Decides how a feed does: what was taken off or given up counts before what failed last. */
export function stateOf(feed: FeedView): FeedState {
  if (feed.removedAt !== null) return 'removed';
  if (feed.givenUpAt !== null) return 'given-up';
  if (feed.failures > 0) return 'failing';
  return feed.lastPolledAt === null ? 'new' : 'well';
}

/** How a feed does, in words, at a time (ISO 8601). */
export function healthOf(feed: FeedView, now: string): string {
  return [wordsOf(feed, now), ...movedWords(feed)].join('; ');
}

function wordsOf(feed: FeedView, now: string): string {
  switch (stateOf(feed)) {
    case 'removed':
      return removedWords(feed, now);
    case 'given-up':
    case 'failing':
      return troubleOf(feed, now);
    case 'new':
      return 'never polled yet';
    case 'well':
      return 'well';
  }
}

function removedWords({ removedAt, removedBecause }: FeedView, now: string): string {
  const because = removedBecause === null ? '' : `: ${printable(removedBecause)}`;
  return `taken off on ${dayOf(removedAt ?? now, now)}${because}`;
}

function movedWords({ currentUrl, removedAt }: FeedView): string[] {
  return currentUrl === null || removedAt !== null ? [] : [`moved to ${printable(currentUrl)}`];
}

/** Since when a feed fails, and why. */
export function troubleOf(
  feed: Pick<FeedView, 'failingSince' | 'givenUpAt' | 'lastReason' | 'lastError'>,
  now: string,
): string {
  if (feed.givenUpAt !== null) {
    return `given up on ${dayOf(feed.givenUpAt, now)}, tried again now and then: ${whyOf(feed)}`;
  }
  return `failing for ${spanOf(secondsBetween(feed.failingSince ?? now, now))}: ${whyOf(feed)}`;
}

/** Why the last poll failed: the meaning of its reason, or what is known of it. */
function whyOf({ lastReason, lastError }: Pick<FeedView, 'lastReason' | 'lastError'>): string {
  const meaning = Object.entries(REASONS).find(([reason]) => reason === lastReason)?.[1];
  return printable(meaning ?? lastError ?? 'the reason is not known');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of a time (UTC), with its year where that is not this one. */
function dayOf(iso: string, now: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  const short = `${Number(day)} ${MONTHS[Number(month) - 1] ?? month}`;
  return year === now.slice(0, 4) ? short : `${short} ${year}`;
}
