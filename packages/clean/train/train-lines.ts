import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lineModelFile } from '../src/line-model.ts';
import { lineTrainingTexts } from './line-rows.ts';
import { trainLineModel } from './train-line-model.ts';

/** Counts the trained models. */
const MODEL_NUMBER = 1;

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  throw new Error('Name the folder of the sets: tsx packages/clean/train/train-lines.ts --data DIR');
}
const texts = lineTrainingTexts(values.data);
process.stderr.write(`training on ${texts.length} texts …\n`);
const file = lineModelFile(trainLineModel(texts, ''));
const digest = createHash('sha256').update(JSON.stringify(file)).digest('hex').slice(0, 12);
const version = `l${String(MODEL_NUMBER).padStart(6, '0')}-${digest}`;
const json = JSON.stringify({ ...file, version });
const folder = join(import.meta.dirname, '../model');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'lines.model.json'), `${json}\n`);
process.stderr.write(`${version}: ${Math.round(json.length / 1000)} kB\n`);
