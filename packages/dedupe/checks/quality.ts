import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type DedupedRecords, dedupeAll } from '../src/filter.ts';
import { parseWeights, shippedWeights } from '../src/weights.ts';
import { readRecords } from './records.ts';

/** What was found in a set without labels: evidence by kind, the number of stories, and the largest of them. */
function describe({ lines, pairs }: DedupedRecords): string {
  const sizes = new Map<string, number>();
  for (const { story } of lines) sizes.set(story, (sizes.get(story) ?? 0) + 1);
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, 10);
  const kinds = ['exact', 'near', 'story'].map(
    (kind) => `${pairs.filter((pair) => pair.kind === kind).length} ${kind}`,
  );
  return [
    `  evidence: ${kinds.join(', ')}; ${(pairs.length / lines.length).toFixed(1)} pairs an article`,
    `  ${sizes.size} stories; largest: ${largest.map(([id, size]) => `${size} (${id})`).join(', ')}`,
  ].join('\n');
}

/**
 * `tsx checks/quality.ts FILE… [--weights FILE]`: what is found in sets without labels, by the shipped weights or
 * others. `wirefold bench dedupe` measures sets that have labels.
 */
if (import.meta.url === `file://${process.argv[1]}`) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { weights: { type: 'string' } },
  });
  const weights =
    values.weights === undefined ? shippedWeights() : parseWeights(readFileSync(values.weights, 'utf8'));
  for (const path of positionals) {
    const records = readRecords(path);
    const found = describe(await dedupeAll(records, weights));
    process.stdout.write(`${path.split('/').at(-1)}: ${records.length} articles\n${found}\n`);
  }
}
