import { setImmediate as letOthersRun } from 'node:timers/promises';
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
import type { LargeBodies } from '../large-bodies.ts';

export interface StoreParts {
  readonly bodies: Bodies;
  readonly counters: Counters;
  /** Adds a task to the next transaction, or takes a long list in by steps; resolves when all is committed. */
  readonly commit: (task: StoreTask) => Promise<Committed>;
  /** Compares the article once more where its verdict was given by weights that are no longer in force. */
  readonly restate: (task: StoreTask) => Promise<void>;
  /** True for what passes by itself: a locked database, a full disk. */
  readonly isPassing: (error: unknown) => boolean;
  /** Items were accepted that wait for room in the queues. */
  readonly sendWaiting: () => void;
  /** Places for lists of more than `LONG_LIST_BYTES`. */
  readonly longLists: LargeBodies;
  /** Hears of an end before anything else in this process can see it in the ledger. */
  readonly onCommitted?: (committed: Committed) => void;
}

/** Milliseconds until a commit is tried again that failed for want of space or of the lock. */
const RETRY_COMMIT_MS = 5_000;

/** Bytes of entries, as JSON, of which no more than there are places for are made items at a time: 1,000 entries or so. */
const LONG_LIST_BYTES = 128 * 1024;
/** Entries that are made items before others are let run: about 10 ms. */
const ENTRIES_AT_A_TIME = 500;

/** The last stage: loads what belongs to an end, commits it, lets the bodies go, and has the children sent. */
export async function runStoreDelivery(parts: StoreParts, delivery: Delivery): Promise<Settled> {
  const read = storeJobSchema.safeParse(delivery.payload);
  const job = read.success
    ? read.data
    : (brokenPayloadEnd('store', delivery, read.error.message) as StoreJob);
  const place = parts.longLists.ticket();
  try {
    const task = await loadTask(parts.bodies, job, place.take);
    if (task !== null) return await endTask(parts, task, delivery);
    parts.counters.count('store', 'body-gone');
    return { kind: 'ended' };
  } finally {
    place.end();
  }
}

async function endTask(parts: StoreParts, task: StoreTask, delivery: Delivery): Promise<Settled> {
  const { itemId } = task.job;
  const committed = await commitOrQuarantine(parts, task, delivery);
  if (committed === null) return { kind: 'deferred', delayMs: RETRY_COMMIT_MS };
  // At once: who next sees the end in the ledger may accept the item again, and must have heard of this end by then.
  parts.onCommitted?.(committed);
  await parts.restate(task);
  if (committed.children.length > 0) parts.sendWaiting();
  await parts.bodies.drop([itemId]);
  parts.counters.count('store', committed.state);
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

async function loadTask(
  bodies: Bodies,
  job: StoreJob,
  beforeLong: () => Promise<void>,
): Promise<StoreTask | null> {
  if (job.end === 'article') return loadArticle(bodies, job);
  if (job.end === 'expanded') {
    const bytes = await bodies.get(job.itemId, 'entries');
    if (bytes === null) return null;
    if (bytes.byteLength > LONG_LIST_BYTES) await beforeLong();
    const entries = parsed<Entry[]>(bytes);
    return { job, entries, children: await childrenOf(job.itemId, entries) };
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
  return bytes && parsed<T>(bytes);
}

function parsed<T>(bytes: Uint8Array): T {
  return JSON.parse(Buffer.from(bytes).toString());
}

/** The entries of a list as items, each forced to be what the list says, so that a feed in a feed does not expand for ever; what has no usable address is left out, and one address is one item. */
async function childrenOf(parentId: string, entries: readonly Entry[]): Promise<NewItem[]> {
  const children = new Map<string, NewItem>();
  for (const [i, entry] of entries.entries()) {
    if (i > 0 && i % ENTRIES_AT_A_TIME === 0) await letOthersRun();
    const child = childOf(parentId, entry);
    if (child !== null && child.id !== parentId) children.set(child.id, child);
  }
  return [...children.values()];
}

function childOf(parentId: string, { url: address, kind = 'page', hints, changedAt }: Entry): NewItem | null {
  const url = canonicalizeUrl(address);
  if (url === null) return null;
  const child = { id: itemIdOf(url), url, kind, kindForced: true, source: sourceOf(url), parentId } as const;
  return { ...child, ...(hints && { hints }), ...(changedAt && { changedAt }) };
}
