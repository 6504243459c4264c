import { itemIdOf } from '@wirefold/contracts/ids';
import type { FeedView } from '@wirefold/contracts/read-model';
import { describe, expect, it } from 'vitest';
import { healthOf, stateOf } from '../src/feeding/feed-health.ts';
import { findNamed } from '../src/feeding/named-feeds.ts';
import { shortSpan, spanOf } from '../src/output/spans.ts';

const NOW = '2026-11-23T12:00:00.000Z';
const ESC = '\u001b';

function feed(url: string, fields: Partial<FeedView> = {}): FeedView {
  return {
    ...{ id: itemIdOf(url), url, kind: 'feed', title: null, source: 'example.org', currentUrl: null },
    ...{ addedAt: '2026-11-01T00:00:00.000Z', removedAt: null, removedBecause: null, etag: null },
    ...{ pollEverySeconds: 900, nextPollAt: NOW, lastPolledAt: '2026-11-23T11:45:00.000Z' },
    ...{ lastChangedAt: null, askedSeconds: null, polls: 3, entries: 30, newEntries: 2, entriesPerDay: 4 },
    ...{ pollBytes: 0, failures: 0, trouble: 0, failingSince: null, lastReason: null, lastError: null },
    ...{ givenUpAt: null, lastModified: null },
    ...fields,
  } as FeedView;
}

describe('the health of a feed', () => {
  const A = 'https://a.example/feed';
  it.each<[string, string, Partial<FeedView>]>([
    ['well', 'well', {}],
    ['never polled yet', 'new', { polls: 0, lastPolledAt: null }],
    ['well; moved to https://b.example/rss', 'well', { currentUrl: 'https://b.example/rss' }],
    [
      'failing for 3 days: the server answered 404',
      'failing',
      { failures: 7, failingSince: '2026-11-20T11:00:00.000Z', lastReason: 'not-found', lastError: 'x' },
    ],
    [
      'failing for 119 minutes: cut off',
      'failing',
      { failures: 1, failingSince: '2026-11-23T10:01:00.000Z', lastReason: null, lastError: 'cut\noff' },
    ],
    [
      'failing for 0 seconds: the reason is not known',
      'failing',
      { failures: 1, failingSince: '2026-11-23T12:00:01.000Z' },
    ],
    [
      'given up on 12 Nov, tried again now and then: the server answered 410',
      'given-up',
      { failures: 9, givenUpAt: '2026-11-12T23:59:59.000Z', lastReason: 'gone' },
    ],
    [
      'given up on 31 Dec 2025, tried again now and then: the server answered 410',
      'given-up',
      { failures: 9, givenUpAt: '2025-12-31T23:59:59.000Z', lastReason: 'gone' },
    ],
    ['taken off on 2 Nov', 'removed', { removedAt: '2026-11-02T00:00:00.000Z', failures: 3 }],
    [
      'taken off on 2 Nov: it is b now',
      'removed',
      { removedAt: '2026-11-02T00:00:00.000Z', removedBecause: `it is b${ESC}[31m now`, currentUrl: A },
    ],
  ])('is %j', (words, state, fields) => {
    expect([healthOf(feed(A, fields), NOW), stateOf(feed(A, fields))]).toEqual([words, state]);
  });
});

describe('spans', () => {
  it.each([
    [-5, '0 seconds', '0 s'],
    [1, '1 second', '1 s'],
    [119, '119 seconds', '119 s'],
    [120, '2 minutes', '2 min'],
    [900, '15 minutes', '15 min'],
    [7_199, '120 minutes', '120 min'],
    [7_200, '2 hours', '2 h'],
    [86_400, '24 hours', '24 h'],
    [172_800, '2 days', '2 d'],
    [86_400 * 1_000, '1,000 days', '1,000 d'],
  ])('%d s is %s, in a table %s', (seconds, words, short) => {
    expect([spanOf(seconds), shortSpan(seconds)]).toEqual([words, short]);
  });
});

describe('a feed is named by', () => {
  const a = feed('https://a.example/feed', { currentUrl: 'https://b.example/feed' });
  const c = feed('https://c.example/feed');
  const named = (...names: string[]) => findNamed([a, c], names);
  const ids = (...names: string[]) => named(...names).found.map((one) => one.id);

  it('its address, also written otherwise, the address it has moved to, and any beginning of its id', () => {
    expect(ids('https://A.example:443/feed?utm_source=x#top')).toEqual([a.id]);
    expect(ids('https://b.example/feed')).toEqual([a.id]);
    expect(ids(a.id, a.id.slice(0, 11), a.id.slice(3, 11))).toEqual([a.id]);
  });

  it('nothing else: what is unknown, ambiguous or no name is told with its problem', () => {
    expect(named('it_').unknown[0]?.problem).toBe('no feed has an id that begins so');
    expect(named('https://a.example/').unknown[0]?.problem).toBe('no feed has that address');
    expect(named("'; DROP TABLE feeds").unknown).toHaveLength(1);
    // 40 ids, and 32 digits that they can begin with.
    const many = Array.from({ length: 40 }, (_, i) => feed(`https://${i}.example/`));
    const digits = many.map((one) => one.id.slice(3, 4));
    const twice = digits.find((digit, i) => digits.indexOf(digit) !== i) ?? '';
    expect(findNamed(many, [twice])).toEqual({
      found: [],
      unknown: [{ named: twice, problem: expect.stringMatching(/^several feeds are meant by it: it_/) }],
    });
  });

  it('no secret is printed of a name that is unknown', () => {
    expect(named('https://me:s3cret@a.example/feed').unknown).toEqual([
      { named: 'https://***@a.example/feed', problem: 'no feed has that address' },
    ]);
  });
});
