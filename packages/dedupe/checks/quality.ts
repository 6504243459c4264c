import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evidenceBetween } from '../src/evidence.ts';
import { type DedupedRecords, dedupeAll } from '../src/filter.ts';
import { signatureOf } from '../src/signature.ts';
import { parseWeights, shippedWeights, type TermWeights } from '../src/weights.ts';
import { agreementOf } from './metrics.ts';
import { type LabelledPair, type LabelledRecord, readPairs, readRecords } from './records.ts';

const ORDERS = 5;
/** Sets larger than this are run in one order only. */
const LARGE = 3_500;

/** Shuffles by a seed (mulberry32 and Fisher-Yates): the same seed always gives the same order. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const copy = [...list];
  let state = seed;
  for (let at = copy.length - 1; at > 0; at -= 1) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const other = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (at + 1));
    const [a, b] = [copy[at], copy[other]];
    if (a === undefined || b === undefined) continue;
    copy[at] = b;
    copy[other] = a;
  }
  return copy;
}

/** Agreement of a run's stories with the labels. */
export function agreement(
  records: readonly LabelledRecord[],
  run: DedupedRecords,
): ReturnType<typeof agreementOf> {
  const truth = new Map(records.map(({ id, cluster }) => [id, cluster ?? id]));
  return agreementOf(truth, new Map(run.lines.map(({ id, story }) => [id, story])));
}

async function measure(path: string, weights: TermWeights): Promise<void> {
  const records = readRecords(path);
  const labelled = records.some(({ cluster }) => cluster !== undefined);
  process.stdout.write(`${path.split('/').at(-1)}: ${records.length} articles\n`);
  for (let order = 0; order < (records.length > LARGE ? 1 : ORDERS); order += 1) {
    const began = process.cpuUsage();
    const run = await dedupeAll(shuffled(records, order), weights);
    const used = process.cpuUsage(began);
    const rate = records.length / ((used.user + used.system) / 1e6);
    process.stdout.write(`  ${rate.toFixed(0)} articles per CPU second`);
    if (labelled) {
      const copies = agreement(records, {
        ...run,
        lines: run.lines.map((line) => ({ ...line, story: line.duplicate })),
      });
      const { bCubed: b, pairwise: p, adjustedRand } = agreement(records, run);
      process.stdout.write(
        `; B-cubed ${shown(b)}; pairwise ${shown(p)}; ARI ${adjustedRand.toFixed(4)}, of duplicates ${copies.adjustedRand.toFixed(4)}`,
      );
    }
    process.stdout.write('\n');
    if (order === 0) describe(run);
  }
}

/** How often a pair above even odds is one that people called the same story (OK), and how many of those are. */
function measurePairs(path: string, pairs: readonly LabelledPair[], weights: TermWeights): void {
  const counts = { OK: { same: 0, other: 0 }, BAD: { same: 0, other: 0 } };
  for (const { a, b, label } of pairs) {
    const fact = evidenceBetween(signatureOf(a, weights), signatureOf(b, weights), weights);
    counts[label][(fact?.score ?? 0) > 0.5 ? 'same' : 'other'] += 1;
  }
  const { OK, BAD } = counts;
  process.stdout.write(
    `${path.split('/').at(-1)}: ${pairs.length} pairs; of OK ${OK.same} folded, ${OK.other} not; of BAD ${BAD.same} folded, ${BAD.other} not\n`,
  );
}

function shown({ precision, recall, f1 }: { precision: number; recall: number; f1: number }): string {
  return `P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}`;
}

function describe({ lines, pairs }: DedupedRecords): void {
  const sizes = new Map<string, number>();
  for (const { story } of lines) sizes.set(story, (sizes.get(story) ?? 0) + 1);
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, 10);
  const kinds = ['exact', 'near', 'story'].map(
    (kind) => `${pairs.filter((pair) => pair.kind === kind).length} ${kind}`,
  );
  process.stdout.write(
    `  evidence: ${kinds.join(', ')}; ${(pairs.length / lines.length).toFixed(1)} pairs an article\n`,
  );
  process.stdout.write(
    `  ${sizes.size} stories; largest: ${largest.map(([id, size]) => `${size} (${id})`).join(', ')}\n`,
  );
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { weights: { type: 'string' } },
  });
  const weights =
    values.weights === undefined ? shippedWeights() : parseWeights(readFileSync(values.weights, 'utf8'));
  for (const path of positionals) {
    const pairs = readPairs(path);
    if (pairs.length > 0) measurePairs(path, pairs, weights);
    else await measure(path, weights);
  }
}
