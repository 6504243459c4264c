import type { Entry } from '@wirefold/contracts/jobs';
import { extractEntries, type FeedTask, faultIn } from '@wirefold/fetch/feed';

/** The entries of a feed, or what is wrong with it in one plain line: a parser's own errors do not all cross between threads. */
export type FeedThreadResult = { readonly entries: Entry[] } | { readonly fault: string };

/** Reads one feed on a thread. */
export default function readFeedOnThread(task: FeedTask): FeedThreadResult {
  try {
    return { entries: extractEntries(task) };
  } catch (error) {
    return { fault: faultIn(error) };
  }
}
