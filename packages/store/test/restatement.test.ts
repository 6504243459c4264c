import type { Evidence } from '@wirefold/contracts/evidence';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

const by = (weightsVersion: string, pair: Evidence): Evidence => ({ ...pair, weightsVersion });
const OLD = 'w000001-old';
const NEW = 'w000002-new';
const EVIDENCE = 'SELECT article_id, other_article_id, kind, weights_version FROM evidence';
const named = (path: string) =>
  $.rowsOf(path, EVIDENCE)
    .map((row) => Object.values(row as object).join(' '))
    .sort();
const row = (a: string, b: string, kind: string, version: string) =>
  [...[$.articleId(a), $.articleId(b)].sort(), kind, version].join(' ');

/** Four articles of today and one of long ago, each stated to be one story with the first. */
function stocked() {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit([$.anArticle('ancient')], '2025-12-01T08:00:00.000Z');
  writer.commit([$.anArticle('a'), $.anArticle('b'), $.anArticle('c'), $.anArticle('d')], $.T0);
  const others = ['b', 'c', 'd', 'ancient'];
  writer.addEvidence(
    others.map((name) => by(OLD, $.aPair('a', name))),
    $.T0,
  );
  return { path, writer };
}
const compared = (...names: string[]) => ({
  articleIds: names.map($.articleId),
  weightsVersion: NEW,
  since: '2026-02-01T00:00:00.000Z',
});

test('what other weights stated goes where it is stated no more, and stays about articles before the window', () => {
  const { path, writer } = stocked();
  const all = { ...compared('a', 'b', 'c', 'd'), others: 'earlier' } as const;
  expect(writer.restate([by(NEW, $.aPair('a', 'b')), by(NEW, $.aPair('c', 'd'))], all, $.T1)).toEqual({
    newPairs: 1,
    gonePairs: 2,
  });
  expect(named(path)).toEqual(
    [row('a', 'b', 'near', NEW), row('c', 'd', 'near', NEW), row('a', 'ancient', 'near', OLD)].sort(),
  );
  expect($.rowsOf(path, 'SELECT article_count AS n FROM stories ORDER BY n')).toEqual([
    { n: 1 },
    { n: 2 },
    { n: 2 },
  ]);
  expect(writer.restate([by(NEW, $.aPair('a', 'b')), by(NEW, $.aPair('c', 'd'))], all, $.T2)).toEqual({
    newPairs: 0,
    gonePairs: 0,
  });
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('pairs with articles that come later in the run wait for them, unless all are known', () => {
  const { path, writer } = stocked();
  writer.restate([], { ...compared('a', 'b'), others: 'earlier' }, $.T1);
  expect(named(path)).toHaveLength(3);
  writer.restate([], { ...compared('a', 'b'), others: 'all' }, $.T1);
  expect(named(path)).toEqual([row('a', 'ancient', 'near', OLD)]);
  writer.close();
});

test('a weaker kind takes the place of a stronger one, and weights that came before those of later name', () => {
  const { path, writer } = stocked();
  writer.restate([by(NEW, $.aPair('a', 'b', 'story'))], { ...compared('a', 'b'), others: 'all' }, $.T1);
  const back = { ...compared('a', 'b', 'c', 'd'), weightsVersion: OLD, others: 'all' } as const;
  writer.restate([by(OLD, $.aPair('a', 'b'))], back, $.T2);
  expect(named(path)).toEqual([row('a', 'b', 'near', OLD), row('a', 'ancient', 'near', OLD)].sort());
  writer.close();
});

test('an article that was stored again since it was compared keeps what is stated about its new text', () => {
  const { path, writer } = stocked();
  const versions = new Map([
    [$.articleId('a'), $.T2],
    [$.articleId('b'), $.T0],
  ]);
  const outcome = writer.restate(
    [by(NEW, $.aPair('a', 'b'))],
    { ...compared('a', 'b'), others: 'earlier', versions },
    $.T1,
  );
  expect(outcome).toEqual({ newPairs: 0, gonePairs: 1 });
  expect(named(path)).toHaveLength(3);
  writer.close();
});

test('a decision outlives all evidence for it and against it', () => {
  const { path, writer } = stocked();
  const all = { ...compared('a', 'b', 'c', 'd'), others: 'earlier' } as const;
  writer.restate([], all, $.T1);
  writer.merge($.storyId('c'), $.storyId('d'), null, $.T1);
  writer.restate([by(NEW, $.aPair('a', 'b'))], all, $.T2);
  const storyOf = (name: string) =>
    $.rowsOf(path, `SELECT story_id FROM articles WHERE id = '${$.articleId(name)}'`)[0];
  expect(storyOf('c')).toEqual(storyOf('d'));
  expect(storyOf('a')).toEqual(storyOf('b'));
  writer.close();
  const reader = openReader(path);
  expect(reader.verify()).toEqual([]);
  reader.close();
});

test('snapshots of weights outlive the connection; the one that came into force last is in force', () => {
  const path = $.newDatabasePath();
  const first = openWriter(path);
  expect([first.weights(), first.weightsInForce()]).toEqual([{ inForce: null, latest: null }, null]);
  const snapshot = (number: number) => ({
    ...{ number, version: `w00000${number}-x`, basis: 'w000004-x', articles: null },
    model: Buffer.from(`model ${number}`),
  });
  first.keepWeights(snapshot(4), $.T0);
  first.keepWeights({ ...snapshot(4), basis: 'w000003-x', model: Buffer.from('another') }, $.T1);
  first.keepWeights(snapshot(4), $.T1);
  first.enforceWeights('w000004-x', $.T1);
  first.keepWeights(snapshot(5), $.T2);
  first.close();
  const reader = openReader(path);
  expect(reader.weights()).toEqual({ inForce: snapshot(4), latest: snapshot(5) });
  reader.close();
  const second = openWriter(path);
  second.enforceWeights('w000005-x', $.T2);
  expect(second.weightsInForce()).toBe('w000005-x');
  second.close();
});

test('the newest articles are the same at each reading, whatever comes meanwhile', () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  const reader = openReader(path);
  expect([...reader.newestInputs(5).inputs()]).toEqual([]);
  writer.commit(
    ['a', 'b', 'c'].map((name) => $.anArticle(name)),
    $.T0,
  );
  const { count, inputs } = reader.newestInputs(2);
  writer.commit([$.anArticle('d')], $.T1);
  const read = () => [...inputs()].map(({ articleId }) => articleId);
  expect([count, read(), read()]).toEqual([2, [$.articleId('b'), $.articleId('c')], read()]);
  expect(reader.newestInputs(9).count).toBe(4);
  reader.close();
  writer.close();
});
