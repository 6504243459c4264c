import { QUARANTINE_REASONS, REJECT_REASONS } from '@wirefold/contracts/reasons';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEAST_SECONDS, MOST_SECONDS } from '../src/poll-interval.ts';
import {
  countLateEntries,
  type FeedState,
  MOST_ASKED_SECONDS,
  type PollOutcome,
  planPoll,
} from '../src/poll-plan.ts';
import { type FailureReason, failureClassOf } from '../src/poll-trouble.ts';

const START = Date.parse('2026-03-01T08:00:00Z');
const DAY = 86_400;

const NEVER_POLLED: FeedState = {
  ...{ id: 'it_1', currentUrl: null, title: null, etag: null, lastModified: null, pollEverySeconds: 900 },
  ...{ nextPollAt: null, lastPolledAt: null, lastReadAt: null, lastChangedAt: null },
  ...{ askedSeconds: null, pace: null },
  ...{ polls: 0, entries: null, newEntries: null, entriesPerDay: null, observedDays: 0 },
  ...{ hours: new Array<number>(24).fill(0), pollBytes: null, bodyBytes: null, failures: 0, trouble: 0 },
  ...{ failingSince: null, lastReason: null, lastError: null, givenUpAt: null },
};

const iso = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
const waitOf = (state: FeedState, now: string): number =>
  (Date.parse(state.nextPollAt ?? '') - Date.parse(now)) / 1000;

function read(
  fresh: number,
  known: number,
  more: Partial<Extract<PollOutcome, { kind: 'read' }>> = {},
): PollOutcome {
  const found = Array.from({ length: fresh + known }, (_, at) => ({ isNew: at < fresh }));
  return { kind: 'read', answer: { wireBytes: 20_000 }, byteLength: 20_000, found, ...more };
}

function failure(reason: FailureReason): PollOutcome {
  return { kind: 'failed', reason, detail: 'why' };
}

/** Polls again and again at the times that were planned; gives all states, and the seconds at which they came about. */
function polled(
  from: FeedState,
  outcomes: readonly PollOutcome[],
  at = 0,
): { state: FeedState; at: number }[] {
  const states: { state: FeedState; at: number }[] = [];
  let [state, seconds] = [from, at];
  for (const outcome of outcomes) {
    state = planPoll(state, outcome, iso(seconds));
    states.push({ state, at: seconds });
    seconds += waitOf(state, iso(seconds));
  }
  return states;
}

const lastOf = (states: readonly { state: FeedState; at: number }[]) => {
  const last = states.at(-1);
  if (last === undefined) throw new Error('no poll was made');
  return last;
};

const answers = fc.record(
  {
    etag: fc.string({ maxLength: 20 }),
    askedSeconds: fc.integer({ min: 0, max: 10 * DAY }),
    wireBytes: fc.integer({ min: 0, max: 1_000_000 }),
  },
  { requiredKeys: ['wireBytes'] },
);
const entry = fc.record({
  isNew: fc.boolean(),
  publishedAt: fc.option(fc.integer({ min: -60 * DAY, max: 60 * DAY }).map(iso), { nil: undefined }),
});
const good: fc.Arbitrary<PollOutcome> = fc.oneof(
  answers.map((answer): PollOutcome => ({ kind: 'not-modified', answer })),
  fc
    .tuple(answers, fc.option(fc.array(entry, { maxLength: 60 })))
    .map(([answer, found]): PollOutcome => ({ kind: 'read', answer, byteLength: 5_000, found })),
);
const reasons = [...Object.keys(REJECT_REASONS), ...Object.keys(QUARANTINE_REASONS)] as FailureReason[];
const outcomes = fc.array(
  fc.oneof({ weight: 3, arbitrary: good }, fc.constantFrom(...reasons).map(failure)),
  {
    minLength: 1,
    maxLength: 25,
  },
);

describe('every plan', () => {
  test('of a feed in health lies between the least and the most interval, or what it asks for, with a tenth of jitter', () => {
    fc.assert(
      fc.property(outcomes, good, (before, last) => {
        const { state, at } = lastOf(polled(NEVER_POLLED, [...before, last]));
        const wait = waitOf(state, iso(at));
        expect(wait).toBeGreaterThanOrEqual(LEAST_SECONDS);
        expect(wait).toBeLessThanOrEqual(Math.max(MOST_SECONDS * 1.05, MOST_ASKED_SECONDS * 1.1) + 1);
        if (state.askedSeconds === null) expect(wait).toBeLessThanOrEqual(MOST_SECONDS * 1.05 + 1);
      }),
    );
  });

  test('is never before what the feed asks for, capped at a day, in health and in trouble', () => {
    fc.assert(
      fc.property(outcomes, (sequence) => {
        for (const { state, at } of polled(NEVER_POLLED, sequence)) {
          expect(state.askedSeconds ?? 0).toBeLessThanOrEqual(MOST_ASKED_SECONDS);
          expect(waitOf(state, iso(at))).toBeGreaterThanOrEqual(state.askedSeconds ?? 0);
        }
      }),
    );
  });

  test('is the same for the same past', () => {
    fc.assert(
      fc.property(outcomes, (sequence) => {
        expect(polled(NEVER_POLLED, sequence)).toEqual(polled(NEVER_POLLED, sequence));
      }),
    );
  });

  test('after one success knows of no trouble, whatever came before', () => {
    fc.assert(
      fc.property(outcomes, good, (before, last) => {
        const { state } = lastOf(polled(NEVER_POLLED, [...before, last]));
        expect(state).toMatchObject({
          failures: 0,
          trouble: 0,
          failingSince: null,
          lastReason: null,
          givenUpAt: null,
        });
      }),
    );
  });

  test('keeps every number finite, and none below nothing', () => {
    fc.assert(
      fc.property(outcomes, (sequence) => {
        const { state } = lastOf(polled(NEVER_POLLED, sequence));
        const numbers = [
          state.pollEverySeconds,
          state.entriesPerDay ?? 0,
          state.observedDays,
          ...state.hours,
        ];
        expect(numbers.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }),
    );
  });
});

describe('the interval', () => {
  /** A feed that has been read for `days`, with entries and bytes as given, at the end of it. */
  function settled(perDay: number, wireBytes: number, window = 30, days = 30): FeedState {
    let [state, at, carried] = [NEVER_POLLED, 0, window];
    while (at < days * DAY) {
      const fresh = Math.min(Math.floor(carried), window);
      carried -= Math.floor(carried);
      state = planPoll(state, read(fresh, window - fresh, { answer: { wireBytes } }), iso(at));
      const wait = waitOf(state, iso(at));
      carried += (perDay * wait) / DAY;
      at += wait;
    }
    return state;
  }

  test('is shorter the more entries come, and longer the more bytes a poll moves', () => {
    const intervals = [0.2, 1, 5, 25].map((perDay) => settled(perDay, 20_000, 50).pollEverySeconds);
    expect(intervals.toSorted((one, other) => other - one)).toEqual(intervals);
    expect(settled(2, 100_000).pollEverySeconds).toBeGreaterThan(1.5 * settled(2, 5_000).pollEverySeconds);
  });

  test('goes with the square root: four times the entries, or a quarter of the bytes, halve it', () => {
    const usual = settled(0.5, 40_000, 50, 90).pollEverySeconds;
    expect(usual / settled(2, 40_000, 50, 90).pollEverySeconds).toBeCloseTo(2, 0);
    expect(usual / settled(0.5, 10_000, 50, 90).pollEverySeconds).toBeCloseTo(2, 0);
  });

  test.each([
    [1, 24],
    [4, 96],
    [10, 480],
  ])('lets at most half of a window of %i turn over where %i entries a day come', (window, perDay) => {
    const { pollEverySeconds } = settled(perDay, 500_000, window, 10);
    expect((perDay * pollEverySeconds) / DAY).toBeLessThanOrEqual(
      Math.max(0.6 * window, (perDay * LEAST_SECONDS) / DAY),
    );
  });

  test('of a feed that answers 304 is shorter than that of one that moves its body each time', () => {
    const start = planPoll(NEVER_POLLED, read(30, 0), iso(0));
    const saving = planPoll(start, { kind: 'not-modified', answer: { wireBytes: 0 } }, iso(3600));
    const wasting = planPoll(start, read(0, 30), iso(3600));
    expect(saving.pollEverySeconds).toBeLessThan(wasting.pollEverySeconds / 2);
  });

  test('jumps to where the rate is as soon as a poll finds nothing that it knows', () => {
    const quiet = settled(0.2, 20_000, 10, 20);
    const now = iso(21 * DAY);
    const after = planPoll({ ...quiet, lastPolledAt: iso(21 * DAY - 7200) }, read(10, 0), now);
    expect(after.entriesPerDay).toBeCloseTo(120, 0);
    expect(after.pollEverySeconds).toBeLessThanOrEqual(3600);
  });

  test('is shorter in the hours in which entries come than in those in which none do', () => {
    const noon = Date.parse('2026-03-01T12:30:00Z');
    const at = (day: number, hour: number) =>
      new Date(noon - day * DAY * 1000 + hour * 3_600_000).toISOString();
    const found = Array.from({ length: 40 }, (_, n) => ({ isNew: true, publishedAt: at(n >> 1, n % 2) }));
    const first = (now: string) =>
      planPoll(NEVER_POLLED, { kind: 'read', byteLength: 40_000, found }, now).pollEverySeconds;
    expect(first('2026-03-01T12:00:00Z')).toBeLessThan(first('2026-03-01T18:00:00Z') / 2);
  });

  test('is guessed from the dates of the entries at the first look: 20 within ten days are two a day', () => {
    const found = Array.from({ length: 20 }, (_, n) => ({
      isNew: true,
      publishedAt: iso(-n * (DAY / 2) - 3600),
    }));
    const { entriesPerDay } = planPoll(NEVER_POLLED, { kind: 'read', byteLength: 40_000, found }, iso(0));
    expect(entriesPerDay).toBeGreaterThan(1.8);
    expect(entriesPerDay).toBeLessThan(2.3);
  });

  test('learns no hour from dates without a time of day', () => {
    const found = Array.from({ length: 20 }, (_, n) => ({
      isNew: true,
      publishedAt: `2026-02-${String(28 - n).padStart(2, '0')}T00:00:00.000Z`,
    }));
    const { hours } = planPoll(NEVER_POLLED, { kind: 'read', byteLength: 40_000, found }, iso(0));
    expect(hours).toEqual(new Array(24).fill(0));
  });

  test('follows entries that lists in the feed bring after it was read', () => {
    const index = planPoll(NEVER_POLLED, { kind: 'read', byteLength: 900, found: null }, iso(0));
    const later = planPoll(index, { kind: 'read', byteLength: 900, found: null }, iso(DAY));
    const counted = countLateEntries(later, 30, iso(DAY + 60));
    expect(counted.entriesPerDay).toBeGreaterThan((later.entriesPerDay ?? 0) + 15);
    expect(counted).toMatchObject({
      newEntries: 30,
      lastChangedAt: iso(DAY + 60),
      nextPollAt: later.nextPollAt,
    });
  });
});

describe('validators', () => {
  const before: FeedState = { ...NEVER_POLLED, etag: '"a"', lastModified: 'Sun, 01 Mar 2026 08:00:00 GMT' };

  test('are those of the last whole answer, and none where it had none', () => {
    const answer = { etag: '"b"', wireBytes: 1 };
    expect(planPoll(before, read(0, 1, { answer }), iso(0))).toMatchObject({
      etag: '"b"',
      lastModified: null,
    });
    expect(planPoll(before, read(0, 1), iso(0))).toMatchObject({ etag: null, lastModified: null });
  });

  test('stand after a 304 without any, and are replaced by those that it brings', () => {
    const known = { ...before, lastReadAt: iso(-60) };
    const said = (answer: { etag?: string; wireBytes: number }) =>
      planPoll(known, { kind: 'not-modified', answer }, iso(0));
    expect(said({ wireBytes: 0 })).toMatchObject({ etag: '"a"', lastModified: before.lastModified });
    expect(said({ etag: '"c"', wireBytes: 0 })).toMatchObject({
      etag: '"c"',
      lastModified: before.lastModified,
    });
  });

  test('are let go after a week of nothing but 304, so that the feed is read whole once', () => {
    const known = { ...before, lastReadAt: iso(0) };
    const answer = { etag: '"a"', wireBytes: 0 };
    const at = (seconds: number) => planPoll(known, { kind: 'not-modified', answer }, iso(seconds)).etag;
    expect(at(7 * DAY)).toBe('"a"');
    expect(at(7 * DAY + 1)).toBeNull();
  });

  test('and wishes stand where the feed was read by what was no poll', () => {
    const known = { ...before, askedSeconds: 1800 };
    const after = planPoll(known, read(1, 2, { answer: undefined }), iso(0));
    expect(after).toMatchObject({ etag: '"a"', askedSeconds: 1800, entries: 3, newEntries: 1 });
  });

  test('what the feed itself says of its pace stands until it is read again, whatever a 304 asks for', () => {
    const pace = { skipHours: [9, 10] };
    const said = { askedSeconds: 7200, pace, wireBytes: 1 };
    const known = planPoll(before, read(0, 1, { answer: said }), iso(0));
    expect(known).toMatchObject({ askedSeconds: 7200, pace });
    const after = planPoll(known, { kind: 'not-modified', answer: { wireBytes: 0 } }, iso(8000));
    expect(after).toMatchObject({ askedSeconds: null, pace });
    const readOtherwise = planPoll(after, read(0, 1, { answer: undefined }), iso(9000));
    expect(readOtherwise.pace).toEqual(pace);
    expect(planPoll(readOtherwise, read(0, 1), iso(9900)).pace).toBeNull();
  });
});

describe('failures', () => {
  test('each reason with which an item can end is of one class', () => {
    expect(
      reasons.map(failureClassOf).every((one) => ['gone', 'missing', 'soft', 'passing'].includes(one)),
    ).toBe(true);
    expect(failureClassOf('gone')).toBe('gone');
    expect(
      ['not-found', 'access-denied', 'not-a-feed', 'host-not-found'].map((one) =>
        failureClassOf(one as FailureReason),
      ),
    ).toEqual(new Array(4).fill('missing'));
    expect(
      ['timeout', 'server-error', 'host-unreachable'].map((one) => failureClassOf(one as FailureReason)),
    ).toEqual(new Array(3).fill('passing'));
  });

  test('double the interval each time, up to a day', () => {
    const states = polled({ ...NEVER_POLLED, pollEverySeconds: 900 }, new Array(9).fill(failure('timeout')));
    const waits = states.map(({ state, at }) => waitOf(state, iso(at)));
    waits.forEach((wait, n) => {
      const doubled = Math.min(900 * 2 ** (n + 1), DAY);
      expect(wait / doubled).toBeGreaterThan(0.94);
      expect(wait / doubled).toBeLessThan(1.06);
    });
  });

  /** Days until a feed is given up that fails for one reason alone, polled whenever it was planned. */
  function daysUntilGivenUp(reason: FailureReason): { days: number; polls: number } {
    const states = polled({ ...NEVER_POLLED, pollEverySeconds: 600 }, new Array(80).fill(failure(reason)));
    const found = states.find(({ state }) => state.givenUpAt !== null);
    return { days: (found?.at ?? Number.POSITIVE_INFINITY) / DAY, polls: found?.state.polls ?? 0 };
  }

  test.each([
    ['gone', 2, 4],
    ['not-found', 3, 5],
    ['host-not-found', 3, 5],
    ['broken-feed', 14, 16],
    ['timeout', 30, 32],
  ] as const)(
    'a feed that is %s is given up after %i to %i days, and several polls',
    (reason, least, most) => {
      const { days, polls } = daysUntilGivenUp(reason);
      expect(days).toBeGreaterThanOrEqual(least);
      expect(days).toBeLessThanOrEqual(most);
      expect(polls).toBeGreaterThanOrEqual(3);
    },
  );

  test('many within an hour are no reason to give a feed up', () => {
    let state = NEVER_POLLED;
    for (let minute = 0; minute < 60; minute += 1) state = planPoll(state, failure('gone'), iso(minute * 60));
    expect(state).toMatchObject({ failures: 60, givenUpAt: null });
  });

  test('a feed that was given up is tried weekly for four weeks, then every 30 days, and one success ends it', () => {
    const states = polled(NEVER_POLLED, new Array(30).fill(failure('gone')));
    const givenUp = states.filter(({ state }) => state.givenUpAt !== null);
    const waits = givenUp.map(({ state, at }) => Math.round(waitOf(state, iso(at)) / DAY / 3.5) * 3.5);
    expect(waits.slice(0, 4)).toEqual([7, 7, 7, 7]);
    expect(waits.slice(6).every((days) => days >= 28 && days <= 31.5)).toBe(true);
    const { state, at } = lastOf(states);
    const back = planPoll(state, read(3, 7), iso(at + 30 * DAY));
    expect(back).toMatchObject({ givenUpAt: null, failures: 0 });
    expect(waitOf(back, iso(at + 30 * DAY))).toBeLessThanOrEqual(MOST_SECONDS * 1.05 + 1);
  });

  test('three at an address that the feed moved to send it back to its own, without the validators of the other', () => {
    const moved = { ...NEVER_POLLED, currentUrl: 'https://new.example/feed', etag: '"n"' };
    const states = polled(moved, new Array(3).fill(failure('not-found')));
    expect(states.map(({ state }) => state.currentUrl)).toEqual([moved.currentUrl, moved.currentUrl, null]);
    expect(lastOf(states).state.etag).toBeNull();
    const passing = polled(moved, new Array(6).fill(failure('timeout')));
    expect(lastOf(passing).state.currentUrl).toBe(moved.currentUrl);
  });
});
