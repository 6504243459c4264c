import { createInterface } from 'node:readline';
import { openWriter } from '../src/writer.ts';
import { anArticle, anItem, aPair, T0 } from './samples.ts';

/**
 * Stores one variant of a story in each database whose path comes in as a line, as a program of its own:
 * `variant-writer.ts NAME ALL…`.
 */
const [own = '', ...all] = process.argv.slice(2);
const pairs = all.filter((name) => name !== own).map((name) => aPair(own, name, 'exact', 1));
for await (const path of createInterface({ input: process.stdin })) {
  const writer = openWriter(path);
  writer.accept([anItem(own)], T0);
  writer.commit([anArticle(own, { text: 'The same report, word for word.' }, pairs)], T0);
  writer.close();
  process.stdout.write(`stored ${own}\n`);
}
