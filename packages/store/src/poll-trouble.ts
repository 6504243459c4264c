import type { QuarantineReason, RejectReason } from '@wirefold/contracts/reasons';

/** Why a poll can fail. */
export type FailureReason = RejectReason | QuarantineReason;

/**
 * What a failure says of a feed: it is `gone` by its server's own word; `missing`, as far as one can see; `soft`,
 * there, and not to be used; or the failure is `passing`, and says nothing of the feed.
 */
export type FailureClass = 'gone' | 'missing' | 'soft' | 'passing';

const DAY_SECONDS = 86_400;

/** Every reason is of one class; the table is closed over the lists of reasons by its type. */
const CLASSES: Readonly<Record<FailureReason, FailureClass>> = {
  gone: 'gone',
  'not-found': 'missing',
  'access-denied': 'missing',
  'host-not-found': 'missing',
  'bad-url': 'missing',
  'unsupported-scheme': 'missing',
  'credentials-in-url': 'missing',
  'forbidden-address': 'missing',
  'not-a-feed': 'missing',
  'not-a-sitemap': 'missing',
  'not-an-opml': 'missing',
  'unsupported-type': 'missing',
  'no-article': 'missing',
  robots: 'soft',
  reserved: 'soft',
  'client-error': 'soft',
  'too-many-redirects': 'soft',
  'too-large': 'soft',
  'broken-feed': 'soft',
  'broken-sitemap': 'soft',
  'broken-opml': 'soft',
  'broken-record': 'soft',
  'broken-warc-record': 'soft',
  'nested-sitemap-index': 'soft',
  empty: 'soft',
  'feed-timeout': 'soft',
  'feed-memory': 'soft',
  'protocol-error': 'soft',
  'host-unreachable': 'passing',
  timeout: 'passing',
  'server-error': 'passing',
  'robots-unavailable': 'passing',
  // Faults of our own, or a person's word about one poll.
  dropped: 'passing',
  'unreadable-file': 'passing',
  'bad-payload': 'passing',
  'payload-version': 'passing',
  'stage-threw': 'passing',
  'clean-timeout': 'passing',
  'clean-memory': 'passing',
  'lost-repeatedly': 'passing',
};

/**
 * What one failure of a class weighs, and for how many days it has to last before a feed is given up for it. Media
 * Cloud's fetcher weighs 1, 0.5 (soft) and 0.25 (passing) and gives up at 4 (rss-fetcher, fetcher/tasks.py), however
 * short the time; a night's outage or a wrong deployment of a weekend is to be no reason here, hence the days. A
 * server that says 410 means it for good (RFC 9110 section 15.5.11).
 */
const WEIGHTS: Readonly<Record<FailureClass, { readonly weight: number; readonly days: number }>> = {
  gone: { weight: 2, days: 2 },
  missing: { weight: 1, days: 3 },
  soft: { weight: 0.5, days: 14 },
  passing: { weight: 0.25, days: 30 },
};

/** Trouble at which a feed is given up, if it has lasted: 3 polls that found it gone, 6 that found it missing. */
const GIVE_UP_AT = 6;

/** Which class a failure is of. */
export function failureClassOf(reason: FailureReason): FailureClass {
  return CLASSES[reason];
}

/** Failures in a row, weighed. */
export interface Trouble {
  readonly trouble: number;
  /** ISO 8601 UTC. */
  readonly failingSince: string;
  /** True where the feed is to be tried only now and then. */
  readonly isHopeless: boolean;
}

/** Adds one failure to those that came before it in a row. */
export function addFailure(
  before: { readonly trouble: number; readonly failingSince: string | null },
  reason: FailureReason,
  now: string,
): Trouble {
  const { weight, days } = WEIGHTS[failureClassOf(reason)];
  const trouble = before.trouble + weight;
  const failingSince = before.failingSince ?? now;
  const lasted = (Date.parse(now) - Date.parse(failingSince)) / 1000;
  return { trouble, failingSince, isHopeless: trouble >= GIVE_UP_AT && lasted >= days * DAY_SECONDS };
}

/** A feed that was given up is tried weekly in its first four weeks, and then every 30 days: sites do come back. */
const TRIED_WEEKLY_SECONDS = 28 * DAY_SECONDS;

/**
 * Seconds until the next try after `failures` failures in a row: the usual interval, doubled with each, up to a day;
 * for one that was given up, a week or 30 days.
 */
export function retrySeconds(usual: number, failures: number, givenUpAt: string | null, now: string): number {
  if (givenUpAt === null) return Math.min(usual * 2 ** Math.min(failures, 20), DAY_SECONDS);
  const since = (Date.parse(now) - Date.parse(givenUpAt)) / 1000;
  return since < TRIED_WEEKLY_SECONDS ? 7 * DAY_SECONDS : 30 * DAY_SECONDS;
}
