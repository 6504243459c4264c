import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feedBodies } from '../src/benching/fetch/polling-body.ts';
import { ruleSees, ruleTimes } from '../src/benching/fetch/polling-rule.ts';
import { DAY_MS, entriesBy, entryOf, entryUrl, makeWorld } from '../src/benching/fetch/polling-world.ts';

const WORLD = makeWorld(200, 3, 7);

test('the same seed is the same world, and another is another', () => {
  expect(makeWorld(20, 2, 7)).toEqual(makeWorld(20, 2, 7));
  expect(makeWorld(20, 2, 8)).not.toEqual(makeWorld(20, 2, 7));
});

test('entries come in order, at most a window of them before the world begins, and are as many as the rate says', () => {
  for (const { entries, window } of WORLD.feeds) {
    expect(entries).toEqual(entries.toSorted((one, other) => one - other));
    expect(entries.filter((time) => time < WORLD.begins).length).toBeLessThanOrEqual(window);
  }
  const came =
    WORLD.feeds.reduce((sum, feed) => sum + feed.entries.filter((time) => time >= WORLD.begins).length, 0) /
    WORLD.days;
  const expected = WORLD.feeds.reduce((sum, { perDay }) => sum + perDay, 0);
  expect(came / expected).toBeGreaterThan(0.6);
  expect(came / expected).toBeLessThan(1.4);
});

test('most feeds rarely change, about six in ten honour validators, and bodies have 5 to 200 KB', () => {
  const { feeds } = makeWorld(1_000, 1, 3);
  const honouring = feeds.filter(({ validation }) => ['etag', 'last-modified', 'both'].includes(validation));
  expect(feeds.filter(({ perDay }) => perDay <= 2)).toHaveLength(920);
  expect(honouring.length / feeds.length).toBeGreaterThan(0.55);
  expect(honouring.length / feeds.length).toBeLessThan(0.65);
  const bodies = feedBodies();
  for (const feed of feeds.filter(({ gzip }) => !gzip).slice(0, 20)) {
    const { length } = bodies(feed, entriesBy(feed, WORLD.begins)).bytes;
    expect(length).toBeGreaterThan(4_000);
    expect(length).toBeLessThan(260_000);
  }
});

test('an address is of the entry that it was made for', () => {
  expect(entryOf(entryUrl(12, 345))).toEqual({ feed: 12, entry: 345 });
  expect(entryOf('https://other.example/entries/1')).toBeNull();
});

test('the rule polls each feed 96 times a day, and sees an entry at its next poll, or never where the window has passed it', () => {
  const index = fc.integer({ min: 0, max: WORLD.feeds.length - 1 });
  fc.assert(
    fc.property(index, fc.nat(), (number, at) => {
      const feed = WORLD.feeds[number];
      if (feed === undefined) throw new Error('no feed');
      const until = WORLD.begins + DAY_MS;
      const times = ruleTimes(feed, WORLD.begins, until);
      expect(times).toHaveLength(96);
      const today = feed.entries.flatMap((time, entry) =>
        time >= WORLD.begins && time < until ? [entry] : [],
      );
      const entry = today[at % Math.max(today.length, 1)];
      if (entry === undefined) return;
      const seen = ruleSees(feed, entry, WORLD.begins);
      const next = times.find((time) => time >= (feed.entries[entry] ?? 0));
      if (next !== undefined && seen !== null) expect(seen).toBe(next);
      if (next !== undefined) expect(seen === null).toBe(entriesBy(feed, next) - feed.window > entry);
    }),
  );
});
