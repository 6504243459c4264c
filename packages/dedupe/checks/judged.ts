import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dedupeAll } from '../src/filter.ts';
import { compareIds } from '../src/fold.ts';
import { readRecords } from './records.ts';

/** What a person who read both articles said of them. */
type Verdict = 'event' | 'saga' | 'unrelated';

const SETS = ['load_allsides_4k.jsonl.gz', 'helsinki_unlabelled.jsonl.gz'];
/** Folded pairs that are drawn of each set. */
const DRAWN = 30;

/**
 * `tsx checks/judged.ts --data DIR`: of each set that has no labels, draws 30 of the pairs that are folded and tells how
 * many tell one event by `judged-pairs.tsv`. The draw is at random and yet the same for the same folding: pairs go
 * by a hash of their ids, so that most of those drawn after a change of the rules have been read before. Those that
 * have not are listed.
 */
async function main(folder: string): Promise<void> {
  const verdicts = readVerdicts();
  for (const file of SETS) {
    const set = file.split('.')[0] ?? '';
    const { lines } = await dedupeAll(readRecords(join(folder, file)));
    const folded = pairsWithin(lines);
    const drawn = folded.slice(0, DRAWN).map((pair) => ({ pair, verdict: verdicts.get(`${set}\t${pair}`) }));
    const count = (wanted?: Verdict) => drawn.filter(({ verdict }) => verdict === wanted).length;
    process.stdout.write(
      `${set}: ${folded.length} pairs folded; of ${drawn.length} drawn ${count('event')} one event, ` +
        `${count('saga')} one saga, ${count('unrelated')} unrelated, ${count()} not read yet\n`,
    );
    for (const { pair, verdict } of drawn)
      if (verdict === undefined) process.stdout.write(`  ${pair.replace('\t', ' ')}\n`);
  }
}

function readVerdicts(): Map<string, Verdict> {
  const lines = readFileSync(new URL('judged-pairs.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return new Map(
    lines.slice(1).map((line) => {
      const [set, one, other, verdict] = line.split('\t');
      return [`${set}\t${one}\t${other}`, verdict as Verdict];
    }),
  );
}

/** Every pair within a story, ids joined by a tab, ordered by its hash. */
function pairsWithin(lines: readonly { readonly id: string; readonly story: string }[]): string[] {
  const members = new Map<string, { readonly id: string }[]>();
  for (const line of lines) {
    const story = members.get(line.story);
    if (story === undefined) members.set(line.story, [line]);
    else story.push(line);
  }
  const pairs = [...members.values()].flatMap((story) => {
    const ids = story.map(({ id }) => id).sort(compareIds);
    return ids.flatMap((one, at) => ids.slice(at + 1).map((other) => `${one}\t${other}`));
  });
  const ranked = pairs.map((pair) => ({
    pair,
    rank: createHash('sha256').update(pair.replace('\t', '\n')).digest('hex'),
  }));
  return ranked.sort((a, b) => compareIds(a.rank, b.rank)).map(({ pair }) => pair);
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined)
  throw new Error('Name the folder of the sets: tsx checks/judged.ts --data DIR');
await main(values.data);
