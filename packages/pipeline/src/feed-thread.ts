import { extractFeed, type FeedContents, type FeedTask, faultIn } from '@wirefold/fetch/feed';

/** What a feed holds, or what is wrong with it in one plain line: a parser's own errors do not all cross between threads. */
export type FeedThreadResult = { readonly contents: FeedContents } | { readonly fault: string };

/** Reads one feed on a thread. */
export default function readFeedOnThread(task: FeedTask): FeedThreadResult {
  try {
    return { contents: extractFeed(task) };
  } catch (error) {
    return { fault: faultIn(error) };
  }
}
