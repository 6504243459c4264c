import { type Home, openHome } from '@wirefold/pipeline';
import { openWriter } from '@wirefold/store';
import type { Context } from './context.ts';

/** What became of items that were to run again. */
export interface SentAgain {
  /** Those that were in quarantine, and are accepted again. */
  readonly ids: readonly string[];
  /** Whether they stand in a queue; `no-worker` where the Redis was started for the sending alone. */
  readonly sent: 'to-workers' | 'no-worker' | 'not-yet';
  /** Why they were not sent yet. */
  readonly why?: string;
}

/** Items whose bytes are held at a time. */
const SLICE = 200;

/**
 * Takes items out of quarantine and sends them to the fetch queue. Without Redis they are accepted again all
 * the same: the next home (`worker`, `ingest`) finds them in the ledger and sends them.
 * @throws what `openWriter` throws.
 */
export async function sendAgain(ids: readonly string[], context: Context): Promise<SentAgain> {
  const settings = context.settings().values;
  let home: Home;
  try {
    home = await openHome(settings, context.out.note);
  } catch (error) {
    return { ids: acceptAgain(settings.db, ids), sent: 'not-yet', why: messageOf(error) };
  }
  try {
    const accepted = idsOf(home.writer.retry(ids, new Date().toISOString()));
    const failure = await send(home, accepted).catch(messageOf);
    if (failure) return { ids: accepted, sent: 'not-yet', why: failure };
    return { ids: accepted, sent: home.hands.redis.owned ? 'no-worker' : 'to-workers' };
  } finally {
    await home.close(0);
  }
}

function acceptAgain(db: string, ids: readonly string[]): string[] {
  const writer = openWriter(db);
  try {
    return idsOf(writer.retry(ids, new Date().toISOString()));
  } finally {
    writer.close();
  }
}

async function send({ hands, writer }: Home, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += SLICE) {
    const items = writer.pendingItems(ids.slice(i, i + SLICE));
    for (const { job, bytes } of items) {
      if (bytes) await hands.bodies.put(job.itemId, 'document', bytes);
    }
    await hands.transport.send(
      'fetch',
      items.map((item) => item.job),
    );
  }
}

function idsOf(jobs: readonly { readonly itemId: string }[]): string[] {
  return jobs.map((job) => job.itemId);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
