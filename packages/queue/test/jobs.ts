import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { FetchJob } from '@wirefold/contracts/jobs';

/** An invented job of the fetch stage. */
export function fetchJob(name: string): FetchJob {
  const url = `https://harbour-gazette.example/${name}`;
  const itemId = itemIdOf(url);
  return {
    v: 1,
    itemId,
    articleId: articleIdOf(itemId),
    source: 'harbour-gazette.example',
    url,
    kind: 'page',
    kindForced: false,
  };
}

/** Waits until `holds` is true; the test's own time limit is what stops it. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
