import type { Bodies, PendingItem, StoreWriter, Transport } from '@wirefold/contracts/ports';

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
    for (let i = 0; i < lost.length; i += SLICE) {
      const items = parts.writer.pendingItems(lost.slice(i, i + SLICE));
      quarantined += giveUp(parts, items);
      resent += await resend(parts, items);
    }
    return { resent, quarantined };
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

async function resend(parts: ReconcileParts, items: readonly PendingItem[]): Promise<number> {
  const hopeful = items.filter((item) => item.redeliveries < MAX_REDELIVERIES);
  if (hopeful.length === 0) return 0;
  for (const { job, bytes } of hopeful) {
    if (bytes) await parts.bodies.put(job.itemId, 'document', bytes);
  }
  parts.writer.redelivered(
    hopeful.map((item) => item.job.itemId),
    parts.now().toISOString(),
  );
  await parts.transport.send(
    'fetch',
    hopeful.map((item) => item.job),
  );
  return hopeful.length;
}
