import type { StoreWriter } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const LATER = '2999-01-01T00:00:00.000Z';

let path: string;
let writer: StoreWriter;
beforeEach(() => {
  path = $.newDatabasePath();
  writer = openWriter(path);
});
afterEach(() => writer.close());

/** Ends a list that names pages of one source. */
function expand(list: string, source: string, names: readonly string[]): void {
  writer.accept([$.anItem(list)], $.T0);
  const base = { v: PAYLOAD_VERSION, itemId: $.itemId(list), articleId: $.articleId(list) } as const;
  const document = $.aDocument(list, Buffer.from(list));
  const job = { ...base, end: 'expanded', kind: 'feed', document } as const;
  writer.commit([{ job, entries: [], children: names.map((name) => $.anItem(name, { source })) }], $.T1);
}

const named = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
const idsOf = (names: readonly string[]) => names.map($.itemId);
const waiting = (limit: number, places: number) => writer.waiting(limit, places).map(({ itemId }) => itemId);

test('what a list names waits, in the order of the list, and is in flight meanwhile', () => {
  expect(writer.isAnyWaiting()).toBe(false);
  expand('list', 'one.example', named('page', 12));
  expect(writer.isAnyWaiting()).toBe(true);
  expect(waiting(5, 100)).toEqual(idsOf(named('page', 5)));
  expect(writer.balance()).toMatchObject({ accepted: 13, inFlight: 12 });
});

test('what was sent waits no more; what waits is not held to be lost', () => {
  expand('list', 'one.example', named('page', 3));
  expect(writer.pendingIds(LATER)).toEqual([]);
  writer.sent(idsOf(['page-0', 'page-1']), $.T2);
  expect(waiting(5, 100)).toEqual(idsOf(['page-2']));
  expect(writer.pendingIds(LATER)).toEqual(idsOf(['page-0', 'page-1']));
  expect(writer.pendingItems(idsOf(['page-0'])).map(({ redeliveries }) => redeliveries)).toEqual([0]);
});

test('noting as sent what has ended since, or was sent before, changes nothing', () => {
  expand('list', 'one.example', named('page', 2));
  writer.commit([$.anArticle('page-0')], $.T2);
  writer.sent(idsOf(['page-1']), $.T1);
  writer.sent(idsOf(['page-0', 'page-1', 'unknown']), $.T2);
  expect($.rowsOf(path, "SELECT state, sent_at FROM items WHERE parent_id <> '' ORDER BY rowid")).toEqual([
    { state: 'stored', sent_at: '' },
    { state: 'accepted', sent_at: $.T1 },
  ]);
  expect(writer.isAnyWaiting()).toBe(false);
});

test('of 12 places a source that waits alone gets 6, one of two gets 4, and what it has under way counts', () => {
  expand('archive', 'slow.example', named('old', 50));
  const first = waiting(100, 12);
  expect(first).toEqual(idsOf(named('old', 6)));
  writer.sent(first, $.T2);
  expect(waiting(100, 12)).toEqual([]);
  expand('feed', 'news.example', named('new', 10));
  expect(waiting(100, 12)).toEqual(idsOf(named('new', 4)));
  writer.commit([$.anArticle('old-0'), $.anArticle('old-1'), $.anArticle('old-2')], $.T2);
  expect(waiting(100, 12)).toEqual(idsOf([...named('new', 4), 'old-6']));
});

test('where there is room for few, those come first that have the fewest under way', () => {
  expand('archive', 'slow.example', named('old', 50));
  writer.sent(waiting(3, 12), $.T2);
  expand('feed', 'news.example', named('new', 10));
  expect(waiting(2, 12)).toEqual(idsOf(named('new', 2)));
});

test('a source gets one place at least, however many wait', () => {
  for (let i = 0; i < 20; i++) expand(`list-${i}`, `${i}.example`, [`a-${i}`, `b-${i}`]);
  expect(waiting(100, 5)).toHaveLength(20);
  expect(waiting(3, 5)).toHaveLength(3);
});
