import type { EntryRate } from './poll-rate.ts';

/** What the interval of a feed is made of. */
export interface Polled {
  readonly rate: EntryRate;
  /** Entries that it shows at a time; null where that says nothing (an index of sitemaps, or nothing read yet). */
  readonly window: number | null;
  /** Bytes of body that a poll moves which finds nothing new: few where the server answers 304. */
  readonly idleBytes: number;
  /** Bytes of body that a poll moves which finds something new. */
  readonly bodyBytes: number;
}

/** Shortest interval: a common least of feed readers, and of what Cache-Control of news feeds asks for (60 to 300 s). */
export const LEAST_SECONDS = 300;
/** Longest interval of a feed in health: whatever comes is seen the same half day. */
export const MOST_SECONDS = 43_200;

/**
 * What it is worth to see one entry an hour earlier, in bytes moved. The one knob of the schedule: chosen by
 * simulation so that the mean delay over entries stays below that of polling each feed every 15 minutes
 * (docs/decisions/0017-polling.md has the figures).
 */
const BYTES_PER_ENTRY_HOUR = 500_000;
const BYTES_PER_ENTRY_SECOND = BYTES_PER_ENTRY_HOUR / 3600;

/** Bytes of a request and of an answer's head together, beside any body: 320 to 375 and 160 to 250 in the simulation. */
const HEAD_BYTES = 550;

/** At most so much of a feed's window may turn over between two polls, so that most entries found are known already. */
const MOST_TURNOVER = 0.5;

/** How firmly all hours are believed to be alike before entries were seen, in entries an hour. */
const HOUR_PRIOR = 0.5;

/**
 * Seconds until the next poll of a feed in health, before what it asks for and jitter: a compromise of bytes and delay.
 *
 * Polls that are T apart move b / T bytes a second, and entries that come at a rate r wait T / 2 each; with p bytes to
 * the entry-second, b / T + p r T / 2 is least at T = sqrt(2 b / (p r)), the square-root law of freshness crawling
 * (Cho and Garcia-Molina, "Effective page refresh policies for web crawlers", 2003; for feeds: Sia, Cho and Cho,
 * "Efficient monitoring algorithm for fast news alerts", 2007). As r follows the hours of the day, 1 / T is summed up
 * until it makes one poll. What b is depends on T: see `marginalBytes`.
 */
export function healthySeconds(polled: Polled, now: string): number {
  const rates = ratesByHour(polled.rate);
  const start = Date.parse(now);
  let seconds = LEAST_SECONDS;
  // From below the iteration only grows, and settles within a second or two after a few steps.
  for (let step = 0; step < 8; step += 1) {
    const bytes = marginalBytes(polled, massWithin(rates, start, seconds));
    const density = rates.map((rate) => Math.sqrt((BYTES_PER_ENTRY_SECOND * rate) / (2 * bytes)));
    seconds = secondsUntil(density, 1, start);
  }
  const { window } = polled;
  if (window !== null && window > 0)
    seconds = Math.min(seconds, secondsUntil(rates, window * MOST_TURNOVER, start));
  return Math.min(Math.max(seconds, LEAST_SECONDS), MOST_SECONDS);
}

/**
 * What asking once more costs where `expected` entries come between two polls (Poisson). A feed that answers 304 moves
 * its body once for each change however often it is asked, so that the body counts only as far as rarer polls
 * would see several changes at once: (h + B (1 - exp(-rT))) / T falls by (h + B (1 - exp(-rT) (1 + rT))) / T² with T.
 */
function marginalBytes({ idleBytes, bodyBytes }: Polled, expected: number): number {
  const changed = Math.max(bodyBytes - idleBytes, 0);
  return HEAD_BYTES + idleBytes + changed * (1 - Math.exp(-expected) * (1 + expected));
}

/** Entries a second in each hour of the day (UTC): neighbouring hours lend each other, and few entries say little. */
function ratesByHour({ perDay, hours }: EntryRate): number[] {
  const mean = hours.reduce((sum, count) => sum + count, 0) / 24;
  const at = (hour: number): number => hours[(hour + 24) % 24] ?? 0;
  return hours.map((count, hour) => {
    const smooth = count / 2 + at(hour - 1) / 4 + at(hour + 1) / 4;
    return ((perDay / 86_400) * (smooth + HOUR_PRIOR)) / (mean + HOUR_PRIOR);
  });
}

/** Seconds until densities by the hour of the day have added up to `mass`; at most the longest interval. */
function secondsUntil(density: readonly number[], mass: number, start: number): number {
  let left = mass;
  for (const { seconds, hour, ends } of piecesOf(start, MOST_SECONDS)) {
    const here = density[hour] ?? 0;
    if (here * seconds >= left) return ends - seconds + left / here;
    left -= here * seconds;
  }
  return MOST_SECONDS;
}

function massWithin(density: readonly number[], start: number, span: number): number {
  let mass = 0;
  for (const { seconds, hour } of piecesOf(start, span)) mass += (density[hour] ?? 0) * seconds;
  return mass;
}

/** A span of time, cut at the full hours. */
function* piecesOf(start: number, span: number) {
  for (let passed = 0; passed < span; ) {
    const intoHour = (start / 1000 + passed) % 3600;
    const seconds = Math.min(3600 - intoHour, span - passed);
    const hour = Math.floor((start / 1000 + passed) / 3600) % 24;
    passed += seconds;
    yield { seconds, hour, ends: passed };
  }
}
