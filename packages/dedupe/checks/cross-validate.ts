import { parseArgs } from 'node:util';
import { dedupeAll } from '../src/filter.ts';
import { recordsOf } from '../train/corpus.ts';
import { train } from '../train/train.ts';
import { agreementOf } from './metrics.ts';

const FOLDS = 5;

/** Trains on four fifths of the topics and scores the stories of the fifth; prints each fold and the mean over articles. */
const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) throw new Error('Name the folder of the sets: --data DIR');
const records = recordsOf(values.data, 'events');
const topics = [...new Set(records.map(({ topic }) => topic ?? ''))].sort();
let precision = 0;
let recall = 0;
for (let fold = 0; fold < FOLDS; fold += 1) {
  const held = new Set(topics.filter((_, at) => at % FOLDS === fold));
  const weights = train(values.data, (topic) => !held.has(topic));
  const unseen = records.filter(({ topic }) => held.has(topic ?? ''));
  const { lines } = await dedupeAll(unseen, weights);
  const truth = new Map(unseen.map(({ id, cluster }) => [id, cluster ?? id]));
  const { bCubed } = agreementOf(truth, new Map(lines.map(({ id, story }) => [id, story])));
  process.stdout.write(`fold ${fold}: ${unseen.length} articles, B-cubed F1 ${bCubed.f1.toFixed(4)}\n`);
  precision += (bCubed.precision * unseen.length) / records.length;
  recall += (bCubed.recall * unseen.length) / records.length;
}
const f1 = (2 * precision * recall) / (precision + recall);
process.stdout.write(`unseen topics: P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}\n`);
