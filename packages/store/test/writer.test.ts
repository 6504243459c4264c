import type { StoreWriter } from '@wirefold/contracts/ports';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

let path: string;
let writer: StoreWriter;
beforeEach(() => {
  path = $.newDatabasePath();
  writer = openWriter(path);
});
afterEach(() => writer.close());

describe('accepting', () => {
  test('an input is new once, then in flight, and has one row', () => {
    expect(writer.accept([$.anItem('a'), $.anItem('a')], $.T0).map((it) => it.result)).toEqual([
      'new',
      'in-flight',
    ]);
    expect(writer.accept([$.anItem('a')], $.T1)).toEqual([{ id: $.itemId('a'), result: 'in-flight' }]);
    expect(writer.balance()).toMatchObject({ accepted: 1, inFlight: 1 });
  });

  test('an ended address without bytes is run again', () => {
    writer.accept([$.anItem('a')], $.T0);
    writer.commit([$.anArticle('a')], $.T1);
    expect(writer.accept([$.anItem('a')], $.T2)[0]?.result).toBe('again');
    expect(writer.balance()).toMatchObject({ accepted: 1, inFlight: 1, stored: 0 });
    expect(writer.commit([$.anArticle('a')], $.T2)[0]?.state).toBe('unchanged');
  });

  test.each([
    ['the same bytes are known', 'one', 'known'],
    ['other bytes are run again', 'two', 'again'],
  ])('of an ended input, %s', (_, text, result) => {
    const item = $.anItem('a', { provided: $.provided('one') });
    writer.accept([item], $.T0);
    const task = $.anArticle('a', { text: 'one' });
    const body = Buffer.from('one');
    writer.commit([{ ...task, job: { ...task.job, document: $.aDocument('a', body) }, body }], $.T1);
    expect(writer.accept([$.anItem('a', { provided: $.provided(text) })], $.T2)[0]?.result).toBe(result);
  });

  test.each(['rejected', 'quarantined'] as const)(
    'a %s input is run again even with the same bytes',
    (end) => {
      writer.accept([$.anItem('a', { provided: $.provided('one') })], $.T0);
      writer.commit([$.aFailure('a', end)], $.T1);
      expect(writer.accept([$.anItem('a', { provided: $.provided('one') })], $.T2)[0]?.result).toBe('again');
    },
  );

  test('bytes that came with the input are kept and come back with the pending item', () => {
    writer.accept(
      [$.anItem('a', { provided: $.provided('words '.repeat(500)), hints: { headline: 'H' } })],
      $.T0,
    );
    const [pending] = writer.pendingItems(writer.pendingIds($.T1));
    expect(Buffer.from(pending?.bytes ?? []).toString()).toBe('words '.repeat(500));
    expect(pending?.job).toMatchObject({
      v: PAYLOAD_VERSION,
      hints: { headline: 'H' },
      provided: { mediaType: 'text/plain', receivedAt: $.T0 },
    });
    expect($.rowsOf(path, 'SELECT body_encoding, length(body) < 200 AS packed FROM documents')).toEqual([
      { body_encoding: 'gzip', packed: 1 },
    ]);
  });

  test('the time and the status that an archive gives stay with the item, also when it is sent again or retried', () => {
    const archived = { ...$.provided('one'), receivedAt: '2020-01-02T03:04:05.000Z', httpStatus: 203 };
    const given = { mediaType: 'text/plain', receivedAt: archived.receivedAt, httpStatus: 203 };
    writer.accept([$.anItem('a', { provided: archived })], $.T0);
    expect($.rowsOf(path, 'SELECT fetched_at, http_status FROM documents')).toEqual([
      { fetched_at: archived.receivedAt, http_status: 203 },
    ]);
    expect(writer.pendingItems(writer.pendingIds($.T1))[0]?.job.provided).toEqual(given);
    writer.commit([$.aFailure('a', 'quarantined')], $.T1);
    expect(writer.retry([$.anItem('a').id], $.T2)[0]?.provided).toEqual(given);
  });
});

describe('sending again', () => {
  test('items sent before the time are pending, those sent at it are not, oldest first', () => {
    writer.accept([$.anItem('b')], $.T1);
    writer.accept([$.anItem('a')], $.T0);
    writer.accept([$.anItem('c')], $.T2);
    expect(writer.pendingIds($.T2)).toEqual([$.itemId('a'), $.itemId('b')]);
  });

  test('an item that was sent again waits its time again, and is counted', () => {
    writer.accept([$.anItem('a')], $.T0);
    writer.redelivered([$.itemId('a')], $.T1);
    expect(writer.pendingIds($.T1)).toEqual([]);
    expect(writer.pendingItems(writer.pendingIds($.T2))[0]?.redeliveries).toBe(1);
  });

  test('an item sent under a clock that was put back since is pending', () => {
    writer.accept([$.anItem('a')], $.T2);
    writer.accept([$.anItem('b')], $.T1);
    expect(writer.pendingIds($.T0)).toEqual([$.itemId('a')]);
  });

  test('retry brings quarantined items back and leaves others alone', () => {
    writer.accept([$.anItem('a'), $.anItem('b')], $.T0);
    writer.commit([$.aFailure('a', 'quarantined')], $.T1);
    expect(writer.retry([$.itemId('a'), $.itemId('b'), 'it_unknown'], $.T2).map((job) => job.url)).toEqual([
      $.urlOf('a'),
    ]);
    expect(writer.balance()).toMatchObject({ accepted: 2, inFlight: 2, quarantined: 0 });
  });

  test('drop ends quarantined items as rejected, and says what they had failed of', () => {
    writer.quarantine($.itemId('a'), 'fetch', 'lost-repeatedly', 'five times', $.T0);
    expect(writer.drop([$.itemId('a'), $.itemId('b')], $.T1)).toBe(1);
    expect($.rowsOf(path, 'SELECT state, reason, detail FROM items')).toEqual([
      { state: 'rejected', reason: 'dropped', detail: 'lost-repeatedly: five times' },
    ]);
  });
});

describe('committing', () => {
  test('an article is stored, revised when its text differs, unchanged when it does not', () => {
    const states = [
      $.anArticle('a'),
      $.anArticle('a', { text: 'Open again.' }),
      $.anArticle('a', { text: 'Open again.' }),
    ].map((task) => {
      writer.accept([$.anItem('a')], $.T0);
      return writer.commit([task], $.T1)[0]?.state;
    });
    expect(states).toEqual(['stored', 'revised', 'unchanged']);
    expect($.rowsOf(path, 'SELECT headline, text FROM revisions')).toEqual([
      { headline: 'Report a', text: 'The harbour of a was closed on Sunday.' },
    ]);
    expect($.rowsOf(path, 'SELECT count(*) AS n FROM removed_blocks')).toEqual([{ n: 1 }]);
    expect(
      $.rowsOf(path, "SELECT count(*) AS n FROM article_search WHERE article_search MATCH 'harbour'"),
    ).toEqual([{ n: 0 }]);
    expect(
      $.rowsOf(path, "SELECT count(*) AS n FROM article_search WHERE article_search MATCH 'again'"),
    ).toEqual([{ n: 1 }]);
  });

  test('a second end of the same item is late and changes nothing', () => {
    writer.accept([$.anItem('a')], $.T0);
    const [first, second] = writer.commit([$.anArticle('a'), $.anArticle('a', { text: 'other' })], $.T1);
    expect([first?.state, second?.state]).toEqual(['stored', 'late']);
    const before = $.rowCounts(path);
    expect(writer.commit([$.aFailure('a', 'rejected')], $.T2)[0]).toEqual({
      itemId: $.itemId('a'),
      state: 'late',
      storyIds: [],
      children: [],
    });
    expect($.rowCounts(path)).toEqual(before);
  });

  test('an end of an item that nobody accepted is entered as of kind unknown', () => {
    writer.commit([$.anArticle('a'), $.aFailure('b', 'rejected')], $.T1);
    expect($.rowsOf(path, 'SELECT kind, state FROM items ORDER BY state')).toEqual([
      { kind: 'unknown', state: 'rejected' },
      { kind: 'unknown', state: 'stored' },
    ]);
  });

  test('a feed ends as stored by expanding, and only children that the ledger has not seen are sent', () => {
    writer.accept([$.anItem('feed'), $.anItem('b'), $.anItem('d')], $.T0);
    writer.commit([$.anArticle('b')], $.T0);
    const body = Buffer.from('<rss/>');
    const base = { v: PAYLOAD_VERSION, itemId: $.itemId('feed'), articleId: $.articleId('feed') } as const;
    const job = { ...base, end: 'expanded', kind: 'feed', document: $.aDocument('feed', body) } as const;
    const children = ['b', 'c', 'd', 'c'].map((name) => $.anItem(name));
    const [committed] = writer.commit([{ job, entries: [], children }], $.T1);
    expect(committed?.state).toBe('stored');
    expect(committed?.children.map((child) => child.itemId)).toEqual([$.itemId('c')]);
    expect(writer.ends([$.itemId('feed'), $.itemId('c')])).toEqual([
      {
        itemId: $.itemId('feed'),
        state: 'stored',
        reason: 'expanded',
        storyId: null,
        childIds: [$.itemId('c')],
      },
    ]);
    expect(writer.balance().reasons).toEqual({ expanded: 1 });
  });

  test('a list that a list names is run again once it has ended, and what was left out of the outer one is kept', () => {
    const expand = (name: string, kind: 'opml' | 'feed', detail?: string) => {
      const base = {
        v: PAYLOAD_VERSION,
        itemId: $.itemId(name),
        articleId: $.articleId(name),
        kind,
      } as const;
      const job = { ...base, end: 'expanded', document: $.aDocument(name, Buffer.from(name)) } as const;
      const children = kind === 'opml' ? [$.anItem('feed', { kind: 'feed', kindForced: true })] : [];
      const task = { job: detail === undefined ? job : { ...job, detail }, entries: [], children };
      return writer.commit([task], $.T1)[0]?.children.length;
    };
    writer.accept([$.anItem('list')], $.T0);
    expect([expand('list', 'opml', 'left out: 1'), expand('feed', 'feed')]).toEqual([1, 0]);
    writer.accept([$.anItem('list')], $.T0);
    expect(expand('list', 'opml')).toBe(1);
    writer.accept([$.anItem('list')], $.T0);
    expect(expand('list', 'opml', 'left out: 2')).toBe(0);
    expect($.rowsOf(path, "SELECT kind, detail FROM items WHERE state = 'stored'")).toEqual([
      { kind: 'opml', detail: 'left out: 2' },
    ]);
  });

  test('a failed item keeps its document where its bytes had come in', () => {
    writer.accept([$.anItem('a')], $.T0);
    writer.commit([$.aFailure('a', 'quarantined', Buffer.from('half a page'))], $.T1);
    expect($.rowsOf(path, 'SELECT d.sha256 FROM items i JOIN documents d ON d.id = i.document_id')).toEqual([
      { sha256: $.sha256Of(Buffer.from('half a page')) },
    ]);
  });

  test('an article that another item owns quarantines the task, not the batch', () => {
    writer.accept([$.anItem('a'), $.anItem('b'), $.anItem('c')], $.T0);
    const b = $.anArticle('b');
    const wrong = { ...b, job: { ...b.job, articleId: $.articleId('a') } };
    const states = writer.commit([$.anArticle('a'), wrong, $.anArticle('c')], $.T1).map((it) => it.state);
    expect(states).toEqual(['stored', 'quarantined', 'stored']);
  });
});
