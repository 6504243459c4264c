/** How many new entries a feed has, as learned so far. */
export interface EntryRate {
  readonly perDay: number;
  /** Days of watching that the rate stands on, those long ago counting less. */
  readonly observedDays: number;
  /** New entries by the hour of the day (UTC) at which they say that they came, those long ago counting less. */
  readonly hours: readonly number[];
}

/** An entry of a feed as a poll found it. */
export interface FoundEntry {
  readonly isNew: boolean;
  /** ISO 8601 UTC, as the entry says. */
  readonly publishedAt?: string | undefined;
}

const DAY_MS = 86_400_000;

/** After so many days what was seen counts a third (1/e): long enough to know a weekly feed, and to unlearn a dead one. */
const MEMORY_DAYS = 20;

/** What is believed of a feed whose entries do not say when they came: 4 a day, as firmly as half a day of watching. */
const FIRST_GUESS: EntryRate = { perDay: 4, observedDays: 0.5, hours: new Array<number>(24).fill(0) };

/** The dates of a first look are read back so many days, and trusted like two weeks of watching at most. */
const LOOK_BACK_DAYS = 30;
const FIRST_LOOK_WEIGHT_DAYS = 14;

/** No poll is taken to have watched for less, however soon it came after another. */
const LEAST_WATCH_DAYS = 1 / 1440;

/** The first guess about a feed, by the dates in it: how many of its entries came within how long. */
export function guessRate(found: readonly FoundEntry[], now: string): EntryRate {
  const end = Date.parse(now);
  const times = found.flatMap(({ publishedAt }) => timesOf(publishedAt, end - LOOK_BACK_DAYS * DAY_MS, end));
  const dated = found.filter(({ publishedAt }) => publishedAt !== undefined).length;
  if (dated * 2 < found.length || dated < 2) return FIRST_GUESS;
  // Where the window reaches further back than is looked, all that was looked at is known; else it begins with its oldest entry.
  const begins = times.length < dated ? end - LOOK_BACK_DAYS * DAY_MS : Math.min(...times);
  const days = Math.max((end - begins) / DAY_MS, 1 / 24);
  return {
    perDay: Math.max(times.length, 0.5) / days,
    observedDays: Math.min(days, FIRST_LOOK_WEIGHT_DAYS),
    hours: addHours(FIRST_GUESS.hours, times, 1),
  };
}

/**
 * The rate after a successful poll that came `days` after the one before it. A poll in which every entry is new says
 * that others may have been lost before it could see them: the rate is then at least what it found.
 */
export function learnRate(
  before: EntryRate,
  found: readonly FoundEntry[],
  days: number,
  now: string,
): EntryRate {
  const watched = Math.max(days, LEAST_WATCH_DAYS);
  const kept = Math.exp(-watched / MEMORY_DAYS);
  const fresh = found.filter(({ isNew }) => isNew);
  const observedDays = before.observedDays * kept + watched;
  const perDay = (before.perDay * before.observedDays * kept + fresh.length) / observedDays;
  const mayHaveLost = fresh.length > 0 && fresh.length === found.length;
  const end = Date.parse(now);
  const times = fresh.flatMap(({ publishedAt }) => timesOf(publishedAt, end - watched * DAY_MS, end));
  return {
    perDay: mayHaveLost ? Math.max(perDay, fresh.length / watched) : perDay,
    observedDays,
    hours: addHours(before.hours, times, kept),
  };
}

/** Entries that turned up after their poll, in the lists that the feed names. */
export function addLateEntries(before: EntryRate, count: number): EntryRate {
  return {
    ...before,
    perDay: before.perDay + count / Math.max(before.observedDays, LEAST_WATCH_DAYS),
  };
}

/** A date without a time of day is midnight to the second: it says nothing of the hour, and is left out. */
function timesOf(publishedAt: string | undefined, from: number, until: number): number[] {
  const time = publishedAt === undefined ? Number.NaN : Date.parse(publishedAt);
  return time > from && time <= until && time % DAY_MS !== 0 ? [time] : [];
}

function addHours(before: readonly number[], times: readonly number[], kept: number): number[] {
  const hours = before.map((count) => count * kept);
  for (const time of times) {
    const hour = new Date(time).getUTCHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}
