import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { blockModelFile } from '../src/block-model.ts';
import { readGoldPages } from './gold.ts';
import { trainingPage } from './page-rows.ts';
import { trainModel } from './train-model.ts';

/** Sets that the shipped model learns from; see NOTICE. */
const SETS = ['scrapinghub', 'wcxb-article', 'fundus'];
/** Counts the trained models. */
const MODEL_NUMBER = 1;

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  throw new Error(
    `Name the folder that holds ${SETS.join(', ')}: tsx packages/clean/train/train.ts --data DIR`,
  );
}
const data = values.data;
const pages = SETS.flatMap((set) => readGoldPages(data, set)).flatMap((gold) => trainingPage(gold) ?? []);
process.stderr.write(`training on ${pages.length} pages …\n`);
const file = blockModelFile(trainModel(pages, ''));
const digest = createHash('sha256').update(JSON.stringify(file)).digest('hex').slice(0, 12);
const version = `b${String(MODEL_NUMBER).padStart(6, '0')}-${digest}`;
const json = JSON.stringify({ ...file, version });
const folder = join(import.meta.dirname, '../model');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'blocks.model.json'), `${json}\n`);
process.stderr.write(`${version}: ${Math.round(json.length / 1000)} kB\n`);
