import { parseArgs } from 'node:util';
import { countsF1, shingleCounts, shingleF1, wordF1 } from '../checks/measures.ts';
import type { BlockModel } from '../src/block-model.ts';
import { cleanPage } from '../src/clean-page.ts';
import { type GoldPage, readGoldPages } from './gold.ts';
import { trainingPage } from './page-rows.ts';
import { foldOf, trainModel } from './train-model.ts';

/**
 * Quality on pages whose hosts were not trained on:
 * `tsx train/cross-validate.ts --data DIR [--folds N] [--salt TEXT] [--worst N]`, where DIR holds the sets
 * scrapinghub, wcxb-article and fundus. Prints each set's measures over all folds, their spread from fold to fold,
 * and the worst pages. Another salt deals the hosts anew.
 */
const SETS = ['scrapinghub', 'wcxb-article', 'fundus'];

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    folds: { type: 'string', default: '5' },
    salt: { type: 'string', default: '' },
    worst: { type: 'string', default: '0' },
  },
});
if (values.data === undefined) {
  throw new Error(`Name the folder that holds ${SETS.join(', ')}: tsx train/cross-validate.ts --data DIR`);
}
const { data, salt } = values;
const folds = Number(values.folds);
const gold = SETS.flatMap((set) => readGoldPages(data, set));
const foldOfPage = ({ host }: GoldPage): number => foldOf(host, folds, salt);

interface Scored {
  readonly page: GoldPage;
  readonly text: string;
  readonly wanted: string;
}

function score(page: GoldPage, model: BlockModel): Scored {
  const { content, url, text: wanted = '' } = page;
  const outcome = cleanPage({ format: 'html', content, ...(url !== undefined && { url }) }, model);
  return { page, text: outcome.kind === 'done' ? outcome.value.article.text : '', wanted };
}

function run(): Scored[] {
  const pages = gold.flatMap((page) => trainingPage(page) ?? []);
  const scored: Scored[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const model = trainModel(
      pages.filter((page) => foldOfPage(page.gold) !== fold),
      `fold-${fold}`,
    );
    for (const page of gold) if (foldOfPage(page) === fold) scored.push(score(page, model));
    process.stderr.write(`fold ${fold + 1} of ${folds}\n`);
  }
  return scored;
}

const shingles = (rows: readonly Scored[]) =>
  shingleF1(rows.map(({ text, wanted }) => shingleCounts(text, wanted)));
const words = (rows: readonly Scored[]): number =>
  rows.reduce((sum, { text, wanted }) => sum + wordF1(text, wanted), 0) / Math.max(1, rows.length);

function spread(rows: readonly Scored[], measure: (rows: readonly Scored[]) => number): string {
  const byFold = Array.from({ length: folds }, (_, fold) =>
    measure(rows.filter(({ page }) => foldOfPage(page) === fold)),
  );
  return `${Math.min(...byFold).toFixed(3)}-${Math.max(...byFold).toFixed(3)}`;
}

const scored = run();
for (const set of SETS) {
  const rows = scored.filter(({ page }) => page.set === set);
  const { f1, precision, recall } = shingles(rows);
  console.log(
    `${set}: shingle F1 ${f1.toFixed(4)} (folds ${spread(rows, (some) => shingles(some).f1)}; ` +
      `P ${precision.toFixed(4)} R ${recall.toFixed(4)}), ` +
      `word F1 ${words(rows).toFixed(4)} (folds ${spread(rows, words)})`,
  );
  const counted = rows.map(({ page, text, wanted }) => ({ id: page.id, ...shingleCounts(text, wanted) }));
  counted.sort((a, b) => countsF1(a) - countsF1(b));
  for (const { id, ...counts } of counted.slice(0, Number(values.worst))) {
    console.log(`  ${countsF1(counts).toFixed(3)} foreign ${counts.fp} missing ${counts.fn} ${id}`);
  }
}
