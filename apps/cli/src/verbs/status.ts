import type { Context } from '../context.ts';
import { readLedger } from '../reading/ledger-view.ts';
import { openQueueEye } from '../reading/queue-depths.ts';
import { type Status, statusLines } from '../reading/status-lines.ts';

/** Milliseconds between two looks of `--watch`. */
const EVERY_MS = 1_000;

/** `wirefold status [--watch]`: works without Redis and without a database, and says which is missing. */
export async function run(
  _inputs: readonly string[],
  options: { readonly watch?: boolean },
  context: Context,
): Promise<0 | 1> {
  const { out } = context;
  const eye = await openQueueEye(context);
  const look = async (): Promise<Status> => ({
    at: new Date().toISOString(),
    queues: await eye.look(),
    ledger: await readLedger(context),
  });
  try {
    if (options.watch) return await watch(look, context);
    const status = await look();
    if (out.json) out.record(status);
    else for (const line of statusLines(status, context)) out.line(line);
    return status.ledger === null && status.queues.depths === null ? 1 : 0;
  } finally {
    await eye.close();
  }
}

/** Looks again every second until Ctrl-C: in place on a terminal, line by line elsewhere. */
async function watch(look: () => Promise<Status>, context: Context): Promise<0> {
  const { out } = context;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const { createLogUpdate } = await import('log-update');
  const live = createLogUpdate(context.around.stdout);
  while (!stop.signal.aborted) {
    const status = await look();
    if (out.json) out.record(status);
    else if (out.terminal.isTerminal) live(statusLines(status, context).join('\n'));
    else for (const line of statusLines(status, context)) out.line(line);
    await pause(EVERY_MS, stop.signal);
  }
  if (out.terminal.isTerminal) live.done();
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  return 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
