import type { Committed, NewItem, StoreTask } from '@wirefold/contracts/ports';
import { type Books, committed, endOf } from './end-rows.ts';
import type { FoundEntry } from './poll-rate.ts';

export type ListTask = Extract<StoreTask, { readonly children: unknown }>;

/**
 * Entries that one transaction takes in. Of a list of 50,000 new pages, beside 500,000 known ones, such a step took 26 to
 * 38 ms on two busy cores, and up to 240 ms where a checkpoint of SQLite's log fell into it; all known, 3 to 6 ms.
 */
export const STEP_SIZE = 500;

/** What a list was found to name so far. */
interface TakenIn {
  count: number;
  /** Those that are no lists. */
  readonly entries: FoundEntry[];
  /** Those that were accepted, by their ids. */
  readonly fresh: Map<string, Committed['children'][number]>;
}

/** Ends lists: accepts what they name, and plans the polls of those that are polled. */
export function listEnder({ ledger, feeds }: Books) {
  const takeIn = (children: readonly NewItem[], into: TakenIn, since: string | null, now: string): void => {
    for (const source of new Set(children.map((child) => child.source))) ledger.addSource(source, now);
    for (const child of children) {
      const { id, url, kind, hints } = child;
      const result = into.fresh.has(id) ? 'known' : ledger.acceptChild(child, since, now);
      if (result !== 'known') into.fresh.set(id, { itemId: id, url });
      // A page that a list names is an entry of it; a list is none.
      if (kind === 'page') into.entries.push({ isNew: result === 'new', publishedAt: hints?.publishedAt });
    }
    into.count += children.length;
  };
  const end = ({ job }: ListTask, { count, entries, fresh }: TakenIn, now: string): Committed => {
    ledger.setKind(job.itemId, job.kind);
    ledger.end({ ...endOf(job.itemId, 'stored', now), reason: 'expanded', detail: job.detail ?? null });
    const isIndex = entries.length === 0 && count > 0;
    const read = { answer: job.poll, byteLength: job.document.byteLength, found: isIndex ? null : entries };
    feeds.ended(job.itemId, { kind: 'read', ...read }, now);
    if (job.kind === 'sitemap')
      feeds.childEnded(job.itemId, entries.filter(({ isNew }) => isNew).length, now);
    return { ...committed(job.itemId, 'stored'), children: [...fresh.values()] };
  };
  return {
    /** Inside the caller's transaction, where the end is due. */
    whole(task: ListTask, now: string): Committed {
      const taken = nothing();
      takeIn(withParent(task, task.children), taken, null, now);
      return end(task, taken, now);
    },
    /** `StoreWriter.commitList`: its end comes last, so that what is broken off is delivered again as a whole. */
    *inSteps(
      task: ListTask,
      clock: () => string,
      writing: (now: string, work: () => Committed | null) => Committed | null,
    ): Generator<void, Committed, void> {
      const { itemId, document } = task.job;
      const taken = nothing();
      const isOneStep = task.children.length <= STEP_SIZE;
      for (let at = 0; ; at += STEP_SIZE) {
        const now = clock();
        const done = writing(now, () => {
          // Asked at each step: it may have ended otherwise since the last.
          if (!ledger.isDue(itemId, document.url, '', now)) return committed(itemId, 'late');
          const since = isOneStep ? null : ledger.acceptedAt(itemId);
          takeIn(withParent(task, task.children.slice(at, at + STEP_SIZE)), taken, since, now);
          return at + STEP_SIZE < task.children.length ? null : end(task, taken, now);
        });
        if (done !== null) return done;
        yield;
      }
    },
  };
}

function nothing(): TakenIn {
  return { count: 0, entries: [], fresh: new Map() };
}

function withParent({ job }: ListTask, children: readonly NewItem[]): NewItem[] {
  return children.map((child) => ({ parentId: job.itemId, ...child }));
}
