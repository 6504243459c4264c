import type { FeedPace } from '@wirefold/contracts/jobs';

/** What a feed says of how often it changes, as it stands there: nothing checked. */
export interface SaidOfPace {
  /** Minutes (RSS 2.0, "ttl"). */
  readonly ttl?: number | undefined;
  /** Hours of the day, GMT, and names of days (RSS 2.0, "skipHours", "skipDays"). */
  readonly skipHours?: readonly number[] | undefined;
  readonly skipDays?: readonly string[] | undefined;
  /** So many updates in a period (the syndication module of RSS 1.0). */
  readonly updatePeriod?: string | undefined;
  readonly updateFrequency?: number | undefined;
}

const DAY_SECONDS = 86_400;

/**
 * From a year on a wish is a setting for files that never change (RFC 2616 section 14.21 wrote "never expires" so),
 * which no feed can mean.
 */
const NEVER_SECONDS = 365 * DAY_SECONDS;

/** web.resource.org/rss/1.0/modules/syndication: the periods, in seconds; a year is a day short of never. */
const PERIODS: Readonly<Record<string, number>> = {
  ...{ hourly: 3_600, daily: DAY_SECONDS, weekly: 7 * DAY_SECONDS },
  ...{ monthly: 30 * DAY_SECONDS, yearly: 364 * DAY_SECONDS },
};

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Reads what makes sense of it: the longer of `ttl` and update period, and the hours and days to skip where some are
 * left. Times of none, negative ones and those of a year and more say nothing.
 */
export function readPace(said: SaidOfPace): FeedPace {
  const seconds = [(said.ttl ?? 0) * 60, periodSeconds(said)].filter(isWish).map(Math.ceil);
  const skipHours = sound(
    said.skipHours?.map((hour) => (hour === 24 ? 0 : hour)),
    24,
  );
  const skipDays = sound(
    said.skipDays?.map((day) => DAYS.indexOf(day.trim().toLowerCase())),
    7,
  );
  return {
    ...(seconds.length === 0 ? {} : { everySeconds: Math.max(...seconds) }),
    ...(skipHours === undefined ? {} : { skipHours }),
    ...(skipDays === undefined ? {} : { skipDays }),
  };
}

/** True for a number of seconds that a feed or its server can mean. */
export function isWish(seconds: number): boolean {
  return Number.isFinite(seconds) && seconds > 0 && seconds < NEVER_SECONDS;
}

/** A period that is left out is a day, a frequency one; either says that the module is used. */
function periodSeconds({ updatePeriod, updateFrequency }: SaidOfPace): number {
  if (updatePeriod === undefined && updateFrequency === undefined) return 0;
  const name = (updatePeriod ?? 'daily').trim().toLowerCase();
  const period = Object.hasOwn(PERIODS, name) ? (PERIODS[name] ?? 0) : 0;
  const frequency = updateFrequency ?? 1;
  return frequency >= 1 ? period / frequency : 0;
}

/** Each once, in order; undefined where there are none, or all of them. (RSS 0.91 counted hours from 1 to 24.) */
function sound(numbers: readonly number[] | undefined, count: number): number[] | undefined {
  const kept = Array.from({ length: count }, (_, number) => number).filter((one) => numbers?.includes(one));
  return kept.length === 0 || kept.length === count ? undefined : kept;
}
