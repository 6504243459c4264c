import type { Bodies, PendingItem, StoreWriter, Transport } from '@wirefold/contracts/ports';
import { TransportError } from '@wirefold/queue';

export interface ReconcileParts {
  readonly writer: StoreWriter;
  readonly bodies: Bodies;
  readonly transport: Transport;
  readonly now: () => Date;
}

/** How often an item may be sent again before it is held to be what stops its workers. */
const MAX_REDELIVERIES = 5;
/** Items whose bodies are read from the database at a time. */
const SLICE = 200;

/** What one sweep did. */
export interface Sweep {
  readonly resent: number;
  readonly quarantined: number;
  /** Set where Redis has no memory for what is to be sent: the next sweep tries again. */
  readonly refused: TransportError | null;
}

/**
 * Finds items that have neither ended nor stand in a queue, and sends them again from the start. An
 * item must be missing in two sweeps running, since it may be between two queues when it is looked
 * for; items sent within the last `graceMs` milliseconds are left alone.
 */
export function createReconciler(parts: ReconcileParts): (graceMs: number) => Promise<Sweep> {
  let missedBefore = new Set<string>();

  return async function sweep(graceMs) {
    const before = new Date(parts.now().getTime() - graceMs).toISOString();
    const pending = parts.writer.pendingIds(before);
    const held = await parts.transport.holding(pending);
    const missing = pending.filter((id) => !held.has(id));
    const lost = missing.filter((id) => missedBefore.has(id));
    missedBefore = new Set(missing);
    let resent = 0;
    let quarantined = 0;
    let refused: TransportError | null = null;
    for (let i = 0; i < lost.length && refused === null; i += SLICE) {
      const items = parts.writer.pendingItems(lost.slice(i, i + SLICE));
      quarantined += giveUp(parts, items);
      const hopeful = items.filter((item) => item.redeliveries < MAX_REDELIVERIES);
      refused = await resend(parts, hopeful);
      if (refused === null) resent += hopeful.length;
    }
    return { resent, quarantined, refused };
  };
}

function giveUp(parts: ReconcileParts, items: readonly PendingItem[]): number {
  const hopeless = items.filter((item) => item.redeliveries >= MAX_REDELIVERIES);
  for (const { job, redeliveries } of hopeless) {
    const detail = `sent again ${redeliveries} times, and each time it left its queues without an end`;
    parts.writer.quarantine(job.itemId, 'fetch', 'lost-repeatedly', detail, parts.now().toISOString());
  }
  return hopeless.length;
}

/**
 * Noted once it is done: what Redis refuses was not lost once more. What is sent and not noted, since the process
 * ended in between, stands in its queue, and is counted when it is lost the next time.
 */
async function resend(parts: ReconcileParts, items: readonly PendingItem[]): Promise<TransportError | null> {
  if (items.length === 0) return null;
  const jobs = items.map(({ job }) => job);
  try {
    for (const { job, bytes } of items) if (bytes) await parts.bodies.put(job.itemId, 'document', bytes);
    await parts.transport.send('fetch', jobs);
  } catch (error) {
    if (error instanceof TransportError && error.fault === 'out-of-memory') return error;
    throw error;
  }
  const ids = jobs.map(({ itemId }) => itemId);
  parts.writer.redelivered(ids, parts.now().toISOString());
  return null;
}
