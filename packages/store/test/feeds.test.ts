import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { PollAnswer } from '@wirefold/contracts/jobs';
import type { NewFeed, NewItem, StoreTask, StoreWriter } from '@wirefold/contracts/ports';
import type { FeedView } from '@wirefold/contracts/read-model';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

let path: string;
let writer: StoreWriter;

beforeEach(() => {
  path = $.newDatabasePath();
  writer = openWriter(path);
});

afterEach(() => {
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
  writer.close();
});

const START = Date.parse($.T0);
const later = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

const feedUrl = (name: string): string => `https://${name}.example/feed`;
const feedId = (name: string): string => itemIdOf(feedUrl(name));

function aFeed(name: string, more: Partial<NewFeed> = {}): NewFeed {
  return { id: feedId(name), url: feedUrl(name), kind: 'feed', source: `${name}.example`, ...more };
}

function view(name: string): FeedView {
  const reader = openReader(path);
  const found = reader.feeds().find(({ id }) => id === feedId(name));
  reader.close();
  if (found === undefined) throw new Error(`no feed ${name}`);
  return found;
}

const head = (name: string) =>
  ({ v: PAYLOAD_VERSION, itemId: feedId(name), articleId: articleIdOf(feedId(name)) }) as const;
const pages = (...names: string[]): NewItem[] => names.map((name) => $.anItem(name, { kindForced: true }));

/** The end of a poll that brought the whole feed. */
function whole(name: string, children: NewItem[], poll: Partial<PollAnswer> | null = {}): StoreTask {
  const document = $.aDocument(name, Buffer.from(name));
  const entries = children.map(({ url }) => ({ url }));
  const job = { ...head(name), end: 'expanded', kind: 'feed', document } as const;
  return { job: poll === null ? job : { ...job, poll: { wireBytes: 9_000, ...poll } }, entries, children };
}

function unchanged(name: string, poll: Partial<PollAnswer> = {}): StoreTask {
  return { job: { ...head(name), end: 'not-modified', poll: { wireBytes: 0, ...poll } } };
}

function failed(name: string, reason: 'not-found' | 'gone' = 'not-found'): StoreTask {
  return { job: { ...head(name), end: 'rejected', stage: 'fetch', reason, detail: '404 of nginx' } };
}

function timedOut(name: string): StoreTask {
  const why = { stage: 'fetch', reason: 'timeout', detail: 'no answer', attempts: 3 } as const;
  return { job: { ...head(name), end: 'quarantined', ...why } };
}

/** Adds a feed and ends its first poll, with two pages. */
function begin(name: string, poll: Partial<PollAnswer> = { etag: '"1"' }): void {
  writer.addFeeds([aFeed(name)], $.T0);
  writer.startPolls([feedId(name)], $.T0);
  writer.commit([whole(name, pages(`${name}1`, `${name}2`), poll)], $.T0);
}

describe('which feeds are polled', () => {
  test('a new one is due at once, one that is known stays as it is, and one that was taken off comes back', () => {
    expect(writer.addFeeds([aFeed('a')], $.T0)).toEqual([{ id: feedId('a'), result: 'new' }]);
    expect(writer.dueFeeds($.T0, 9)).toEqual([feedId('a')]);
    expect(writer.addFeeds([aFeed('a')], $.T1)[0]?.result).toBe('known');
    expect(writer.removeFeeds([feedId('a'), feedId('z')], $.T1)).toEqual([feedId('a')]);
    expect(writer.dueFeeds($.T2, 9)).toEqual([]);
    expect(view('a')).toMatchObject({ removedAt: $.T1, removedBecause: null });
    expect(writer.addFeeds([aFeed('a', { title: 'A' })], $.T2)[0]?.result).toBe('again');
    expect(view('a')).toMatchObject({ removedAt: null, nextPollAt: $.T2, title: 'A' });
  });

  test('the longest due comes first, at most so many, and none that is in flight', () => {
    writer.addFeeds([aFeed('b')], $.T1);
    writer.addFeeds([aFeed('a'), aFeed('c')], $.T0);
    const early = [feedId('a'), feedId('c')].toSorted();
    expect(writer.dueFeeds($.T2, 9)).toEqual([...early, feedId('b')]);
    expect(writer.dueFeeds($.T2, 1)).toEqual(early.slice(0, 1));
    expect(writer.dueFeeds($.T0, 9)).toEqual(early);
    writer.startPolls(early, $.T2);
    expect(writer.dueFeeds($.T2, 9)).toEqual([feedId('b')]);
  });
});

describe('a poll', () => {
  test('asks without validators first, then with those of the last answer, verbatim', () => {
    writer.addFeeds([aFeed('a')], $.T0);
    const [first] = writer.startPolls([feedId('a')], $.T0);
    expect(first).toMatchObject({ itemId: feedId('a'), url: feedUrl('a'), kind: 'feed', kindForced: true });
    expect(first?.poll).toEqual({ url: feedUrl('a') });
    writer.commit([whole('a', pages('p'), { etag: 'W/"x y"', lastModified: 'yesterday' })], $.T0);
    const [second] = writer.startPolls([feedId('a')], $.T1);
    expect(second?.poll).toEqual({ url: feedUrl('a'), etag: 'W/"x y"', lastModified: 'yesterday' });
  });

  test('asks with what the feed said of its pace, which an answer without a body leaves as it was', () => {
    const pace = { everySeconds: 3_600, skipHours: [0, 1] };
    begin('a', { pace });
    expect(writer.startPolls([feedId('a')], $.T1)[0]?.poll).toMatchObject({ url: feedUrl('a'), pace });
    writer.commit([unchanged('a')], $.T1);
    expect(writer.startPolls([feedId('a')], $.T1)[0]?.poll).toMatchObject({ pace });
    writer.commit([whole('a', pages('a1'))], $.T1);
    expect(writer.startPolls([feedId('a')], $.T1)[0]?.poll).not.toHaveProperty('pace');
  });

  test('is not begun for a feed that is in flight, was taken off, or never added', () => {
    writer.addFeeds([aFeed('a'), aFeed('b')], $.T0);
    writer.removeFeeds([feedId('b')], $.T0);
    expect(writer.startPolls([feedId('a'), feedId('b'), feedId('z')], $.T0)).toHaveLength(1);
    expect(writer.startPolls([feedId('a')], $.T1)).toEqual([]);
    expect(writer.balance()).toMatchObject({ accepted: 1, inFlight: 1 });
  });

  test('that is lost is sent again as a poll, with its validators', () => {
    begin('a');
    const [sent] = writer.startPolls([feedId('a')], $.T1);
    expect(writer.pendingItems([feedId('a')])[0]?.job).toEqual(sent);
  });

  test('counts entries and those that are new, remembers title and wishes, and plans the next', () => {
    begin('a', { etag: '"1"', title: 'The A', askedSeconds: 3_600 });
    expect(view('a')).toMatchObject({
      entries: 2,
      newEntries: 2,
      polls: 1,
      title: 'The A',
      askedSeconds: 3_600,
    });
    writer.startPolls([feedId('a')], $.T1);
    const { children, state } = writer.commit([whole('a', pages('a2', 'a3'))], $.T1)[0] ?? {};
    expect(state).toBe('stored');
    expect(children?.map(({ url }) => url)).toEqual([$.urlOf('a3')]);
    expect(view('a')).toMatchObject({ entries: 2, newEntries: 1, polls: 2, lastChangedAt: $.T1, etag: null });
    expect(Date.parse(view('a').nextPollAt ?? '')).toBeGreaterThan(Date.parse($.T1));
  });

  test('that finds nothing changed ends as unchanged, and keeps the validators', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    expect(writer.commit([unchanged('a')], $.T1)[0]?.state).toBe('unchanged');
    expect(view('a')).toMatchObject({
      etag: '"1"',
      polls: 2,
      lastPolledAt: $.T1,
      lastChangedAt: $.T0,
      failures: 0,
    });
    expect(writer.ends([feedId('a')])[0]).toMatchObject({ state: 'unchanged', reason: 'not-modified' });
  });

  test('whose end is committed twice, or in a batch with itself, counts once', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    const end = whole('a', pages('a2', 'a3'), { etag: '"2"' });
    expect(writer.commit([end, end], $.T1).map(({ state }) => state)).toEqual(['stored', 'late']);
    const before = $.rowsOf(path, 'SELECT * FROM feeds');
    writer.commit([end, unchanged('a'), failed('a')], $.T2);
    expect($.rowsOf(path, 'SELECT * FROM feeds')).toEqual(before);
  });

  test('that was under way when its feed was taken off leaves the feed as it was', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    writer.removeFeeds([feedId('a')], $.T1);
    const before = view('a');
    expect(writer.commit([whole('a', pages('a3'))], $.T2)[0]?.state).toBe('stored');
    expect(view('a')).toEqual(before);
  });

  test('of what was given by hand counts too, and teaches no validators', () => {
    begin('a');
    writer.accept([$.anItem('x', { id: feedId('a'), url: feedUrl('a') })], $.T1);
    expect(writer.pendingItems([feedId('a')])[0]?.job.poll).toEqual({ url: feedUrl('a'), etag: '"1"' });
    writer.commit([whole('a', pages('a3'), null)], $.T1);
    expect(view('a')).toMatchObject({ polls: 2, newEntries: 1, etag: '"1"', lastPolledAt: $.T1 });
    expect(writer.startPolls([feedId('a')], $.T2)[0]).toMatchObject({ kind: 'feed', kindForced: true });
  });

  test('of an address whose bytes once came from an archive asks the address; bytes that come later are no poll', () => {
    const item = $.anItem('x', { id: feedId('a'), url: feedUrl('a'), provided: $.provided('<rss/>') });
    writer.accept([item], $.T0);
    writer.addFeeds([aFeed('a')], $.T0);
    expect(writer.pendingItems([feedId('a')])[0]?.job).not.toHaveProperty('poll');
    writer.commit([whole('a', pages('a1'), null)], $.T0);
    expect(view('a')).toMatchObject({ polls: 0, lastPolledAt: null });
    const [job] = writer.startPolls([feedId('a')], $.T1);
    expect(job?.poll).toEqual({ url: feedUrl('a') });
    expect(job).not.toHaveProperty('provided');
    expect(writer.pendingItems([feedId('a')])[0]).toMatchObject({ bytes: null });
    writer.commit([whole('a', pages('a1'))], $.T1);
    expect(view('a')).toMatchObject({ polls: 1, lastPolledAt: $.T1 });
  });
});

describe('a poll that fails', () => {
  test('is counted with its reason, and the next comes later; a success ends it', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    writer.commit([failed('a')], $.T1);
    const trouble = { failures: 1, lastReason: 'not-found', lastError: '404 of nginx', failingSince: $.T1 };
    expect(view('a')).toMatchObject({ ...trouble, etag: '"1"', entries: 2 });
    writer.startPolls([feedId('a')], $.T2);
    writer.commit([unchanged('a')], $.T2);
    expect(view('a')).toMatchObject({ failures: 0, lastReason: null, lastError: null, failingSince: null });
  });

  test('into quarantine can be tried again as a poll, or dropped, and the next comes when it is planned', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    writer.commit([timedOut('a')], $.T1);
    expect(view('a')).toMatchObject({ failures: 1, lastReason: 'timeout' });
    const planned = view('a').nextPollAt ?? '';
    const [again] = writer.retry([feedId('a')], $.T1);
    expect(again?.poll).toEqual({ url: feedUrl('a'), etag: '"1"' });
    writer.commit([timedOut('a')], $.T1);
    expect(view('a').failures).toBe(2);
    expect(writer.drop([feedId('a')], $.T1)).toBe(1);
    expect(view('a').failures).toBe(2);
    expect(writer.dueFeeds(later(86_400 * 2), 9)).toEqual([feedId('a')]);
    expect(writer.startPolls([feedId('a')], planned)).toHaveLength(1);
    writer.commit([unchanged('a')], planned);
  });

  test('for its job was lost again and again counts as well', () => {
    begin('a');
    writer.startPolls([feedId('a')], $.T1);
    writer.quarantine(feedId('a'), 'fetch', 'lost-repeatedly', 'lost five times', $.T1);
    expect(view('a')).toMatchObject({ failures: 1, lastReason: 'lost-repeatedly', polls: 2 });
  });

  test('gives a feed up that is gone for days, which is due again a week later and recovers', () => {
    begin('a');
    let now = $.T1;
    for (let polls = 0; view('a').givenUpAt === null && polls < 40; polls += 1) {
      writer.startPolls([feedId('a')], now);
      writer.commit([failed('a', 'gone')], now);
      now = view('a').nextPollAt ?? now;
    }
    const { givenUpAt, failures } = view('a');
    expect(failures).toBeGreaterThanOrEqual(3);
    const days = (Date.parse(now) - Date.parse(givenUpAt ?? '')) / 86_400_000;
    expect(days).toBeGreaterThan(6.5);
    expect(days).toBeLessThan(7.5);
    expect(writer.dueFeeds(now, 9)).toEqual([feedId('a')]);
    writer.startPolls([feedId('a')], now);
    writer.commit([whole('a', pages('a9'))], now);
    expect(view('a')).toMatchObject({ givenUpAt: null, failures: 0, newEntries: 1 });
  });
});

describe('a feed that moves for good', () => {
  const moved = 'https://new.example/feed';

  test('is asked for at its new address from then on, until it moves back', () => {
    begin('a', { movedTo: moved, etag: '"n"' });
    expect(view('a').currentUrl).toBe(moved);
    const [job] = writer.startPolls([feedId('a')], $.T1);
    expect(job).toMatchObject({ url: feedUrl('a'), poll: { url: moved, etag: '"n"' } });
    writer.commit([whole('a', pages('a1'))], $.T1);
    expect(view('a').currentUrl).toBe(moved);
    writer.startPolls([feedId('a')], $.T2);
    writer.commit([whole('a', pages('a1'), { movedTo: feedUrl('a') })], $.T2);
    expect(view('a').currentUrl).toBeNull();
  });

  test.each([
    ['is', aFeed('b', { url: moved }), {}],
    ['has moved to', aFeed('b'), { movedTo: moved }],
  ])('is taken off, and why is said, where another feed %s that address already', (_word, other, poll) => {
    writer.addFeeds([other], $.T0);
    writer.startPolls([other.id], $.T0);
    writer.commit([whole('b', pages('b1'), poll)], $.T0);
    begin('a', { movedTo: moved });
    expect(view('a')).toMatchObject({ removedAt: $.T0, currentUrl: null });
    expect(view('a').removedBecause).toContain(moved);
    expect(view('b').removedAt).toBeNull();
    expect(writer.dueFeeds(later(86_400), 9)).toEqual([other.id]);
  });

  test('has its new address: who adds that is told which feed it is', () => {
    begin('a', { movedTo: moved });
    expect(writer.addFeeds([aFeed('b', { url: moved })], $.T1)).toEqual([
      { id: feedId('a'), result: 'known' },
    ]);
    expect($.rowsOf(path, 'SELECT url FROM feeds')).toEqual([{ url: feedUrl('a') }]);
    writer.removeFeeds([feedId('a')], $.T1);
    expect(writer.addFeeds([aFeed('b', { url: moved })], $.T2)[0]?.result).toBe('new');
  });

  test('and is taken off is asked for at its own address when it comes back and another has the new one', () => {
    begin('a', { movedTo: moved, etag: '"n"' });
    writer.removeFeeds([feedId('a')], $.T1);
    begin('b', { movedTo: moved });
    expect(writer.addFeeds([aFeed('a')], $.T2)).toEqual([{ id: feedId('a'), result: 'again' }]);
    expect(writer.startPolls([feedId('a')], $.T2)[0]?.poll).toEqual({ url: feedUrl('a') });
    writer.commit([whole('a', pages('a1'), { movedTo: moved })], $.T2);
    expect(view('a').removedBecause).toContain(feedUrl('b'));
  });

  test('and is taken off is asked for at its new address when it comes back and nobody else is there', () => {
    begin('a', { movedTo: moved, etag: '"n"' });
    writer.removeFeeds([feedId('a')], $.T1);
    writer.addFeeds([aFeed('a')], $.T2);
    expect(writer.startPolls([feedId('a')], $.T2)[0]?.poll).toMatchObject({ url: moved, etag: '"n"' });
    writer.commit([unchanged('a')], $.T2);
  });

  test('to where a feed was that is no longer polled is followed', () => {
    writer.addFeeds([aFeed('b', { url: moved })], $.T0);
    writer.removeFeeds([feedId('b')], $.T0);
    begin('a', { movedTo: moved });
    expect(view('a')).toMatchObject({ currentUrl: moved, removedAt: null });
  });
});

describe('an index of sitemaps', () => {
  const child = (name: string, changedAt?: string): NewItem => ({
    ...$.anItem(name, { kind: 'child-sitemap', kindForced: true }),
    ...(changedAt !== undefined && { changedAt }),
  });
  const childEnd = (name: string, children: NewItem[]): StoreTask => {
    const task = whole('index', children, null);
    if (!('entries' in task)) throw new Error('not expanded');
    const ids = { itemId: $.itemId(name), articleId: articleIdOf($.itemId(name)) };
    return { ...task, job: { ...task.job, ...ids, kind: 'sitemap' } };
  };
  /** Polls the index at a time, and gives the names of the children that are to run. */
  function poll(now: string, ...children: NewItem[]): string[] {
    writer.startPolls([feedId('index')], now);
    const task = whole('index', children);
    if (!('entries' in task)) throw new Error('not expanded');
    const ran = writer.commit([{ ...task, job: { ...task.job, kind: 'sitemap' } }], now)[0]?.children ?? [];
    return ran.map(({ url }) => url);
  }

  beforeEach(() => {
    writer.addFeeds([aFeed('index', { kind: 'sitemap' })], $.T0);
    expect(poll($.T0, child('old', $.T0), child('new', $.T0))).toHaveLength(2);
    writer.commit([childEnd('old', pages('o1')), childEnd('new', pages('n1', 'n2'))], $.T0);
  });

  test.each([
    ['does not say when it changed', undefined, true],
    ['changed after it was last asked for', later(60), true],
    ['changed before', later(-60), false],
    ['changed when it was last asked for', $.T0, false],
    ['changed on that day, no time said', '2026-03-01', true],
    ['changed the day before, no time said, which may be today elsewhere', '2026-02-28', true],
    ['changed two days before, no time said', '2026-02-27T00:00:00.000Z', false],
    ['changed at a time that cannot be read', 'lately', true],
  ])('runs a child again that %s: %s -> %s', (_words, changedAt, runs) => {
    expect(poll($.T1, child('new', changedAt))).toHaveLength(runs ? 1 : 0);
    if (runs) writer.commit([childEnd('new', pages('n1'))], $.T1);
  });

  test('runs a child again that was quarantined, whatever it says', () => {
    poll($.T1, child('new', later(60)));
    writer.quarantine($.itemId('new'), 'fetch', 'timeout', 'slow', $.T1);
    expect(poll($.T2, child('new', later(-60)))).toHaveLength(1);
    writer.commit([childEnd('new', [])], $.T2);
  });

  test('counts the pages of its children, but for those of its first poll; its own entries say nothing', () => {
    expect(view('index')).toMatchObject({ entries: null, newEntries: 0, polls: 1 });
    poll($.T1, child('new', later(60)));
    writer.commit([childEnd('new', pages('n1', 'n2', 'n3', 'n4', 'n5'))], $.T1);
    expect(view('index')).toMatchObject({ entries: null, newEntries: 3, polls: 2, lastChangedAt: $.T1 });
  });
});

describe('whatever happens to polls', () => {
  const NAMES = ['a', 'b', 'c'];
  type Step = (now: string) => void;
  const named = fc.constantFrom(...NAMES);
  const ofOne = (step: (name: string, now: string) => unknown): fc.Arbitrary<Step> =>
    named.map((name) => (now) => void step(name, now));
  const steps: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: ofOne((name, now) => writer.addFeeds([aFeed(name)], now)), weight: 2 },
    ofOne((name, now) => writer.removeFeeds([feedId(name)], now)),
    { arbitrary: ofOne((name, now) => writer.startPolls([feedId(name)], now)), weight: 2 },
    ofOne((_, now) => writer.startPolls(writer.dueFeeds(now, 2), now)),
    ofOne((name, now) => writer.commit([unchanged(name)], now)),
    ofOne((name, now) => writer.commit([failed(name)], now)),
    ofOne((name, now) => writer.commit([timedOut(name)], now)),
    ofOne((name, now) => writer.retry([feedId(name)], now)),
    ofOne((name, now) => writer.drop([feedId(name)], now)),
    fc
      .tuple(named, fc.constantFrom(...NAMES, 'elsewhere', 'elsewhere'))
      .map(([name, to]) => (now: string): void => {
        writer.startPolls([feedId(name)], now);
        writer.commit([whole(name, pages('p'), { movedTo: feedUrl(to) })], now);
      }),
  );

  test('the balance holds, each feed that is polled has a next time, no two have one address, and verify is green', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 40 }), (sequence) => {
        writer.close();
        path = $.newDatabasePath();
        writer = openWriter(path);
        for (const [n, step] of sequence.entries()) {
          step(later(n * 3_600));
          const {
            accepted,
            stored,
            revised,
            unchanged: same,
            rejected,
            quarantined,
            inFlight,
          } = writer.balance();
          expect(accepted).toBe(stored + revised + same + rejected + quarantined + inFlight);
        }
        const reader = openReader(path);
        const active = reader.feeds().filter(({ removedAt }) => removedAt === null);
        expect(reader.verify()).toEqual([]);
        reader.close();
        expect(active.every(({ nextPollAt }) => nextPollAt !== null)).toBe(true);
        const asked = active.map(({ url, currentUrl }) => currentUrl ?? url);
        expect(new Set(asked).size).toBe(asked.length);
      }),
      { numRuns: 200 },
    );
  });
});
