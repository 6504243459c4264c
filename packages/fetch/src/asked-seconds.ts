import CachePolicy from 'http-cache-semantics';

/** How often a feed itself says that it changes; as it says so, nothing checked. */
export interface FeedPace {
  /** Minutes (RSS 2.0, "ttl"). */
  readonly ttl?: number | undefined;
  /** Hours of the day, GMT, and names of days, in which it is not to be asked (RSS 2.0, "skipHours", "skipDays"). */
  readonly skipHours?: readonly number[] | undefined;
  readonly skipDays?: readonly string[] | undefined;
  /** The syndication module of RSS 1.0: so many updates in a period. */
  readonly updatePeriod?: string | undefined;
  readonly updateFrequency?: number | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;

/**
 * From a year on a wish is a setting for files that never change (RFC 2616 section 14.21 wrote "never expires" so),
 * which no feed can mean.
 */
const NEVER_SECONDS = 365 * DAY_SECONDS;

/** web.resource.org/rss/1.0/modules/syndication: the periods, in seconds. */
const PERIODS: Readonly<Record<string, number>> = {
  ...{ hourly: 3_600, daily: DAY_SECONDS, weekly: 7 * DAY_SECONDS },
  ...{ monthly: 30 * DAY_SECONDS, yearly: 365 * DAY_SECONDS },
};

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Decides how many seconds from `now` (ISO 8601 UTC) a feed asks not to be polled, at most a day: the longest of
 * what its answer says as to a private cache (RFC 9111: Cache-Control, Expires, Age), its `ttl` and its update
 * period; and where that falls into hours or days that it wants to be left alone, until they are over. What makes
 * no sense is no wish: a time that is past, negative or none, a year and more, all hours skipped. Undefined where
 * there is no wish. `changefreq` of sitemaps is none either: those who read most of them do not heed it (Google
 * Search Central, "Build and submit a sitemap").
 */
export function askedSeconds(
  headers: Readonly<Record<string, string>>,
  pace: FeedPace,
  now: string,
): number | undefined {
  const nowMs = Date.parse(now);
  const wishes = [freshSeconds(headers, nowMs), (pace.ttl ?? 0) * 60].filter(isWish);
  const longest = Math.min(Math.max(0, periodSeconds(pace), ...wishes), DAY_SECONDS);
  const asked = Math.min(Math.ceil(afterSkipped(nowMs + longest * 1_000, pace) - nowMs) / 1_000, DAY_SECONDS);
  return asked > 0 ? Math.ceil(asked) : undefined;
}

function isWish(seconds: number): boolean {
  return Number.isFinite(seconds) && seconds > 0 && seconds < NEVER_SECONDS;
}

/**
 * Seconds for which a private cache would not ask again. What the library would guess from `Last-Modified` or add
 * for `immutable` is left out, and a 304 counts as the answer that it renews (RFC 9111 section 4.3.4).
 */
function freshSeconds(headers: Readonly<Record<string, string>>, nowMs: number): number {
  class PolicyNow extends CachePolicy {
    now(): number {
      return nowMs;
    }
  }
  // RFC 9111 section 5.2: names of directives in any case of letters; the library knows lower case alone.
  const cacheControl = headers['cache-control']?.toLowerCase();
  const heard = { ...headers, ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }) };
  const options = { shared: false, cacheHeuristic: 0, immutableMinTimeToLive: 0 };
  const policy = new PolicyNow({ headers: {} }, { status: 200, headers: heard }, options);
  return policy.maxAge() - Math.max(0, policy.age());
}

/** A period that is left out is a day, a frequency one; either says that the module is used. */
function periodSeconds({ updatePeriod, updateFrequency }: FeedPace): number {
  if (updatePeriod === undefined && updateFrequency === undefined) return 0;
  const name = (updatePeriod ?? 'daily').trim().toLowerCase();
  const period = Object.hasOwn(PERIODS, name) ? (PERIODS[name] ?? 0) : 0;
  const frequency = updateFrequency ?? 1;
  return frequency >= 1 ? period / frequency : 0;
}

/** The first moment from `fromMs` on that is in no skipped hour and day; `fromMs` itself where all are. */
function afterSkipped(fromMs: number, { skipHours = [], skipDays = [] }: FeedPace): number {
  // RSS 0.91 counted the hours from 1 to 24.
  const hours = new Set(skipHours.map((hour) => (hour === 24 ? 0 : hour)));
  const days = new Set(skipDays.map((day) => DAYS.indexOf(day.trim().toLowerCase())));
  const week = 7 * 24;
  for (let hour = 0; hour < week; hour++) {
    const at = hour === 0 ? fromMs : (Math.floor(fromMs / HOUR_MS) + hour) * HOUR_MS;
    const date = new Date(at);
    if (!hours.has(date.getUTCHours()) && !days.has(date.getUTCDay())) return at;
  }
  return fromMs;
}
