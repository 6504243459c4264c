/** One request as the host that was asked saw it; times in milliseconds of one clock. */
export interface Arrival {
  readonly isRobots: boolean;
  /** When its head had come. */
  readonly from: number;
  /** When the last byte of the answer was handed to the system, or the connection was gone; infinite before. */
  to: number;
  status: number;
  /** Retry-After of the answer, in milliseconds; 0 for none. */
  holdMs: number;
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
  const gaps = arrivals.slice(1).map((arrival, i) => {
    const before = arrivals[i];
    const gap = arrival.from - (before?.to ?? Number.NEGATIVE_INFINITY);
    return { gap, spare: gap - (before ? owedAfter(rule, before, arrival) : 0) };
  });
  return {
    host: rule.host,
    requests: arrivals.length,
    ruleMs: Math.max(rule.hostGapMs, rule.crawlDelayMs),
    smallestGapMs: least(gaps.map(({ gap }) => gap)),
    leastSpareMs: least(gaps.map(({ spare }) => spare)),
    overlaps: gaps.filter(({ gap }) => gap < 0).length,
    early: gaps.filter(({ spare }) => spare < 0).length,
  };
}

/**
 * The gap owed after an answer: the rule's, twice the time the answer took, or what its Retry-After asks,
 * whichever is the longest. A crawl-delay is known only when robots.txt has been read.
 */
function owedAfter({ hostGapMs, crawlDelayMs }: HostRule, before: Arrival, next: Arrival): number {
  const crawlDelay = before.isRobots || next.isRobots ? 0 : crawlDelayMs;
  const adapted = hostGapMs === 0 ? 0 : Math.min(2 * (before.to - before.from), MAX_ADAPTED_MS);
  return Math.max(hostGapMs, crawlDelay, adapted, before.holdMs);
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((one, other) => Math.min(one, other));
}
