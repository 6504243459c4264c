import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openReader } from '../src/reader.ts';
import { openWriter } from '../src/writer.ts';
import * as $ from './samples.ts';

function start(script: string, ...args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a commit waits while another process holds the database for two seconds', async () => {
  const path = $.newDatabasePath();
  const writer = openWriter(path);
  writer.accept([$.anItem('a')], $.T0);
  const holder = start('write-locked.ts', path, '2000');
  const ended = once(holder, 'exit');
  if (holder.stdout !== null) await once(holder.stdout, 'data');
  expect(writer.commit([$.anArticle('a')], $.T1)[0]?.state).toBe('stored');
  expect(writer.balance()).toMatchObject({ accepted: 1, stored: 1, inFlight: 0 });
  writer.close();
  await ended;
});

test('eight processes that store copies of one story at once, in a file none has made, leave one story with all of them', async () => {
  const path = $.newDatabasePath();
  const names = Array.from({ length: 8 }, (_, i) => `p${i}x`);
  const ends = names.map((name) => once(start('variant-writer.ts', path, name, ...names), 'exit'));
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual(names.map(() => 0));
  const reader = openReader(path);
  expect(reader.stories({ limit: 10, order: 'newest' }).map((story) => story.articleCount)).toEqual([24]);
  expect(reader.balance()).toMatchObject({ accepted: 24, stored: 24 });
  expect(reader.verify()).toEqual([]);
  reader.close();
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
