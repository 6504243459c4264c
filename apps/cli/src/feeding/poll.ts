import type { FeedView } from '@wirefold/contracts/read-model';
import { type IngestResult, pollNow } from '@wirefold/pipeline';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { atHome } from '../ingesting/at-home.ts';
import { createProgress, ingestLine } from '../ingesting/progress.ts';
import { showResult } from '../ingesting/show-result.ts';
import { summaryRecord } from '../ingesting/summary.ts';
import { counted } from '../output/phrases.ts';
import { printable } from '../output/printable.ts';
import { secondsBetween, spanOf } from '../output/spans.ts';
import { withReader } from '../reading/open-store.ts';
import type { FeedOptions } from '../verbs/feed.ts';
import { healthOf, stateOf } from './feed-health.ts';
import { findNamed, type NamedFeeds, tellUnknown } from './named-feeds.ts';

/**
 * `wirefold feed poll [FEED…] [--all]`: polls now those that are due, runs all stages until all has ended, and shows the
 * stories touched; status 1 where a name means no feed, a poll failed, or something ended in quarantine.
 */
export async function run(
  names: readonly string[],
  { all = false }: FeedOptions,
  context: Context,
): Promise<0 | 1> {
  if (all && names.length > 0) {
    throw usageError('Which feeds?', 'feed poll', 'Name some, or --all; not both.');
  }
  const feeds = (await withReader(context, (reader) => reader.feeds())).filter(
    (one) => one.removedAt === null,
  );
  const chosen =
    names.length > 0 ? findNamed(feeds, names) : { found: all ? feeds : dueOf(feeds), unknown: [] };
  const unknown = tellUnknown(chosen, context);
  if (chosen.found.length === 0) {
    if (names.length === 0) tellNoneDue(feeds, context);
    return unknown;
  }
  const sort = names.length > 0 ? '' : all ? ' (all there are)' : ' (due now)';
  const polled = await poll(chosen, sort, context);
  return polled === 1 ? 1 : unknown;
}

function dueOf(feeds: readonly FeedView[]): FeedView[] {
  const now = new Date().toISOString();
  return feeds.filter(({ nextPollAt }) => nextPollAt !== null && nextPollAt <= now);
}

async function poll({ found }: NamedFeeds, sort: string, context: Context): Promise<0 | 1> {
  const startedAt = performance.now();
  const ids = found.map((feed) => feed.id);
  const what = found.length === 1 ? printable(found[0]?.url ?? '') : counted(found.length, 'feed');
  context.out.note(`Polling ${what}${sort}`);
  const progress = createProgress(context, ingestLine);
  const telling = {
    notice: progress.note,
    onStop: 'Stopping: what is at work ends first. Once more stops at once.',
  };
  const { graceMs } = context.settings().values;
  const result = await atHome(context, telling, (home, signal) =>
    pollNow(home, ids, { signal, graceMs, onProgress: progress.show }),
  ).finally(progress.end);
  const status = showResult(context, result, (performance.now() - startedAt) / 1000);
  return (await tellFeeds(ids, result, context)) === 1 ? 1 : status;
}

/** Says which polls failed and why; with `--json` how each of the feeds does now. */
async function tellFeeds(ids: readonly string[], result: IngestResult, context: Context): Promise<0 | 1> {
  const { out } = context;
  const polled = new Set(ids);
  const now = new Date().toISOString();
  const feeds = (await withReader(context, (reader) => reader.feeds())).filter((one) => polled.has(one.id));
  const failed = result.stopped ? [] : feeds.filter((feed) => feed.failures > 0);
  if (out.json) {
    for (const feed of feeds) {
      out.record({ type: 'feed', ...feed, state: stateOf(feed), health: healthOf(feed, now) });
    }
  }
  for (const feed of failed) {
    out.fault(
      'Poll failed',
      `${feed.url}: ${healthOf(feed, now)}`,
      '`wirefold feed list` shows when it is tried again.',
    );
  }
  return failed.length > 0 ? 1 : 0;
}

/** What a run is that had nothing to do. */
const NOTHING: IngestResult = {
  ...{ accepted: 0, known: 0, inFlight: 0, ended: {}, reasons: {}, storyIds: [], problems: [], leftOut: [] },
  stopped: false,
};

function tellNoneDue(feeds: readonly FeedView[], { out }: Context): void {
  if (out.json) out.record(summaryRecord(NOTHING, 0));
  const [next] = feeds.flatMap(({ nextPollAt }) => nextPollAt ?? []).sort();
  if (next === undefined) {
    out.note('No feed is polled: `wirefold feed add URL` finds the feeds of a site.');
    return;
  }
  const wait = spanOf(secondsBetween(new Date().toISOString(), next));
  out.note(`No feed is due; the next one is in ${wait}. \`wirefold feed poll --all\` polls all of them now.`);
}
