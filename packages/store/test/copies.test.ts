import type { Evidence } from '@wirefold/contracts/evidence';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const TEXT =
  'The harbour was closed on Sunday after the ferry Aurora lost its rudder near Port Ellery, the coast guard said.';
const OTHER =
  'Members of the city council of Brandmoor voted on Tuesday to sell the old gasworks to a builder of theatres.';

/** Articles of `TEXT`, with the same headline and day: nothing tells them apart in the index. */
const aCopy = (name: string, found: Evidence[] = [], text = TEXT) =>
  $.anArticle(name, { headline: 'Harbour closed', text }, found);
const copyOf = (a: string, b: string) => $.aPair(a, b, 'exact', 1);

function storiesIn(path: string): string[][] {
  const rows = $.rowsOf(path, 'SELECT story_id, id FROM articles ORDER BY id') as {
    story_id: string;
    id: string;
  }[];
  const stories = new Map<string, string[]>();
  for (const { story_id, id } of rows) stories.set(story_id, [...(stories.get(story_id) ?? []), id]);
  return [...stories.values()];
}

function faultsIn(path: string): unknown[] {
  const reader = openReader(path);
  const faults = reader.verify();
  reader.close();
  return faults;
}

const ids = (...names: string[]): string[] => names.map($.articleId).sort();

/** Three copies of one text, with what is stated of others on the first alone, and a rewrite. */
function newsroom() {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit([aCopy('a'), aCopy('b', [copyOf('a', 'b')]), aCopy('c', [copyOf('a', 'c')])], $.T0);
  writer.commit([$.anArticle('x', {}, [$.aPair('a', 'x', 'story', 0.9)])], $.T0);
  const revise = (name: string, text: string, found: Evidence[] = []) => {
    writer.accept([$.anItem(name)], $.T1);
    writer.commit([aCopy(name, found, text)], $.T1);
  };
  return { path, writer, revise };
}

test('30,000 copies, each compared with one of them alone, are one story, in batches as the pipeline has them', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const names = Array.from({ length: 30_000 }, (_, at) => `n${at}`);
  const first = 'n700';
  const found = (name: string) =>
    name === first ? [$.aPair(first, 'rewrite', 'story', 0.9)] : [copyOf(first, name)];
  writer.commit([$.anArticle('rewrite')], $.T0);
  for (let at = 0; at < names.length; at += 1_000) {
    writer.commit(
      names.slice(at, at + 1_000).map((name) => aCopy(name, found(name))),
      $.T0,
    );
  }
  writer.close();
  const reader = openReader(path);
  const stories = reader.stories({ limit: 10, order: 'newest' });
  expect(stories.map(({ articleCount, sourceCount }) => [articleCount, sourceCount])).toEqual([
    [30_001, 30_001],
  ]);
  expect(reader.verify()).toEqual([]);
  reader.close();
}, 300_000);

test('a copy that is revised leaves to another what was stated of all by way of it', () => {
  const { path, writer, revise } = newsroom();
  expect(storiesIn(path)).toEqual([ids('a', 'b', 'c', 'x')]);
  revise('a', OTHER);
  writer.close();
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a'), ids('b', 'c', 'x')]));
  expect(faultsIn(path)).toEqual([]);
});

test('the last copy of a text keeps what was stated of all, and its own revision takes that away', () => {
  const { path, writer, revise } = newsroom();
  revise('a', OTHER);
  revise('c', OTHER, [copyOf('a', 'c')]);
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a', 'c'), ids('b', 'x')]));
  revise('b', OTHER, [copyOf('a', 'b')]);
  writer.close();
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a', 'b', 'c'), ids('x')]));
  expect(faultsIn(path)).toEqual([]);
});

test('what one copy is to another text, another copy is too: shapes are turned where the order of ids is', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const [low = '', middle = '', high = ''] = ['a', 'b', 'c'].sort((a, b) =>
    $.articleId(a) < $.articleId(b) ? -1 : 1,
  );
  const brief = { ...$.aPair(low, middle, 'near', 0.95), signals: { truncated: 1, containment: 0.9 } };
  writer.commit([$.anArticle(middle), aCopy(low, [brief]), aCopy(high, [copyOf(low, high)])], $.T0);
  writer.accept([$.anItem(low)], $.T1);
  writer.commit([aCopy(low, [], OTHER)], $.T1);
  writer.close();
  const rows = 'SELECT article_id AS a, other_article_id AS b, kind, score, signals FROM evidence';
  expect($.rowsOf(path, rows)).toEqual([
    {
      a: $.articleId(middle),
      b: $.articleId(high),
      kind: 'near',
      score: 0.95,
      signals: JSON.stringify({ containment: 0.9, extended: 1 }),
    },
  ]);
});

test('a copy with another headline keeps its own evidence and inherits none', () => {
  const { path, writer, revise } = newsroom();
  const titled = { headline: 'Ferry adrift off Port Ellery', text: TEXT };
  writer.commit([$.anArticle('d', titled, [copyOf('a', 'd'), $.aPair('d', 'x', 'story', 0.8)])], $.T0);
  for (const name of ['b', 'c', 'a']) revise(name, `${OTHER} ${name}`);
  writer.close();
  const rows = 'SELECT score FROM evidence';
  expect($.rowsOf(path, rows)).toEqual([{ score: 0.8 }]);
  expect(storiesIn(path)).toContainEqual(ids('d', 'x'));
  expect(faultsIn(path)).toEqual([]);
});

test('an article that was compared with the old text of a copy, and comes after its revision, joins the other copies', () => {
  const { path, writer, revise } = newsroom();
  revise('a', OTHER);
  writer.commit([aCopy('late', [copyOf('a', 'late')])], $.T2);
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a'), ids('b', 'c', 'late', 'x')]));
  writer.commit(
    [
      $.anArticle('lost', { text: 'A text of eight words that nobody else has had yet.' }, [
        copyOf('a', 'lost'),
      ]),
    ],
    $.T2,
  );
  expect(storiesIn(path)).toContainEqual(ids('lost'));
  writer.close();
  expect(faultsIn(path)).toEqual([]);
});

test('a copy of the new text that is stored before the revision itself stays a copy of it', () => {
  const { path, writer, revise } = newsroom();
  writer.commit([$.anArticle('early', { text: OTHER }, [copyOf('a', 'early')])], $.T0);
  revise('a', OTHER);
  writer.close();
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a', 'early'), ids('b', 'c', 'x')]));
  expect(faultsIn(path)).toEqual([]);
});

test('copies that another process stores or revises are known to one that holds the database open', () => {
  const { path, writer, revise } = newsroom();
  const other = openWriter(path);
  other.accept([$.anItem('a')], $.T1);
  other.commit([aCopy('a', [], OTHER)], $.T1);
  other.commit([aCopy('d', [copyOf('b', 'd')])], $.T1);
  other.close();
  revise('b', `${OTHER} At once.`);
  writer.close();
  expect(storiesIn(path)).toEqual(expect.arrayContaining([ids('a'), ids('b'), ids('c', 'd', 'x')]));
  expect(faultsIn(path)).toEqual([]);
});
