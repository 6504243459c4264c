import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

function start(script: string, ...args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Gives the next line of a program's output at each call. */
function linesOf(output: Readable | null): () => Promise<string | undefined> {
  if (output === null) throw new Error('The program was started without a pipe for its output.');
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    return done === true ? undefined : value;
  };
}

test('a batch waits while another process holds the database for ten seconds, and nothing of it is lost', async () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.accept([$.anItem('a'), $.anItem('b'), $.anItem('c')], $.T0);
  const holder = start('write-locked.ts', path, '10000');
  const ended = once(holder, 'exit');
  if (holder.stdout !== null) await once(holder.stdout, 'data');
  const batch = [$.anArticle('a'), $.anArticle('b', {}, [$.aPair('a', 'b')]), $.aFailure('c', 'rejected')];
  expect(writer.commit(batch, $.T1).map(({ state }) => state)).toEqual(['stored', 'stored', 'rejected']);
  expect(writer.balance()).toMatchObject({ accepted: 3, stored: 2, rejected: 1, inFlight: 0 });
  writer.close();
  await ended;
}, 60_000);

test('eight processes that store copies of one story at once, in a file none has made, leave one story with all of them, twenty times', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `p${i}x`);
  const writers = names.map((name) => start('variant-writer.ts', name, ...names));
  const answers = writers.map(({ stdout }) => linesOf(stdout));
  for (let round = 0; round < 20; round += 1) {
    const path = $.newDatabasePath();
    for (const { stdin } of writers) stdin?.write(`${path}\n`);
    expect(await Promise.all(answers.map((next) => next()))).toEqual(names.map((name) => `stored ${name}`));
    const reader = openReader(path);
    expect(reader.stories({ limit: 10, order: 'newest' }).map((story) => story.articleCount)).toEqual([8]);
    expect(reader.balance()).toMatchObject({ accepted: 8, stored: 8 });
    expect(reader.verify()).toEqual([]);
    reader.close();
  }
  const ends = writers.map((child) => once(child, 'exit'));
  for (const { stdin } of writers) stdin?.end();
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual(names.map(() => 0));
}, 180_000);

test('two writers in turn see each other’s articles', () => {
  const path = $.newDatabasePath();
  const [one, two] = [openWriter(path), openWriter(path)];
  one.commit([$.anArticle('a')], $.T0);
  two.commit([$.anArticle('b', {}, [$.aPair('a', 'b')])], $.T1);
  one.commit([$.anArticle('c', {}, [$.aPair('a', 'c'), $.aPair('b', 'c')])], $.T2);
  expect($.rowsOf(path, 'SELECT article_count FROM stories')).toEqual([{ article_count: 3 }]);
  one.close();
  two.close();
});
