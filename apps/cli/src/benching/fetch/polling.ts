import { createHttpClient } from '@wirefold/fetch';
import type { Bench } from '../bench.ts';
import { bodySizes, feedBodies } from './polling-body.ts';
import { RULE_SECONDS, ruleBytes, ruleSees } from './polling-rule.ts';
import { CLIENT, type Clock, pollWorld } from './polling-run.ts';
import { type FeedServer, serveWorld, type Traffic } from './polling-server.ts';
import { DAY_MS, entryUrl, makeWorld, type World, type WorldFeed } from './polling-world.ts';

/** What is simulated. */
export interface PollingBenchOptions {
  /** Feeds on the server; 500 in the figures of the project. */
  readonly feeds: number;
  /** Simulated days of polling before the day that is measured: the schedule starts from nothing. */
  readonly warmUpDays: number;
  readonly seed: number;
}

/** Delays in seconds, from the time that an entry bears to the poll that finds it. */
export interface Delays {
  readonly mean: number;
  readonly percentile95: number;
}

/** A day of polling, by the schedule and by the simple rule, over the same entries. */
export interface PollingFigures extends PollingBenchOptions {
  /** Entries that came on the day. */
  readonly entries: number;
  readonly wirefold: Side;
  readonly rule: Side & { readonly everySeconds: number };
  /** Bytes of the schedule over those of the rule. */
  readonly ratio: number;
  readonly faults: readonly string[];
}

export interface Side {
  readonly polls: number;
  /** Heads and bodies, both ways. */
  readonly bytes: number;
  readonly delay: Delays;
  /** Entries of the day that no poll found before they had left their feed. */
  readonly missed: number;
}

/** Simulates a day of polling, after days of warming up, with the real store and HTTP client over a loopback server. */
export async function benchPolling(
  options: PollingBenchOptions,
  bench: Pick<Bench, 'tell' | 'signal'>,
): Promise<PollingFigures> {
  const world = makeWorld(options.feeds, options.warmUpDays + 2, options.seed);
  const clock = { now: world.begins };
  const from = world.begins + options.warmUpDays * DAY_MS;
  const server = await serveWorld(world, () => clock.now);
  try {
    const heads = await sampleHeads(world, server, clock, from);
    const run = await pollWorld(world, server, { clock, from, ...bench });
    const rule = ruleBytes(world, [from, from + DAY_MS], bodySizes(feedBodies()), heads);
    const ours = sidesOf(world, from, (url) => run.seen.get(url) ?? null);
    const theirs = sidesOf(world, from, (_url, feed, entry) => ruleSees(feed, entry, from));
    const bytes = run.traffic.received + run.traffic.sent;
    return {
      ...options,
      entries: ours.entries,
      wirefold: { polls: run.polls, bytes, delay: ours.delay, missed: ours.missed },
      rule: { ...rule, delay: theirs.delay, missed: theirs.missed, everySeconds: RULE_SECONDS },
      ratio: bytes / rule.bytes,
      faults: run.faults,
    };
  } finally {
    await server.close();
  }
}

/** Asks for each feed once, as the rule would, and learns what heads weigh there; bodies are known by their sizes. */
async function sampleHeads(
  { feeds }: World,
  server: FeedServer,
  clock: Clock,
  at: number,
): Promise<(feed: WorldFeed) => number> {
  clock.now = at;
  const heads = new Map<number, number>();
  for (const feed of feeds) {
    const before = server.bytes();
    const client = createHttpClient(CLIENT);
    const { wireBytes } = await client.get(server.urlOf(feed));
    heads.set(feed.number, sumOf(server.bytes()) - sumOf(before) - wireBytes);
    await client.close();
  }
  return ({ number }) => heads.get(number) ?? 0;
}

const sumOf = ({ received, sent }: Traffic): number => received + sent;

interface Seen {
  readonly entries: number;
  readonly delay: Delays;
  readonly missed: number;
}

/** How late a side saw the entries of the day; what it never saw is counted apart. */
function sidesOf(
  { feeds }: World,
  from: number,
  seenAt: (url: string, feed: WorldFeed, entry: number) => number | null,
): Seen {
  const delays: number[] = [];
  let missed = 0;
  for (const feed of feeds) {
    for (const [entry, time] of feed.entries.entries()) {
      if (time < from || time >= from + DAY_MS) continue;
      const at = seenAt(entryUrl(feed.number, entry), feed, entry);
      if (at === null) missed += 1;
      else delays.push((at - time) / 1000);
    }
  }
  return { entries: delays.length + missed, delay: delaysOf(delays), missed };
}

function delaysOf(delays: readonly number[]): Delays {
  const sorted = delays.toSorted((one, other) => one - other);
  const mean = sorted.reduce((sum, delay) => sum + delay, 0) / Math.max(sorted.length, 1);
  // The smallest delay that 95 % of the entries do not exceed.
  return { mean, percentile95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0 };
}
