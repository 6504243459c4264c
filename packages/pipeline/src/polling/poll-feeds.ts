import type { StoreWriter, Transport } from '@wirefold/contracts/ports';
import type { Gate } from '@wirefold/queue';

export interface PollFeedsParts {
  readonly writer: Pick<StoreWriter, 'startPolls'>;
  readonly transport: Pick<Transport, 'send'>;
  readonly gate: Pick<Gate, 'pass' | 'through'>;
  readonly now: () => string;
}

/** Polls begun in one transaction. */
const SLICE = 200;

/** Begins polls by hand, as room comes in the queues; gives the ids of those that it began. */
export async function pollFeeds(
  { writer, transport, gate, now }: PollFeedsParts,
  feedIds: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const begun: string[] = [];
  for (let at = 0; at < feedIds.length; at += SLICE) {
    const slice = feedIds.slice(at, at + SLICE);
    await gate.pass(signal, slice.length);
    const jobs = writer.startPolls(slice, now());
    begun.push(...jobs.map(({ itemId }) => itemId));
    await gate.through(() => transport.send('fetch', jobs), signal, 0);
  }
  return begun;
}
