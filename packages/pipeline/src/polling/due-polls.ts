import type { StoreWriter, Transport } from '@wirefold/contracts/ports';
import type { Gate } from '@wirefold/queue';

export interface DuePollsParts {
  readonly writer: Pick<StoreWriter, 'dueFeeds' | 'startPolls' | 'ends'>;
  readonly transport: Pick<Transport, 'send'>;
  readonly gate: Pick<Gate, 'room'>;
  readonly now: () => string;
}

/** Polls begun in one transaction; what is due besides waits for the next tick. */
const MOST_AT_ONCE = 500;
/** Polls that may be in flight although there is no room: a full pipeline must not end all polling. */
const BEYOND_THE_MARK = 20;

/**
 * Begins polls of the feeds whose time has come, the longest due first, as many as there is room for in the queues.
 * A poll whose job is not sent stays accepted, and the reconciler sends it.
 */
export function createDuePolls({ writer, transport, gate, now }: DuePollsParts): () => Promise<number> {
  let beyond: string[] = [];
  return async () => {
    const due = writer.dueFeeds(now(), MOST_AT_ONCE);
    if (due.length === 0) return 0;
    const room = await gate.room();
    const ended = new Set(writer.ends(beyond).map(({ itemId }) => itemId));
    beyond = beyond.filter((id) => !ended.has(id));
    const most = Math.max(room, BEYOND_THE_MARK - beyond.length);
    const jobs = writer.startPolls(due.slice(0, most), now());
    if (jobs.length > room) beyond.push(...jobs.slice(room).map(({ itemId }) => itemId));
    if (jobs.length > 0) await transport.send('fetch', jobs);
    return jobs.length;
  };
}
