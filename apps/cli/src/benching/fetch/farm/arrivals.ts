/** One request as the host that was asked saw it; times in milliseconds of one clock. */
export interface Arrival {
  readonly path: string;
  /** When its head had come. */
  readonly from: number;
  /** When the last byte of the answer was handed to the system, or the connection was gone; infinite before. */
  to: number;
  status: number;
  /** Retry-After of the answer, in milliseconds; 0 for none. */
  holdMs: number;
}

/** The request that had the least to spare, and the answer before it. */
export interface Tightest {
  readonly path: string;
  readonly after: string;
  readonly statusBefore: number;
  readonly tookMs: number;
  readonly owedMs: number;
  readonly gapMs: number;
}

/** What a host's own log shows of how it was asked; gaps lie between the end of an answer and the next request. */
export interface HostVerdict {
  readonly host: string;
  readonly requests: number;
  /** The least gap that its rule allows: the setting's or its crawl-delay, whichever is longer. */
  readonly ruleMs: number;
  /** Null for fewer than two requests. */
  readonly smallestGapMs: number | null;
  /** The least by which a gap was longer than it had to be just then; below 0 for one that was too short. */
  readonly leastSpareMs: number | null;
  /** Null for fewer than two requests. */
  readonly tightest: Tightest | null;
  /** Requests that came while another was being answered. */
  readonly overlaps: number;
  /** Requests that came sooner than the rule allowed just then. */
  readonly early: number;
}

/** What a host is owed. */
export interface HostRule {
  readonly host: string;
  readonly hostGapMs: number;
  readonly crawlDelayMs: number;
}

/** Milliseconds up to which the gap follows the time of the last answer: docs/decisions/0016. */
const MAX_ADAPTED_MS = 10_000;

/** Judges how a host was asked, by its log in the order of coming. */
export function judgeHost(rule: HostRule, arrivals: readonly Arrival[]): HostVerdict {
  const gaps = arrivals.flatMap((arrival, i) => {
    const before = arrivals[i - 1];
    return before === undefined ? [] : [gapOf(rule, before, arrival)];
  });
  const tightest = gaps.reduce<Gap | null>(
    (least, gap) => (least === null || gap.spare < least.spare ? gap : least),
    null,
  );
  return {
    host: rule.host,
    requests: arrivals.length,
    ruleMs: Math.max(rule.hostGapMs, rule.crawlDelayMs),
    smallestGapMs: least(gaps.map(({ gapMs }) => gapMs)),
    leastSpareMs: tightest === null ? null : tightest.spare,
    tightest: tightest && withoutSpare(tightest),
    overlaps: gaps.filter(({ gapMs }) => gapMs < 0).length,
    early: gaps.filter(({ spare }) => spare < 0).length,
  };
}

type Gap = Tightest & { readonly spare: number };

const withoutSpare = ({ spare: _, ...tightest }: Gap): Tightest => tightest;

function gapOf(rule: HostRule, before: Arrival, arrival: Arrival): Gap {
  const gapMs = arrival.from - before.to;
  const owedMs = owedAfter(rule, before, arrival);
  return {
    ...{ path: arrival.path, after: before.path, statusBefore: before.status },
    ...{ tookMs: before.to - before.from, owedMs, gapMs, spare: gapMs - owedMs },
  };
}

const isRobots = ({ path }: Arrival): boolean => path === '/robots.txt';

/**
 * The gap owed after an answer: the rule's, twice the time the answer took, or what its Retry-After asks,
 * whichever is the longest. A crawl-delay is known only when robots.txt has been read.
 */
function owedAfter({ hostGapMs, crawlDelayMs }: HostRule, before: Arrival, next: Arrival): number {
  const crawlDelay = isRobots(before) || isRobots(next) ? 0 : crawlDelayMs;
  const adapted = hostGapMs === 0 ? 0 : Math.min(2 * (before.to - before.from), MAX_ADAPTED_MS);
  return Math.max(hostGapMs, crawlDelay, adapted, before.holdMs);
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((one, other) => Math.min(one, other));
}
