import type { Committed, ItemEnd, ItemState } from '@wirefold/contracts/ports';
import type { Reason } from '@wirefold/contracts/reasons';
import type { LeftOut, Nothing } from './accept/inputs.ts';
import type { Home } from './home.ts';

/** How a run of `ingest` or `pollNow` stands; counts are of this run alone. */
export interface IngestProgress {
  /** Inputs accepted in this run, entries of feeds included. */
  readonly accepted: number;
  /** Inputs that had ended before with the very same bytes. */
  readonly known: number;
  readonly inFlight: number;
  readonly ended: Readonly<Partial<Record<ItemState, number>>>;
}

export interface IngestResult extends IngestProgress {
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  readonly storyIds: readonly string[];
  readonly problems: readonly Nothing[];
  /** What of the files was no input, counted by what it was. */
  readonly leftOut: readonly LeftOut[];
  /** True where it was stopped before all had ended. */
  readonly stopped: boolean;
}

export interface IngestOptions {
  readonly signal: AbortSignal;
  /** Milliseconds that work in hand may still take once the signal has come. */
  readonly graceMs: number;
  /** Called after each batch accepted and about twice a second. */
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** Milliseconds between two looks at the ledger, where ends appear that another process has written. */
const LOOK_EVERY_MS = 250;
/** Ids asked for in one look. */
const LOOK_SLICE = 1_000;

/** The account of one run. */
export type Run = ReturnType<typeof createRun>;

/** Waits until all that the run expects has ended, or the signal has come and the grace is over; gives the account. */
export async function finishRun(home: Home, run: Run, options: IngestOptions): Promise<IngestResult> {
  while (run.outstanding().length > 0 && !options.signal.aborted) {
    await pauseToLook(options.signal);
    for (const end of home.writer.ends(run.outstanding().slice(0, LOOK_SLICE))) run.ended(end);
    options.onProgress?.(run.progress());
  }
  if (options.signal.aborted) {
    await home.drain(options.graceMs);
    for (const end of home.writer.ends(run.outstanding())) run.ended(end);
  }
  for (const end of home.writer.ends(run.unread())) run.read(end);
  return run.result(options.signal.aborted);
}

/** Resolves when it is time for the next look at the ledger, or the signal has come. */
export function pauseToLook(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, LOOK_EVERY_MS);
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish);
  });
}

/** Keeps the account of one run: what it waits for, and how the rest ended. */
export function createRun() {
  const waiting = new Set<string>();
  const seen = new Set<string>();
  const unread = new Set<string>();
  const ended = new Map<ItemState, number>();
  const reasons = new Map<Reason, number>();
  const storyIds = new Set<string>();
  const problems: Nothing[] = [];
  const leftOut: LeftOut[] = [];
  let known = 0;
  let expected = 0;

  function expect(ids: readonly string[]): void {
    for (const id of ids) {
      if (seen.has(id)) continue;
      seen.add(id);
      waiting.add(id);
      expected += 1;
    }
  }
  function settle(id: string, state: ItemState): boolean {
    if (!waiting.delete(id)) return false;
    ended.set(state, (ended.get(state) ?? 0) + 1);
    return true;
  }
  function note(end: ItemEnd): void {
    if (end.reason) reasons.set(end.reason, (reasons.get(end.reason) ?? 0) + 1);
    if (end.storyId) storyIds.add(end.storyId);
  }
  const progress = (): IngestProgress => ({
    accepted: expected - known,
    known,
    inFlight: waiting.size,
    ended: Object.fromEntries(ended),
  });

  return {
    expect,
    /** True for what the run has expected before. */
    hasMet: (id: string) => seen.has(id),
    /** The next documents of addresses whose last ones have ended. */
    expectAgain(ids: readonly string[]): void {
      for (const id of ids) if (!waiting.has(id)) expected += 1;
      for (const id of ids) waiting.add(id);
    },
    /** Takes back what was expected and never came. */
    forget(ids: readonly string[]): void {
      for (const id of ids)
        if (waiting.delete(id)) {
          seen.delete(id);
          expected -= 1;
        }
    },
    accepted(acceptances: readonly { id: string; result: string }[]): void {
      for (const { id, result } of acceptances) if (result === 'known' && waiting.delete(id)) known += 1;
    },
    committed({ itemId, state, children }: Committed): void {
      if (state === 'late') return;
      expect(children.map((child) => child.itemId));
      if (settle(itemId, state)) unread.add(itemId);
    },
    ended(end: ItemEnd): void {
      expect(end.childIds);
      if (settle(end.itemId, end.state)) note(end);
    },
    read: note,
    other: (other: Nothing | LeftOut) =>
      void ('problem' in other ? problems.push(other) : leftOut.push(other)),
    outstanding: () => [...waiting],
    unread: () => [...unread],
    progress,
    result: (stopped: boolean): IngestResult => ({
      ...progress(),
      ...{ reasons: Object.fromEntries(reasons), storyIds: [...storyIds], problems, leftOut, stopped },
    }),
  };
}
