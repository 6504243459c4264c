import { mulberry32 } from '../random.ts';

/** What makes a feed's answer conditional: nothing, something that its server honours, or a tag that is new each time. */
export type Validation = 'none' | 'etag' | 'last-modified' | 'both' | 'fickle-etag';

/** A made-up feed: how it behaves, and when its entries come. */
export interface WorldFeed {
  readonly number: number;
  readonly form: 'rss' | 'atom';
  /** Entries a day, on the mean of many days. */
  readonly perDay: number;
  /** Entries that it shows. */
  readonly window: number;
  /** About as many characters an entry has. */
  readonly entryLength: number;
  readonly validation: Validation;
  readonly gzip: boolean;
  /** RSS `ttl`, minutes. */
  readonly ttl: number | null;
  /** Cache-Control `max-age`, seconds. */
  readonly maxAge: number | null;
  /** When its entries come, milliseconds since 1970, in order; at most `window` of them before the world begins. */
  readonly entries: readonly number[];
}

/** Feeds over some days. */
export interface World {
  readonly feeds: readonly WorldFeed[];
  /** Milliseconds since 1970: a Sunday, midnight UTC. */
  readonly begins: number;
  readonly days: number;
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const BEGINS = Date.parse('2026-03-01T00:00:00Z');

/**
 * Which feeds there are: most rarely change, from twice a day to once a week; some are busy, a few are news of 50 to
 * 200 entries a day. Of 8,155 feeds watched for eight months 17 % brought 97 % of the entries (Travers et al., "RSS
 * feeds behavior analysis, structure and vocabulary", 2014); here the liveliest 17 % bring about 90 %.
 */
const RATES = [
  { share: 0.03, least: 50, most: 200 },
  { share: 0.05, least: 5, most: 40 },
  { share: 0.92, least: 1 / 7, most: 2 },
] as const;

/** Six in ten honour validators; of the others some send a tag that no request ever matches. */
const VALIDATIONS: readonly (readonly [Validation, number])[] = [
  ['both', 0.25],
  ['etag', 0.22],
  ['last-modified', 0.13],
  ['fickle-etag', 0.1],
  ['none', 0.3],
];
const GZIP_SHARE = 0.85;
const LEAST_BODY = 5_000;
const MOST_BODY = 200_000;
/** What feeds ask for, where they do: the more they bring, the less; `max-age` in seconds, `ttl` in minutes. */
const WISHES = [
  { perDay: 50, maxAges: [60, 120, 300], ttls: [5, 10] },
  { perDay: 5, maxAges: [60, 300, 600], ttls: [5, 10, 15, 30] },
  { perDay: 0, maxAges: [300, 600, 900, 3_600], ttls: [30, 60, 60, 120] },
] as const;
const MAX_AGE_SHARE = 0.15;
const TTL_SHARE = 0.1;

type Random = () => number;

/** Makes the same world for the same seed. */
export function makeWorld(count: number, days: number, seed: number): World {
  const random = mulberry32(seed);
  const feeds = Array.from({ length: count }, (_, number) => makeFeed(number, count, days, random));
  return { feeds, begins: BEGINS, days };
}

function makeFeed(number: number, count: number, days: number, random: Random): WorldFeed {
  const perDay = rateOf((number + 0.5) / count, random);
  const window = Math.round(10 + random() * 40);
  const body = between(LEAST_BODY, MOST_BODY, random);
  const { maxAges = [], ttls = [] } = WISHES.find((wish) => perDay >= wish.perDay) ?? {};
  const feed = {
    number,
    form: random() < 0.75 ? ('rss' as const) : ('atom' as const),
    perDay,
    window,
    entryLength: Math.round(body / window),
    validation: drawn(VALIDATIONS, random),
    gzip: random() < GZIP_SHARE,
    maxAge: random() < MAX_AGE_SHARE ? picked(maxAges, random) : null,
    ttl: random() < TTL_SHARE ? picked(ttls, random) : null,
  };
  return { ...feed, entries: entriesOf(perDay, window, days, random) };
}

function rateOf(place: number, random: Random): number {
  let share = 0;
  for (const { least, most, ...range } of RATES) {
    share += range.share;
    if (place < share) return between(least, most, random);
  }
  return 1;
}

/**
 * When entries come: at random, by day rather than by night (its own night, wherever it is), less on weekends; a third
 * of the feeds know no night. Rates vary from day to day, so that a mean learned yesterday is not the truth today.
 */
function entriesOf(perDay: number, window: number, days: number, random: Random): number[] {
  const morning = Math.floor(random() * 24);
  const night = random() < 1 / 3 ? 1 : 0.1;
  const weekend = random() < 0.5 ? 0.5 : 1;
  const daysBefore = Math.ceil((window * 1.5) / perDay) + 7;
  const times: number[] = [];
  for (let day = -daysBefore; day < days; day += 1) {
    const isWeekend = (((day % 7) + 7) % 7) % 6 === 0;
    const mood = 0.6 + 0.8 * random();
    const weights = Array.from({ length: 24 }, (_, hour) => ((hour - morning + 24) % 24 < 15 ? 1 : night));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    for (const [hour, weight] of weights.entries()) {
      const expected = ((perDay * weight) / sum) * mood * (isWeekend ? weekend : 1);
      const from = BEGINS + day * DAY_MS + hour * HOUR_MS;
      for (let at = gap(expected, random); at < 1; at += gap(expected, random))
        times.push(Math.floor(from + at * HOUR_MS));
    }
  }
  const before = times.filter((time) => time < BEGINS).length;
  return times.slice(Math.max(0, before - window));
}

/** Hours until the next of entries that come `perHour`, without memory. */
function gap(perHour: number, random: Random): number {
  return -Math.log(1 - random()) / perHour;
}

/** Evenly by the logarithm. */
function between(least: number, most: number, random: Random): number {
  return least * (most / least) ** random();
}

function picked(values: readonly number[], random: Random): number | null {
  return values[Math.floor(random() * values.length)] ?? null;
}

function drawn(shares: readonly (readonly [Validation, number])[], random: Random): Validation {
  let left = random();
  for (const [value, share] of shares) {
    if (left < share) return value;
    left -= share;
  }
  return 'none';
}

/** How many of a feed's entries have come by a time. */
export function entriesBy({ entries }: WorldFeed, time: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Address of an entry's page, by which it is known again. */
export function entryUrl(feed: number, entry: number): string {
  return `https://feed-${feed}.example/entries/${entry}`;
}

/** Which feed and entry an address is of; null where it is of none. */
export function entryOf(url: string): { readonly feed: number; readonly entry: number } | null {
  const found = /^https:\/\/feed-(\d+)\.example\/entries\/(\d+)$/u.exec(url);
  return found === null ? null : { feed: Number(found[1]), entry: Number(found[2]) };
}
