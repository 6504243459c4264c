import { openWriter } from '../src/writer.ts';
import { anArticle, anItem, aPair, T0 } from './samples.ts';

/** Stores one variant of a story that has several, as a program of its own: `variant-writer.ts PATH NAME ALL…`. */
const [path = '', own = '', ...all] = process.argv.slice(2);
const writer = openWriter(path);
for (let round = 0; round < 3; round += 1) {
  writer.accept([anItem(`${own}${round}`)], T0);
  const pairs = all
    .flatMap((name) => Array.from({ length: 3 }, (_, r) => `${name}${r}`))
    .filter((name) => name !== `${own}${round}`)
    .map((name) => aPair(`${own}${round}`, name, 'exact', 1));
  writer.commit([anArticle(`${own}${round}`, { text: 'The same report, word for word.' }, pairs)], T0);
}
writer.close();
