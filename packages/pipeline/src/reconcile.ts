import type { Bodies, PendingItem, StoreWriter, Transport } from '@wirefold/contracts/ports';

export interface ReconcileParts {
  readonly writer: StoreWriter;
  readonly bodies: Bodies;
  readonly transport: Transport;
  readonly now: () => Date;
  /** Items younger than this are left alone: they may be on their way into a queue. */
  readonly graceMs: number;
}

/** How often an item may be sent again before it is held to be what stops its workers. */
const MAX_REDELIVERIES = 5;
const SLICE = 500;

/** What one sweep did. */
export interface Sweep {
  readonly resent: number;
  readonly quarantined: number;
}

/**
 * Finds items that have neither ended nor stand in a queue, and sends them again from the start. An
 * item must be missing in two sweeps running, since it may be between two queues when it is looked for.
 */
export function createReconciler(parts: ReconcileParts) {
  let missedBefore = new Set<string>();

  return async function sweep(): Promise<Sweep> {
    const before = new Date(parts.now().getTime() - parts.graceMs).toISOString();
    const pending = parts.writer.pending(before, SLICE);
    const held = await parts.transport.holding(pending.map((item) => item.job.itemId));
    const missing = pending.filter((item) => !held.has(item.job.itemId));
    const lost = missing.filter((item) => missedBefore.has(item.job.itemId));
    missedBefore = new Set(missing.map((item) => item.job.itemId));
    return resend(parts, lost);
  };
}

async function resend(parts: ReconcileParts, lost: readonly PendingItem[]): Promise<Sweep> {
  const now = parts.now().toISOString();
  const hopeless = lost.filter((item) => item.redeliveries >= MAX_REDELIVERIES);
  const hopeful = lost.filter((item) => item.redeliveries < MAX_REDELIVERIES);
  for (const { job, redeliveries } of hopeless) {
    const detail = `sent again ${redeliveries} times, and each time it left its queues without an end`;
    parts.writer.quarantine(job.itemId, 'fetch', 'lost-repeatedly', detail, now);
  }
  for (const { job, bytes } of hopeful) {
    if (bytes) await parts.bodies.put(job.itemId, 'document', bytes);
  }
  if (hopeful.length > 0) {
    parts.writer.redelivered(
      hopeful.map((item) => item.job.itemId),
      now,
    );
    await parts.transport.send(
      'fetch',
      hopeful.map((item) => item.job),
    );
  }
  return { resent: hopeful.length, quarantined: hopeless.length };
}
