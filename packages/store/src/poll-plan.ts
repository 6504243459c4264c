import type { FeedPace, PollAnswer } from '@wirefold/contracts/jobs';
import { healthySeconds, LEAST_SECONDS } from './poll-interval.ts';
import { addLateEntries, type EntryRate, type FoundEntry, guessRate, learnRate } from './poll-rate.ts';
import { addFailure, type FailureReason, failureClassOf, retrySeconds } from './poll-trouble.ts';

/** What is known of a feed that is polled: the part of its row that polls change. Times are ISO 8601 UTC. */
export interface FeedState {
  readonly id: string;
  /** Where it is asked for, if it has moved for good. */
  readonly currentUrl: string | null;
  readonly title: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The interval in health, before jitter. */
  readonly pollEverySeconds: number;
  readonly nextPollAt: string | null;
  readonly lastPolledAt: string | null;
  /** When a poll last brought the whole feed. */
  readonly lastReadAt: string | null;
  /** When a poll last brought something new. */
  readonly lastChangedAt: string | null;
  readonly askedSeconds: number | null;
  /** What the feed itself said of how often it changes when it was last read. */
  readonly pace: FeedPace | null;
  readonly polls: number;
  readonly entries: number | null;
  readonly newEntries: number | null;
  readonly entriesPerDay: number | null;
  readonly observedDays: number;
  /** 24 numbers. */
  readonly hours: readonly number[];
  /** Bytes of body of a poll that finds nothing new. */
  readonly pollBytes: number | null;
  /** Bytes of body of the whole feed as sent. */
  readonly bodyBytes: number | null;
  readonly failures: number;
  readonly trouble: number;
  readonly failingSince: string | null;
  readonly lastReason: FailureReason | null;
  readonly lastError: string | null;
  readonly givenUpAt: string | null;
}

/** How a poll ended. */
export type PollOutcome =
  | {
      readonly kind: 'read';
      /** Left out where the feed was read by a job that was not made as a poll. */
      readonly answer?: PollAnswer | undefined;
      /** Bytes after content decoding, where there is no answer to say better. */
      readonly byteLength: number;
      /** Null where the document names lists only, as an index of sitemaps does. */
      readonly found: readonly FoundEntry[] | null;
    }
  | { readonly kind: 'not-modified'; readonly answer: PollAnswer }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** No feed is left alone for longer because it asks for it: values of a year are mistakes. */
export const MOST_ASKED_SECONDS = 86_400;

/**
 * A feed is read whole once a week, its validators left away: a server that answers 304 whatever happens would hide
 * its entries for good.
 */
const READ_WHOLE_SECONDS = 7 * 86_400;

/** How fast the bytes of a poll are learned: a new figure counts a quarter. */
const NEW_BYTES_WEIGHT = 0.25;

/** Polls of a new address that fail in a row before the old one is asked again. */
const FAILURES_AFTER_MOVE = 3;

/** A tenth from end to end, so that feeds that were added together drift apart. */
const JITTER = 0.1;

/** What is known of a feed after a poll has ended at `now`, and when it is to be polled next. Pure. */
export function planPoll(before: FeedState, outcome: PollOutcome, now: string): FeedState {
  const counted = { ...before, polls: before.polls + 1, lastPolledAt: now };
  return outcome.kind === 'failed' ? failed(counted, outcome, now) : heard(before, counted, outcome, now);
}

/** Entries that turned up in the lists a feed names count for the feed; when it is polled next does not change. */
export function countLateEntries(before: FeedState, count: number, now: string): FeedState {
  const rate = rateOf(before);
  if (rate === null || count === 0) return before;
  const { perDay: entriesPerDay } = addLateEntries(rate, count);
  return { ...before, entriesPerDay, newEntries: (before.newEntries ?? 0) + count, lastChangedAt: now };
}

function failed(
  before: FeedState,
  { reason, detail }: Extract<PollOutcome, { kind: 'failed' }>,
  now: string,
): FeedState {
  const { isHopeless, ...trouble } = addFailure(before, reason, now);
  const failures = before.failures + 1;
  const givenUpAt = before.givenUpAt ?? (isHopeless ? now : null);
  const seconds = retrySeconds(before.pollEverySeconds, failures, givenUpAt, now);
  const state = { ...before, ...trouble, failures, givenUpAt, lastReason: reason, lastError: detail };
  const isLost = ['gone', 'missing'].includes(failureClassOf(reason)) && failures % FAILURES_AFTER_MOVE === 0;
  const where = isLost && before.currentUrl !== null ? AT_THE_OLD_ADDRESS : {};
  return { ...state, ...where, nextPollAt: nextPoll(state, seconds, now) };
}

/** Validators belong to the address that gave them. */
const AT_THE_OLD_ADDRESS = { currentUrl: null, etag: null, lastModified: null } as const;

function heard(
  before: FeedState,
  counted: FeedState,
  outcome: Exclude<PollOutcome, { kind: 'failed' }>,
  now: string,
): FeedState {
  const { answer } = outcome;
  const state: FeedState = {
    ...counted,
    ...WELL,
    title: answer?.title ?? before.title,
    askedSeconds: askedAfter(before, outcome),
    pace: paceAfter(before, outcome),
    ...validatorsAfter(before, outcome, now),
    ...(outcome.kind === 'read' && whatWasRead(before, outcome, now)),
    ...bytesAfter(before, outcome),
    ...learned(before, outcome, now),
  };
  const pollEverySeconds = Math.round(usualSeconds(state, now));
  return { ...state, pollEverySeconds, nextPollAt: nextPoll(state, pollEverySeconds, now) };
}

const WELL = {
  failures: 0,
  trouble: 0,
  failingSince: null,
  lastReason: null,
  lastError: null,
  givenUpAt: null,
} as const;

function usualSeconds(state: FeedState, now: string): number {
  const rate = rateOf(state);
  if (rate === null) return state.pollEverySeconds;
  const { pollBytes, bodyBytes } = state;
  const idleBytes = pollBytes ?? bodyBytes ?? 0;
  const polled = { rate, window: state.entries, idleBytes, bodyBytes: bodyBytes ?? idleBytes };
  return healthySeconds(polled, now);
}

/** An answer counts in what the feed itself asks for, which a 304 does not bring again, from the time it came. */
function askedAfter(
  { askedSeconds: before }: FeedState,
  { answer }: Exclude<PollOutcome, { kind: 'failed' }>,
): number | null {
  if (answer === undefined) return before;
  const asked = answer.askedSeconds ?? 0;
  return asked === 0 ? null : Math.min(asked, MOST_ASKED_SECONDS);
}

function paceAfter(before: FeedState, outcome: Exclude<PollOutcome, { kind: 'failed' }>): FeedPace | null {
  return outcome.kind === 'not-modified' || outcome.answer === undefined
    ? before.pace
    : (outcome.answer.pace ?? null);
}

function validatorsAfter(
  before: FeedState,
  outcome: Exclude<PollOutcome, { kind: 'failed' }>,
  now: string,
): Pick<FeedState, 'etag' | 'lastModified'> {
  const { etag = null, lastModified = null } = outcome.answer ?? before;
  if (outcome.kind === 'read') return { etag, lastModified };
  const isLongAgo = secondsBetween(before.lastReadAt ?? before.lastPolledAt, now) > READ_WHOLE_SECONDS;
  if (isLongAgo) return { etag: null, lastModified: null };
  // RFC 9111 section 4.3.4: what a 304 brings anew replaces what was kept.
  return { etag: etag ?? before.etag, lastModified: lastModified ?? before.lastModified };
}

function whatWasRead(
  before: FeedState,
  { found }: Extract<PollOutcome, { kind: 'read' }>,
  now: string,
): Partial<FeedState> {
  const newEntries = (found ?? []).filter(({ isNew }) => isNew).length;
  const lastChangedAt = newEntries > 0 ? now : before.lastChangedAt;
  return { lastReadAt: now, lastChangedAt, entries: found?.length ?? null, newEntries };
}

/** What nothing new costs is learned from polls that found nothing, and known at once where a body came for nothing. */
function bytesAfter(
  before: FeedState,
  outcome: Exclude<PollOutcome, { kind: 'failed' }>,
): Pick<FeedState, 'pollBytes' | 'bodyBytes'> {
  const bytes =
    outcome.answer?.wireBytes ?? before.bodyBytes ?? ('byteLength' in outcome ? outcome.byteLength : 0);
  const isIdle = outcome.kind === 'not-modified' || !outcome.found?.some(({ isNew }) => isNew);
  const known = before.pollBytes;
  const pollBytes = !isIdle ? known : known === null ? bytes : known + (bytes - known) * NEW_BYTES_WEIGHT;
  return { pollBytes, bodyBytes: outcome.kind === 'read' ? bytes : before.bodyBytes };
}

function learned(
  before: FeedState,
  outcome: Exclude<PollOutcome, { kind: 'failed' }>,
  now: string,
): Pick<FeedState, 'entriesPerDay' | 'observedDays' | 'hours'> {
  const found = (outcome.kind === 'read' ? outcome.found : null) ?? [];
  const rate = rateOf(before);
  const after =
    rate === null ? guessRate(found, now) : learnRate(rate, found, secondsWatched(before, now) / 86_400, now);
  return { entriesPerDay: after.perDay, observedDays: after.observedDays, hours: after.hours };
}

function rateOf({ entriesPerDay, observedDays, hours }: FeedState): EntryRate | null {
  return entriesPerDay === null ? null : { perDay: entriesPerDay, observedDays, hours };
}

/** Since the last poll that went well; before failures that was about an interval before the first of them. */
function secondsWatched({ failingSince, lastPolledAt, pollEverySeconds }: FeedState, now: string): number {
  return failingSince === null
    ? secondsBetween(lastPolledAt, now)
    : secondsBetween(failingSince, now) + pollEverySeconds;
}

function secondsBetween(from: string | null, until: string): number {
  return from === null ? 0 : Math.max(Date.parse(until) - Date.parse(from), 0) / 1000;
}

/** With jitter, and never before what the feed asks for. */
function nextPoll({ id, polls, askedSeconds }: FeedState, seconds: number, now: string): string {
  const share = fractionOf(`${id} ${polls}`);
  const least = Math.max(askedSeconds ?? 0, LEAST_SECONDS);
  const wanted = seconds * (1 - JITTER / 2 + JITTER * share);
  const wait = Math.max(wanted, least * (1 + JITTER * share));
  return new Date(Date.parse(now) + Math.ceil(wait * 1000)).toISOString();
}

/** 0 to 1, the same for the same text: FNV-1a, 32 bits, mixed once more so that the last character reaches all of them. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
