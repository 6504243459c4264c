import type { Cleaned } from '@wirefold/contracts/article';
import type { Verdict } from '@wirefold/contracts/evidence';
import { itemIdOf } from '@wirefold/contracts/ids';
import { type Entry, type StoreJob, storeJobSchema } from '@wirefold/contracts/jobs';
import type {
  Bodies,
  BodyField,
  Committed,
  Delivery,
  NewItem,
  Settled,
  StoreTask,
} from '@wirefold/contracts/ports';
import { canonicalizeUrl, sourceOf } from '@wirefold/fetch/url';
import type { Counters } from '../counters.ts';
import { brokenPayloadEnd } from '../ends.ts';

export interface StoreParts {
  readonly bodies: Bodies;
  readonly counters: Counters;
  /** Adds a task to the next transaction; resolves when that has committed. */
  readonly commit: (task: StoreTask) => Promise<Committed>;
  /** Compares the article once more where its verdict was given by weights that are no longer in force. */
  readonly restate: (task: StoreTask) => Promise<void>;
  /** True for what passes by itself: a locked database, a full disk. */
  readonly isPassing: (error: unknown) => boolean;
  /** Items were accepted that wait for room in the queues. */
  readonly sendWaiting: () => void;
  readonly onCommitted?: (committed: Committed) => void;
}

/** Milliseconds until a commit is tried again that failed for want of space or of the lock. */
const RETRY_COMMIT_MS = 5_000;

/** The last stage: loads what belongs to an end, commits it, lets the bodies go, and has the children sent. */
export async function runStoreDelivery(parts: StoreParts, delivery: Delivery): Promise<Settled> {
  const parsed = storeJobSchema.safeParse(delivery.payload);
  const job = parsed.success
    ? parsed.data
    : (brokenPayloadEnd('store', delivery, parsed.error.message) as StoreJob);
  const task = await loadTask(parts.bodies, job);
  if (task === null) {
    parts.counters.count('store', 'body-gone');
    return { kind: 'ended' };
  }
  const committed = await commitOrQuarantine(parts, task, delivery);
  if (committed === null) return { kind: 'deferred', delayMs: RETRY_COMMIT_MS };
  await parts.restate(task);
  if (committed.children.length > 0) parts.sendWaiting();
  await parts.bodies.drop([job.itemId]);
  parts.counters.count('store', committed.state);
  parts.onCommitted?.(committed);
  return { kind: 'ended' };
}

/** Null where the commit is to be tried again later. */
async function commitOrQuarantine(
  parts: StoreParts,
  task: StoreTask,
  delivery: Delivery,
): Promise<Committed | null> {
  try {
    return await parts.commit(task);
  } catch (error) {
    if (parts.isPassing(error)) return null;
    const detail = error instanceof Error ? error.message : String(error);
    const { v, itemId, articleId } = task.job;
    return parts.commit({
      job: {
        ...{ v, itemId, articleId, end: 'quarantined', stage: 'store', reason: 'stage-threw' },
        detail: detail.slice(0, 500),
        attempts: delivery.attempt,
      },
    });
  }
}

async function loadTask(bodies: Bodies, job: StoreJob): Promise<StoreTask | null> {
  if (job.end === 'article') return loadArticle(bodies, job);
  if (job.end === 'expanded') {
    const entries = await loadJson<Entry[]>(bodies, job.itemId, 'entries');
    return entries && { job, entries, children: childrenOf(job.itemId, entries) };
  }
  if (job.end === 'not-modified') return { job };
  const body = job.document ? await bodies.get(job.itemId, 'document') : null;
  return body ? { job, body } : { job };
}

async function loadArticle(
  bodies: Bodies,
  job: Extract<StoreJob, { end: 'article' }>,
): Promise<StoreTask | null> {
  const [body, cleaned, verdict] = await Promise.all([
    bodies.get(job.itemId, 'document'),
    loadJson<Cleaned>(bodies, job.itemId, 'cleaned'),
    loadJson<Verdict>(bodies, job.itemId, 'verdict'),
  ]);
  return body && cleaned && verdict && { job, body, cleaned, verdict };
}

async function loadJson<T>(bodies: Bodies, itemId: string, field: BodyField): Promise<T | null> {
  const bytes = await bodies.get(itemId, field);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as T);
}

/** The entries of a list as items, each forced to be what the list says, so that a feed in a feed does not expand for ever; what has no usable address is left out, and one address is one item. */
function childrenOf(parentId: string, entries: readonly Entry[]): NewItem[] {
  const children = new Map<string, NewItem>();
  for (const entry of entries) {
    const url = canonicalizeUrl(entry.url);
    if (url === null) continue;
    const id = itemIdOf(url);
    if (id === parentId) continue;
    const { kind = 'page', hints, changedAt } = entry;
    const child = { id, url, kind, kindForced: true, source: sourceOf(url), parentId } as const;
    children.set(id, { ...child, ...(hints && { hints }), ...(changedAt && { changedAt }) });
  }
  return [...children.values()];
}
