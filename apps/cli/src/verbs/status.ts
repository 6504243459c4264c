import type { Balance } from '@wirefold/contracts/ports';
import { STAGES } from '@wirefold/contracts/terms';
import type { Context } from '../context.ts';
import { printable } from '../output/printable.ts';
import { layTable } from '../output/table.ts';
import { balanceLine } from '../reading/balance-line.ts';
import { openQueueEye, type QueueView } from '../reading/queue-depths.ts';

/** Milliseconds between two looks of `--watch`. */
const EVERY_MS = 1_000;

/** One look: the queues, the ledger (null where there is no database), and how many items ended a second. */
interface Status {
  readonly at: string;
  readonly queues: QueueView;
  readonly ledger: Balance | null;
  readonly endedPerSecond: number | null;
}

/** `wirefold status [--watch]`: works without Redis and without a database, and says which is missing. */
export async function run(
  _inputs: readonly string[],
  options: { readonly watch?: boolean },
  context: Context,
): Promise<0 | 1> {
  const eye = await openQueueEye(context);
  const look = async (before: Status | null) =>
    statusNow(await eye.look(), await readBalance(context), before);
  try {
    if (options.watch) {
      await watch(look, context);
      return 0;
    }
    const status = await look(null);
    if (context.out.json) context.out.record(status);
    else for (const line of linesOf(status, context)) context.out.line(line);
    return status.ledger === null && status.queues.depths === null ? 1 : 0;
  } finally {
    await eye.close();
  }
}

/** The ledger's balance; null where there is no database (a host of workers has none). */
async function readBalance(context: Context): Promise<Balance | null> {
  const { DatabaseMissingError, openReader } = await import('@wirefold/store');
  try {
    const reader = openReader(context.settings().values.db);
    try {
      return reader.balance();
    } finally {
      reader.close();
    }
  } catch (error) {
    if (error instanceof DatabaseMissingError) return null;
    throw error;
  }
}

function statusNow(queues: QueueView, ledger: Balance | null, before: Status | null): Status {
  const at = new Date().toISOString();
  if (ledger === null || !before?.ledger) return { at, queues, ledger, endedPerSecond: null };
  const seconds = (Date.parse(at) - Date.parse(before.at)) / 1000;
  const ended = endedOf(ledger) - endedOf(before.ledger);
  return { at, queues, ledger, endedPerSecond: seconds > 0 ? Math.round((ended / seconds) * 10) / 10 : null };
}

function endedOf(ledger: Balance): number {
  return ledger.accepted - ledger.inFlight;
}

function linesOf({ queues, ledger, endedPerSecond }: Status, context: Context): string[] {
  const lines = [`Redis: ${printable(queues.redis)}`];
  if (queues.depths !== null) {
    const { depths } = queues;
    const rows = STAGES.map((stage) => {
      const { waiting, active, delayed, failed } = depths[stage];
      return [stage, ...[waiting, active, delayed, failed].map(String)];
    });
    const numbers = ['waiting', 'active', 'delayed', 'failed'].map(
      (title) => ({ title, align: 'right' }) as const,
    );
    lines.push('', ...layTable([{ title: 'stage' }, ...numbers], rows, context.out.terminal.columns));
  }
  lines.push('', ledgerLine(ledger, context));
  for (const [reason, count] of Object.entries(ledger?.reasons ?? {})) lines.push(`  ${count} ${reason}`);
  if (endedPerSecond !== null) lines.push(`${endedPerSecond} items ended a second`);
  return lines;
}

function ledgerLine(ledger: Balance | null, context: Context): string {
  if (ledger !== null) return `Ledger: ${balanceLine(ledger)}`;
  return `Ledger: no database at ${printable(context.settings().values.db)}. Name one with --db PATH.`;
}

/** Looks again every second until Ctrl-C: in place on a terminal, line by line elsewhere. */
async function watch(look: (before: Status | null) => Promise<Status>, context: Context): Promise<void> {
  const { out } = context;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const { createLogUpdate } = await import('log-update');
  const logUpdate = createLogUpdate(context.around.stdout);
  let status: Status | null = null;
  while (!stop.signal.aborted) {
    status = await look(status);
    if (out.json) out.record(status);
    else if (out.terminal.isTerminal) logUpdate(linesOf(status, context).join('\n'));
    else for (const line of linesOf(status, context)) out.line(line);
    await pause(EVERY_MS, stop.signal);
  }
  logUpdate.done();
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
