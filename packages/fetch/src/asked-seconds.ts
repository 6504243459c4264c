import type { FeedPace } from '@wirefold/contracts/jobs';
import CachePolicy from 'http-cache-semantics';
import { isWish } from './feed-pace.ts';

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;

/**
 * Decides how many seconds from `now` (ISO 8601 UTC) a feed asks not to be polled, at most a day: the longer of what
 * its answer says as to a private cache (RFC 9111: Cache-Control, Expires, Age) and of its own pace; and where that
 * falls into hours or days that it wants to be left alone, until they are over. What is past, negative, none, or a
 * year and more is no wish. Undefined where there is no wish. `changefreq` of sitemaps is none either: those who read
 * most of them do not heed it (Google Search Central, "Build and submit a sitemap").
 */
export function askedSeconds(
  headers: Readonly<Record<string, string>>,
  pace: FeedPace,
  now: string,
): number | undefined {
  const nowMs = Date.parse(now);
  const wishes = [freshSeconds(headers, nowMs), pace.everySeconds ?? 0].filter(isWish);
  const longest = Math.min(Math.max(0, ...wishes), DAY_SECONDS);
  const untilMs = afterSkipped(nowMs + longest * 1_000, pace);
  const asked = Math.min(Math.ceil((untilMs - nowMs) / 1_000), DAY_SECONDS);
  return asked > 0 ? asked : undefined;
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

/** The first moment from `fromMs` on that is in no skipped hour and day. */
function afterSkipped(fromMs: number, { skipHours = [], skipDays = [] }: FeedPace): number {
  const week = 7 * 24;
  for (let hour = 0; hour < week; hour++) {
    const at = hour === 0 ? fromMs : (Math.floor(fromMs / HOUR_MS) + hour) * HOUR_MS;
    const date = new Date(at);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return at;
  }
  return fromMs;
}
