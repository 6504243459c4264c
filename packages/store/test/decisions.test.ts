import { copyFileSync } from 'node:fs';
import type { Evidence, EvidenceKind } from '@wirefold/contracts/evidence';
import type { DecisionOutcome } from '@wirefold/contracts/read-model';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecisionRefusedError } from '../src/errors/decision-refused-error.ts';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

type Writer = ReturnType<typeof openWriter>;

const dated = (name: string, day: number, found: Evidence[] = []) =>
  $.anArticle(name, { publishedAt: `2026-03-0${day}` }, found);

/** Stories as strings of their articles' names, sorted, and what `verify` says. */
function storiesIn(path: string, names: readonly string[]): string[] {
  const rows = $.rowsOf(path, 'SELECT id, story_id FROM articles') as { id: string; story_id: string }[];
  const byStory = new Map<string, string>();
  for (const name of names) {
    const story = rows.find(({ id }) => id === $.articleId(name))?.story_id;
    if (story === undefined) continue;
    byStory.set(story, (byStory.get(story) ?? '') + name);
  }
  return [...byStory.values()].sort();
}

function faultsIn(path: string): unknown[] {
  const reader = openReader(path);
  const faults = reader.verify();
  reader.close();
  return faults;
}

/** Two stories of two articles each, and one of one. */
function newsroom() {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.commit(
    [
      dated('a', 1, [$.aPair('a', 'b')]),
      dated('b', 2),
      dated('c', 3, [$.aPair('c', 'd')]),
      dated('d', 4),
      dated('e', 5),
    ],
    $.T0,
  );
  const stories = () => storiesIn(path, ['a', 'b', 'c', 'd', 'e', 'f']);
  return { path, writer, stories };
}

test('a merge makes one story of two, which leaves a redirect, and undoing it makes two of it again', () => {
  const { path, writer, stories } = newsroom();
  const { decision, storyIds } = writer.merge($.storyId('c'), $.storyId('a'), 'one fire', $.T1);
  expect(decision).toMatchObject({
    number: 1,
    action: 'merge',
    storyId: $.storyId('c'),
    otherStoryId: $.storyId('a'),
    reason: 'one fire',
    standing: 'holds',
  });
  expect(storyIds).toEqual([$.storyId('a')]);
  expect(stories()).toEqual(['abcd', 'e']);
  const reader = openReader(path);
  expect(reader.story($.storyId('c'))).toMatchObject({ id: $.storyId('a'), articleCount: 4 });
  expect(reader.explainStory($.storyId('a'))?.decisions).toEqual([decision]);
  expect(reader.changes(0, 10).map(({ storyId, change }) => [storyId, change])).toEqual(
    expect.arrayContaining([
      [$.storyId('a'), 'changed'],
      [$.storyId('c'), 'merged'],
    ]),
  );
  expect(faultsIn(path)).toEqual([]);
  const undone = writer.undoDecision(1, $.T2);
  expect(undone.decision).toMatchObject({ standing: 'undone', undoneAt: $.T2 });
  expect([...undone.storyIds].sort()).toEqual([$.storyId('a'), $.storyId('c')].sort());
  expect(stories()).toEqual(['ab', 'cd', 'e']);
  expect(reader.story($.storyId('c'))).toMatchObject({ redirectedFrom: null });
  expect(reader.explainStory($.storyId('a'))?.decisions).toEqual([]);
  expect(reader.decisions()).toEqual([undone.decision]);
  expect(faultsIn(path)).toEqual([]);
  reader.close();
  writer.close();
});

test('a split outlives new evidence, a revision with the same evidence, and a copy that would bridge it', () => {
  const { path, writer, stories } = newsroom();
  expect(writer.split($.storyId('a'), [$.articleId('b')], null, $.T1)).toMatchObject({
    storyIds: [$.storyId('b'), $.storyId('a')],
    decision: { detail: `1 of the 2 articles of ${$.storyId('a')} tells another story` },
  });
  expect(stories()).toEqual(['a', 'b', 'cd', 'e']);
  writer.addEvidence([$.aPair('a', 'b', 'exact', 1)], $.T1);
  expect(stories()).toEqual(['a', 'b', 'cd', 'e']);
  writer.accept([$.anItem('b')], $.T2);
  writer.commit([$.anArticle('b', { text: 'Another text.' }, [$.aPair('a', 'b', 'exact', 1)])], $.T2);
  writer.commit([dated('f', 6, [$.aPair('a', 'f', 'exact', 1), $.aPair('b', 'f', 'exact', 1)])], $.T2);
  expect(stories()).toHaveLength(4);
  expect(stories()).toContainEqual(expect.stringMatching(/^(?:af|bf)$/u));
  expect(faultsIn(path)).toEqual([]);
  writer.undoDecision(1, $.T2);
  expect(stories()).toEqual(['abf', 'cd', 'e']);
  expect(faultsIn(path)).toEqual([]);
  writer.close();
});

test('a merged story takes in the copy of one of its articles, and a revision of another does not leave it', () => {
  const { path, writer, stories } = newsroom();
  writer.merge($.storyId('a'), $.storyId('e'), null, $.T1);
  writer.commit([dated('f', 6, [$.aPair('e', 'f', 'exact', 1)])], $.T1);
  writer.accept([$.anItem('b')], $.T2);
  writer.commit([$.anArticle('b', { text: 'Nothing of it.' })], $.T2);
  expect(stories()).toEqual(['abef', 'cd']);
  expect(faultsIn(path)).toEqual([]);
  writer.close();
});

test('of a merge and an earlier split the later wins and says so, and undoing it brings the earlier back', () => {
  const { path, writer, stories } = newsroom();
  writer.split($.storyId('a'), [$.articleId('b')], null, $.T1);
  const merged = writer.merge($.storyId('a'), $.storyId('b'), null, $.T1);
  expect(merged.affected.map(({ number, standing }) => [number, standing])).toEqual([[1, 'overridden']]);
  expect(stories()).toEqual(['ab', 'cd', 'e']);
  const undone = writer.undoDecision(merged.decision.number, $.T2);
  expect(undone.affected.map(({ number, standing }) => [number, standing])).toEqual([[1, 'holds']]);
  expect(stories()).toEqual(['a', 'b', 'cd', 'e']);
  expect(faultsIn(path)).toEqual([]);
  writer.close();
});

test.each<[string, string, (writer: Writer) => DecisionOutcome]>([
  [
    'a merge with a story that is not there',
    'unknown-story',
    (w) => w.merge($.storyId('a'), 'st_0', null, $.T1),
  ],
  [
    'a merge of a story with itself',
    'same-story',
    (w) => w.merge($.storyId('a'), $.storyId('a'), null, $.T1),
  ],
  ['a split of no article', 'no-articles', (w) => w.split($.storyId('a'), [], null, $.T1)],
  ['a split of a story that is not there', 'unknown-story', (w) => w.split('st_0', ['ar_0'], null, $.T1)],
  [
    'a split of an article that is not there',
    'unknown-article',
    (w) => w.split($.storyId('a'), ['ar_0'], null, $.T1),
  ],
  [
    'a split of an article of another story',
    'not-in-story',
    (w) => w.split($.storyId('a'), [$.articleId('c')], null, $.T1),
  ],
  [
    'a split of a whole story',
    'whole-story',
    (w) => w.split($.storyId('a'), [$.articleId('a'), $.articleId('b')], null, $.T1),
  ],
  ['undoing what was never decided', 'unknown-decision', (w) => w.undoDecision(7, $.T1)],
])('%s is refused, and nothing changes', (_, reason, decide) => {
  const { path, writer, stories } = newsroom();
  const refusal = expect.objectContaining({
    reason,
    message: expect.stringMatching(/^Could not .+: .+\. .+$/u),
  });
  expect(() => decide(writer)).toThrow(DecisionRefusedError);
  expect(() => decide(writer)).toThrow(refusal);
  expect(stories()).toEqual(['ab', 'cd', 'e']);
  expect($.rowsOf(path, 'SELECT * FROM decisions')).toEqual([]);
  writer.close();
});

test('a story is found by an id that was merged away, and undoing twice is refused', () => {
  const { writer } = newsroom();
  writer.merge($.storyId('a'), $.storyId('c'), null, $.T1);
  expect(() => writer.merge($.storyId('c'), $.storyId('a'), null, $.T1)).toThrow(/one story already/u);
  expect(writer.merge($.storyId('c'), $.storyId('e'), null, $.T1).decision.storyId).toBe($.storyId('a'));
  writer.undoDecision(2, $.T2);
  expect(() => writer.undoDecision(2, $.T2)).toThrow(/undone at/u);
  writer.close();
});

test('a process that holds the database open obeys a decision that another one makes', () => {
  const { path, writer, stories } = newsroom();
  const other = openWriter(path);
  other.split($.storyId('a'), [$.articleId('b')], null, $.T1);
  other.close();
  writer.addEvidence([$.aPair('a', 'b', 'exact', 1)], $.T2);
  expect(stories()).toEqual(['a', 'b', 'cd', 'e']);
  writer.close();
});

test('stories that do not obey a decision are a fault, and so is a decision that cannot be read', () => {
  const { path, writer } = newsroom();
  writer.close();
  const db = new Database(path);
  const insert = db.prepare(
    "INSERT INTO decisions (action, story_id, article_ids, other_article_ids, detail, decided_at) VALUES (?, 'st_1', ?, ?, '', '')",
  );
  insert.run('split', JSON.stringify([$.articleId('a')]), JSON.stringify([$.articleId('b')]));
  insert.run('merge', 'not JSON', '[]');
  insert.run('guess', '[]', '[]');
  db.close();
  const checks = (faultsIn(path) as { check: string }[]).map(({ check }) => check);
  expect(checks.filter((check) => check === 'decision')).toHaveLength(2);
  expect(checks).toContain('story-fold');
});

const NAMES = Array.from({ length: 12 }, (_, i) => `n${i}`);
const index = fc.integer({ min: 0, max: NAMES.length - 1 });
const odds = fc.constantFrom(0.3, 0.45, 0.55, 0.6, 0.7, 0.9, 0.98);
const kind = fc.constantFrom<EvidenceKind>('story', 'story', 'story', 'near');
const pairs = fc.array(fc.tuple(index, index, kind, odds), { minLength: 8, maxLength: 40 });

function foundBy(name: string, list: readonly [number, number, EvidenceKind, number][]): Evidence[] {
  const at = NAMES.indexOf(name);
  return list.flatMap(([i, j, sort, score]) =>
    i === j || (i !== at && j !== at) ? [] : [$.aPair(NAMES[i] ?? '', NAMES[j] ?? '', sort, score)],
  );
}

/** A decision about whatever stories two articles are in when it is made; or the undoing of one. */
const step = fc.record({
  what: fc.constantFrom<'merge' | 'split' | 'undo'>('merge', 'merge', 'split', 'split', 'undo'),
  one: index,
  other: index,
});

test('decisions between commits, in any batching, leave what folding everything from scratch gives', () => {
  fc.assert(
    fc.property(
      pairs,
      fc.array(step, { maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
      (list, steps, size, order) => {
        const path = $.newDatabasePath();
        const writer = openWriter(path);
        const tasks = order.map((name) => $.anArticle(name, {}, foundBy(name, list)));
        const queue = [...steps];
        for (let at = 0; at < tasks.length; at += size) {
          writer.commit(tasks.slice(at, at + size), $.T0);
          const next = queue.shift();
          if (next !== undefined) tryStep(writer, path, next);
        }
        for (const next of queue) tryStep(writer, path, next);
        writer.close();
        expect(faultsIn(path)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 180_000);

test('200 orders of arrival under decisions that were there first give the same stories', () => {
  const empty = $.newDatabasePath();
  openWriter(empty).close();
  const sides = fc.uniqueArray(index, { minLength: 2, maxLength: 6 });
  const decided = fc.array(fc.tuple(sides, fc.constantFrom('merge', 'split')), { maxLength: 4 });
  const orders = fc.array(fc.shuffledSubarray(NAMES, { minLength: NAMES.length }), {
    minLength: 10,
    maxLength: 10,
  });
  fc.assert(
    fc.property(
      pairs,
      decided,
      orders,
      fc.integer({ min: 1, max: 12 }),
      (list, decisions, shuffled, size) => {
        const outcomes = shuffled.map((order) => {
          const path = $.newDatabasePath();
          copyFileSync(empty, path);
          const db = new Database(path);
          for (const [at, action] of decisions) {
            const ids = at.map((one) => $.articleId(NAMES[one] ?? ''));
            db.prepare(
              "INSERT INTO decisions (action, story_id, article_ids, other_article_ids, detail, decided_at) VALUES (?, '', ?, ?, '', '')",
            ).run(action, JSON.stringify(ids.slice(0, 1)), JSON.stringify(ids.slice(1)));
          }
          db.close();
          const writer = openWriter(path);
          const tasks = order.map((name) => $.anArticle(name, {}, foundBy(name, list)));
          for (let at = 0; at < tasks.length; at += size) writer.commit(tasks.slice(at, at + size), $.T0);
          writer.close();
          return storiesIn(path, NAMES).join(' ');
        });
        expect(new Set(outcomes).size).toBe(1);
      },
    ),
    { numRuns: 20 },
  );
}, 180_000);

function tryStep(
  writer: Writer,
  path: string,
  { what, one, other }: { what: 'merge' | 'split' | 'undo'; one: number; other: number },
): void {
  const storyOf = (at: number) =>
    (
      $.rowsOf(path, `SELECT story_id FROM articles WHERE id = '${$.articleId(NAMES[at] ?? '')}'`)[0] as
        | { story_id: string }
        | undefined
    )?.story_id ?? '';
  try {
    if (what === 'merge') writer.merge(storyOf(one), storyOf(other), null, $.T1);
    else if (what === 'split') writer.split(storyOf(one), [$.articleId(NAMES[one] ?? '')], null, $.T1);
    else writer.undoDecision(1 + (one % 4), $.T1);
  } catch (error) {
    if (!(error instanceof DecisionRefusedError)) throw error;
  }
}
