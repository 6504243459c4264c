import type { FeedView } from '@wirefold/contracts/read-model';
import type { Context } from '../context.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { secondsBetween, shortSpan } from '../output/spans.ts';
import type { Column } from '../output/table.ts';
import { withReader } from '../reading/open-store.ts';
import { shortId } from '../reading/short-id.ts';
import type { FeedOptions } from '../verbs/feed.ts';
import { type FeedState, healthOf, stateOf } from './feed-health.ts';

/** `wirefold feed list [--all]`: a row a feed, with its health in words. */
export async function run(
  _inputs: readonly string[],
  { all = false }: FeedOptions,
  context: Context,
): Promise<void> {
  const { out } = context;
  const now = new Date().toISOString();
  const known = await withReader(context, (reader) => reader.feeds());
  const feeds = known.filter((feed) => all || feed.removedAt === null);
  if (out.json) {
    for (const feed of feeds) out.record({ ...feed, state: stateOf(feed), health: healthOf(feed, now) });
  } else if (feeds.length > 0) {
    const columns = columnsFor(out.terminal.columns);
    out.table(
      columns,
      feeds.map((feed) => columns.map(({ cell }) => cell(feed, now))),
    );
  }
  if (!out.json) tellEnd(feeds, known.length, now, context);
}

interface FeedColumn extends Column {
  readonly cell: (feed: FeedView, now: string) => string;
}

const ID: FeedColumn = { title: 'feed', cell: (feed) => shortId(feed.id) };
const TITLE: FeedColumn = {
  title: 'title',
  flexible: true,
  cell: (feed) => printable(feed.title ?? '') || '-',
};
/** The title, or else the address without what most addresses begin with. */
const NAME: FeedColumn = {
  title: 'title',
  flexible: true,
  cell: (feed) => printable(feed.title ?? '') || printable(feed.url.replace(/^https?:\/\/(?:www\.)?/, '')),
};
const DOING: FeedColumn = { title: 'how it does', flexible: true, cell: healthOf };
const TIMES: readonly FeedColumn[] = [
  { title: 'last polled', cell: (feed, now) => ago(feed.lastPolledAt, now) },
  { title: 'next poll', cell: (feed, now) => nextOf(feed, now) },
  { title: 'new', align: 'right', cell: newOf },
];
const RATES: readonly FeedColumn[] = [
  { title: 'every', align: 'right', cell: (feed) => shortSpan(feed.pollEverySeconds) },
  { title: 'a day', align: 'right', cell: (feed) => rateOf(feed.entriesPerDay) },
];
const KIND: FeedColumn = { title: 'kind', cell: (feed) => feed.kind };
const ADDRESS: FeedColumn = { title: 'address', flexible: true, cell: (feed) => printable(feed.url) };

/** Columns of a terminal below which times, and below which all the rest, would not fit beside id, title and health. */
const WITH_TIMES = 80;
const WITH_ALL = 130;

/** What fits: on a narrow terminal the id, the title and the health alone. */
function columnsFor(columns: number | null): readonly FeedColumn[] {
  if (columns !== null && columns < WITH_TIMES) return [ID, NAME, DOING];
  if (columns !== null && columns < WITH_ALL) return [ID, NAME, DOING, ...TIMES];
  return [ID, TITLE, KIND, DOING, ...TIMES, ...RATES, ADDRESS];
}

function ago(iso: string | null, now: string): string {
  return iso === null ? '-' : `${shortSpan(secondsBetween(iso, now))} ago`;
}

function nextOf({ nextPollAt, removedAt }: FeedView, now: string): string {
  if (nextPollAt === null || removedAt !== null) return '-';
  const seconds = secondsBetween(now, nextPollAt);
  return seconds <= 0 ? 'due' : `in ${shortSpan(seconds)}`;
}

/** Of the entries of the last whole answer, those that had not been known. */
function newOf({ entries, newEntries }: FeedView): string {
  return entries === null ? '-' : `${newEntries ?? 0} of ${entries}`;
}

function rateOf(perDay: number | null): string {
  if (perDay === null) return '-';
  return perDay < 10 ? perDay.toFixed(1) : Math.round(perDay).toLocaleString('en');
}

const COUNTED: readonly (readonly [FeedState, string])[] = [
  ['well', 'well'],
  ['new', 'never polled yet'],
  ['failing', 'failing'],
  ['given-up', 'given up'],
  ['removed', 'taken off'],
];

function tellEnd(feeds: readonly FeedView[], known: number, now: string, { out }: Context): void {
  if (feeds.length === 0) {
    out.note(
      known > 0
        ? 'No feed is polled any more: `wirefold feed list --all` lists those that were taken off.'
        : 'No feed is polled: `wirefold feed add URL` finds the feeds of a site.',
    );
    return;
  }
  const parts = COUNTED.map(([state, words]) => [
    feeds.filter((one) => stateOf(one) === state).length,
    words,
  ]);
  const due = feeds.filter((feed) => nextOf(feed, now) === 'due').length;
  const counts = parts.filter(([count]) => count !== 0).map(([count, words]) => `${count} ${words}`);
  out.note(`\n${counted(feeds.length, 'feed')}: ${[...counts, `${due} due now`].join(', ')}.`);
}
