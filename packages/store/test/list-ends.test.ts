import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { NewItem, StoreTask, StoreWriter } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEP_SIZE } from '../src/list-ends.ts';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

type ListTask = Extract<StoreTask, { readonly children: unknown }>;

const LIST_URL = 'https://archive.example/sitemap.xml';
const LIST = itemIdOf(LIST_URL);

/** A clock that goes on by a second with each look. */
function clockFrom(start: string): () => string {
  let at = Date.parse(start);
  return () => {
    at += 1_000;
    return new Date(at).toISOString();
  };
}

function page(i: number): NewItem {
  const url = `https://archive.example/report-${i}`;
  return {
    id: itemIdOf(url),
    url,
    kind: 'page',
    kindForced: true,
    source: 'archive.example',
    parentId: LIST,
  };
}

function list(i: number): NewItem {
  const url = `https://archive.example/map-${i}.xml`;
  return { ...page(i), id: itemIdOf(url), url, kind: 'child-sitemap', source: `${i}.example` };
}

const pages = (count: number, from = 0): NewItem[] => Array.from({ length: count }, (_, i) => page(from + i));

function endOfList(id: string, url: string, children: readonly NewItem[]): ListTask {
  const head = { v: PAYLOAD_VERSION, itemId: id, articleId: articleIdOf(id) } as const;
  const document = { ...$.aDocument('list', Buffer.from(url)), url };
  const job = { ...head, end: 'expanded', kind: 'sitemap', document, poll: { wireBytes: 9 } } as const;
  return { job, entries: [], children };
}

/** Opens a database whose feed, a sitemap, is in flight by a poll. */
function openPolled(path: string, now = $.T0): StoreWriter {
  const writer = openWriter(path);
  writer.addFeeds([{ id: LIST, url: LIST_URL, kind: 'sitemap', source: 'archive.example' }], now);
  writer.startPolls([LIST], now);
  return writer;
}

/** Takes steps until `most` of them are done, or all; `between` runs after each but the last. */
function take(writer: StoreWriter, task: ListTask, now: () => string, most = Infinity, between = () => {}) {
  const steps = writer.commitList(task, now);
  for (let taken = 0; taken < most; taken++) {
    const step = steps.next();
    if (step.done) return { committed: step.value, taken: taken + 1 };
    between();
  }
  return null;
}

function inFlightIs(writer: StoreWriter): number {
  const { accepted, stored, revised, unchanged, rejected, quarantined, inFlight } = writer.balance();
  expect(accepted).toBe(stored + revised + unchanged + rejected + quarantined + inFlight);
  return inFlight;
}

/** All that counts but the times. */
function stateOf(path: string) {
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  const [feed] = reader.feeds();
  reader.close();
  return {
    items: $.rowsOf(path, 'SELECT id, url, kind, state, reason, source, parent_id FROM items ORDER BY rowid'),
    sources: $.rowsOf(path, 'SELECT name FROM sources ORDER BY name'),
    feed: [feed?.entries, feed?.newEntries, feed?.polls, feed?.failures],
  };
}

test('a list of 50,000 is taken in by 100 steps, and the balance holds after each', () => {
  const path = $.newDatabasePath();
  const writer = openPolled(path);
  const children = pages(50_000);
  const inFlight: number[] = [];
  const task = endOfList(LIST, LIST_URL, children);
  const done = take(writer, task, clockFrom($.T1), Infinity, () => {
    inFlight.push(inFlightIs(writer));
    expect(writer.ends([LIST])).toEqual([]);
  });
  expect(inFlight).toEqual(Array.from({ length: 99 }, (_, i) => 1 + (i + 1) * STEP_SIZE));
  expect(done?.taken).toBe(100);
  expect(done?.committed.state).toBe('stored');
  const ids = children.map(({ id }) => id);
  expect(done?.committed.children.map(({ itemId }) => itemId)).toEqual(ids);
  expect(writer.ends([LIST])[0]?.childIds).toEqual(ids);
  expect(inFlightIs(writer)).toBe(50_000);
  expect(stateOf(path).feed).toEqual([50_000, 50_000, 1, 0]);
  writer.close();
}, 60_000);

test(`what names ${STEP_SIZE} takes one step, what names one more two, and what names nothing one`, () => {
  for (const [count, steps] of [
    [0, 1],
    [STEP_SIZE, 1],
    [STEP_SIZE + 1, 2],
  ] as const) {
    const writer = openPolled($.newDatabasePath());
    const done = take(writer, endOfList(LIST, LIST_URL, pages(count)), clockFrom($.T1));
    expect([done?.taken, done?.committed.children.length]).toEqual([steps, count]);
    writer.close();
  }
});

test('broken off after any step and begun anew, it ends as if it had been one commit', () => {
  const known = fc.array(fc.integer({ min: 0, max: 1_700 }), { maxLength: 5 });
  const lists = fc.array(fc.integer({ min: 0, max: 1_400 }), { maxLength: 3 });
  // All of them before the last step, the third or the fourth.
  const breaks = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.integer({ min: 1_400, max: 1_700 }), known, lists, breaks, (count, before, at, broken) => {
      const children = pages(count);
      for (const i of at) children.splice(i, 0, list(i), page(i));
      const task = endOfList(LIST, LIST_URL, children);
      const open = () => {
        const path = $.newDatabasePath();
        const writer = openPolled(path);
        const { parentId: _, ...byHand } = page(0);
        writer.accept(
          before.map((i) => ({ ...byHand, id: page(i).id, url: page(i).url })),
          $.T1,
        );
        return { path, writer };
      };
      const one = open();
      const [whole] = one.writer.commit([task], $.T2);
      one.writer.close();
      const other = open();
      other.writer.close();
      const clock = clockFrom($.T2);
      for (const steps of broken) {
        const writer = openWriter(other.path);
        take(writer, task, clock, steps);
        inFlightIs(writer);
        writer.close();
      }
      const writer = openWriter(other.path);
      const done = take(writer, task, clock);
      writer.close();
      expect(done?.committed).toEqual(whole);
      expect(stateOf(other.path)).toEqual(stateOf(one.path));
    }),
    { numRuns: 15 },
  );
}, 120_000);

test('a database that goes away between two steps fails the next, and keeps those before', () => {
  const path = $.newDatabasePath();
  const writer = openPolled(path);
  const task = endOfList(LIST, LIST_URL, pages(STEP_SIZE * 3));
  const steps = writer.commitList(task, clockFrom($.T1));
  steps.next();
  writer.close();
  expect(() => steps.next()).toThrow(/not open/);
  const again = openWriter(path);
  expect(again.balance()).toMatchObject({ accepted: STEP_SIZE + 1, inFlight: STEP_SIZE + 1 });
  expect(take(again, task, clockFrom($.T2))?.committed.children).toHaveLength(STEP_SIZE * 3);
  expect(stateOf(path).feed).toEqual([STEP_SIZE * 3, STEP_SIZE * 3, 1, 0]);
  again.close();
});

test('what ended between the break and the new beginning is not run again, and counts as new', () => {
  const path = $.newDatabasePath();
  const writer = openPolled(path);
  const inner = list(1);
  const task = endOfList(LIST, LIST_URL, [inner, ...pages(STEP_SIZE * 2)]);
  const clock = clockFrom($.T1);
  take(writer, task, clock, 1);
  const why = { stage: 'fetch', reason: 'not-found', detail: '404' } as const;
  const gone = page(0).id;
  const head = { v: PAYLOAD_VERSION, itemId: gone, articleId: articleIdOf(gone) } as const;
  writer.commit([{ job: { ...head, end: 'rejected', ...why } }, endOfList(inner.id, inner.url, [])], clock());
  const ends = 'SELECT id, state, ended_at FROM items WHERE ended_at IS NOT NULL ORDER BY id';
  const before = $.rowsOf(path, ends);
  expect(before).toHaveLength(2);
  expect(take(writer, task, clock)?.committed.state).toBe('stored');
  expect($.rowsOf(path, ends.replace('WHERE', `WHERE id <> '${LIST}' AND`))).toEqual(before);
  expect(stateOf(path).feed).toEqual([STEP_SIZE * 2, STEP_SIZE * 2, 1, 0]);
  writer.close();
});

test('a later poll counts what it brings, not what the last one brought', () => {
  const path = $.newDatabasePath();
  const writer = openPolled(path);
  const count = STEP_SIZE * 2;
  take(writer, endOfList(LIST, LIST_URL, pages(count)), clockFrom($.T0));
  writer.startPolls([LIST], $.T1);
  const later = endOfList(LIST, LIST_URL, pages(count, 7));
  take(writer, later, clockFrom($.T1), 1);
  expect(take(writer, later, clockFrom($.T2))?.committed.children).toHaveLength(7);
  expect(stateOf(path).feed).toEqual([count, 7, 2, 0]);
  writer.close();
});

test('where the list ends otherwise between two steps, the rest is late and nothing more is accepted', () => {
  const writer = openPolled($.newDatabasePath());
  const steps = writer.commitList(endOfList(LIST, LIST_URL, pages(STEP_SIZE * 3)), clockFrom($.T1));
  steps.next();
  writer.quarantine(LIST, 'fetch', 'lost-repeatedly', 'never seen again', $.T1);
  expect(steps.next()).toMatchObject({ done: true, value: { state: 'late', children: [] } });
  expect(writer.balance()).toMatchObject({ accepted: STEP_SIZE + 1, quarantined: 1, inFlight: STEP_SIZE });
  writer.close();
});
