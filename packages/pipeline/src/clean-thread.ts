import { clean, hostOf, pagePrints } from '@wirefold/clean';
import type { Cleaned, CleanInput, PagePrints } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import { done, type Outcome } from '@wirefold/contracts/outcome';
import { withCanonical } from './canonical-article.ts';
import { cleanInputOf } from './stages/clean-input.ts';

/** A page as the memory of its host takes it. */
export interface SeenPage {
  readonly host: string;
  readonly prints: PagePrints;
}

/** What a thread gives back; `seen` where the document is an article of a host. */
export type ThreadOutcome = Outcome<Uint8Array> & { readonly seen?: SeenPage };

export interface ThreadTask {
  readonly job: CleanJob;
  readonly bytes: Uint8Array;
  readonly siblings?: readonly PagePrints[];
}

/**
 * Cleans one document on a thread: bytes in, the cleaned article as JSON bytes out, so that nothing but
 * byte arrays and a page's prints cross between threads.
 */
export default function cleanOnThread(task: ThreadTask): ThreadOutcome {
  const input = cleanInputOf(task.job, task.bytes);
  if (input.kind !== 'done') return input;
  const { siblings } = task;
  const outcome = clean({ ...input.value, ...(siblings && { siblings }) });
  if (outcome.kind !== 'done') return outcome;
  const article = withCanonical(outcome.value.article);
  const cleaned = done(Buffer.from(JSON.stringify({ ...outcome.value, article })));
  const seen = siblings ? undefined : seenPage(input.value, outcome.value);
  return seen ? { ...cleaned, seen } : cleaned;
}

function seenPage(input: CleanInput, cleaned: Cleaned): SeenPage | undefined {
  const host = hostOf(input);
  if (host === undefined || input.url === undefined) return undefined;
  return { host, prints: pagePrints(input.url, cleaned) };
}
