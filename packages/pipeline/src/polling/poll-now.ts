import { ALL_STAGES, type Home } from '../home.ts';
import { createRun, finishRun, type IngestOptions, type IngestResult, type Run } from '../run-account.ts';

/** Polls begun together. */
const SLICE = 200;

/**
 * Polls these feeds by hand, runs every stage here, and returns when they and all that they brought have ended. A feed
 * whose poll is under way already is waited for; ids of what is not polled are left out.
 */
export async function pollNow(
  home: Home,
  feedIds: readonly string[],
  options: IngestOptions,
): Promise<IngestResult> {
  const run = createRun();
  home.start(ALL_STAGES, (committed) => run.committed(committed));
  for (let at = 0; at < feedIds.length && !options.signal.aborted; at += SLICE) {
    await begin(home, run, feedIds.slice(at, at + SLICE), options.signal);
    options.onProgress?.(run.progress());
  }
  return finishRun(home, run, options);
}

/** Expects what is or comes to be in flight: the other ids have ended long ago. */
async function begin(home: Home, run: Run, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const pending = () => home.writer.pendingItems(ids).map(({ job }) => job.itemId);
  const expected = new Set(pending());
  run.expect(ids);
  try {
    for (const id of await home.poll(ids, signal)) expected.add(id);
  } catch (error) {
    if (!signal.aborted) throw error;
    for (const id of pending()) expected.add(id);
  }
  run.forget(ids.filter((id) => !expected.has(id)));
}
