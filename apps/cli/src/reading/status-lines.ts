import { STAGES } from '@wirefold/contracts/terms';
import type { Context } from '../context.ts';
import { troubleOf } from '../feeding/feed-health.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { layTable } from '../output/table.ts';
import { balanceLine } from './balance-line.ts';
import type { FeedCounts, LedgerView, WeightsInForce } from './ledger-view.ts';
import type { QueueView } from './queue-depths.ts';

/** One look: the queues, and the ledger (null where there is no database). */
export interface Status {
  readonly at: string;
  readonly queues: QueueView;
  readonly ledger: LedgerView | null;
}

/** A status for people: jobs by stage, the balance with its reasons, the last minute, feeds in trouble. */
export function statusLines({ at, queues, ledger }: Status, context: Context): string[] {
  const { columns } = context.out.terminal;
  return [
    `Redis: ${printable(queues.redis)}`,
    ...queueTable(queues, columns),
    '',
    ...ledgerLines(ledger, at, context),
  ];
}

const COUNTS = ['waiting', 'active', 'delayed'] as const;

function queueTable({ depths }: QueueView, columns: number | null): string[] {
  if (depths === null) return [];
  const head = [{ title: 'stage' }, ...COUNTS.map((title) => ({ title, align: 'right' }) as const)];
  const rows = STAGES.map((stage) => [stage, ...COUNTS.map((count) => String(depths[stage][count]))]);
  return ['', ...layTable(head, rows, columns)];
}

function ledgerLines(ledger: LedgerView | null, now: string, context: Context): string[] {
  if (ledger === null) {
    return [`Ledger: no database at ${printable(context.settings().values.db)}. Name one with --db PATH.`];
  }
  const { reasons, endedLastMinute, feeds, feedsInTrouble, weights } = ledger;
  return [
    `Ledger: ${balanceLine(ledger)}`,
    ...Object.entries(reasons).map(([reason, count]) => `  ${count} ${reason}`),
    `${counted(endedLastMinute, 'item')} ended in the last minute`,
    ...(weights === null ? [] : [weightsLine(weights)]),
    ...(feeds.polled === 0 ? [] : [feedsLine(feeds)]),
    ...feedsInTrouble.map((feed) => printable(`Feed in trouble: ${feed.url}: ${troubleOf(feed, now)}`)),
  ];
}

function feedsLine({ polled, due, givenUp }: FeedCounts): string {
  return `Feeds: ${polled} polled, ${due} due${givenUp > 0 ? `, ${givenUp} given up` : ''}`;
}

function weightsLine({ version, countedOver }: WeightsInForce): string {
  const over = countedOver === null ? 'as shipped' : `counted over ${counted(countedOver, 'article')}`;
  return `Weights: ${printable(version)}, ${over}`;
}
