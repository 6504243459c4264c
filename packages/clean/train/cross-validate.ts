import { writeFileSync } from 'node:fs';
import { countsF1, shingleCounts, shingleF1, wordF1 } from '../checks/measures.ts';
import { blockModelFile } from '../src/block-model.ts';
import { cleanPage } from '../src/clean-page.ts';
import { readGoldPages } from './gold.ts';
import { type TrainingPage, trainingPage } from './page-rows.ts';
import { foldOf, trainModel } from './train-model.ts';

/**
 * Quality on pages whose hosts were not trained on: `tsx train/cross-validate.ts DATA [FOLDS [SALT]]`, where DATA holds
 * the sets scrapinghub, wcxb-article and fundus. Prints each set's measures and its worst pages.
 */
const [data, folds = '5', salt = ''] = process.argv.slice(2);
if (data === undefined)
  throw new Error('Name the folder of the sets: tsx train/cross-validate.ts DATA [FOLDS]');
const SETS = ['scrapinghub', 'wcxb-article', 'fundus'];
const gold = SETS.flatMap((set) => readGoldPages(data, set));
const pages = gold.flatMap((page): TrainingPage[] => {
  const made = trainingPage(page);
  return made === undefined ? [] : [made];
});
console.log(
  `${gold.length} pages, ${pages.length} with running text, ${pages.reduce((n, p) => n + p.shares.length, 0)} blocks`,
);
const texts = new Map<string, string>();
for (let fold = 0; fold < Number(folds); fold += 1) {
  const started = performance.now();
  const model = trainModel(
    pages.filter((page) => foldOf(page.gold.host, Number(folds), salt) !== fold),
    `fold-${fold}`,
  );
  if (process.env.SAVE)
    writeFileSync(`${process.env.SAVE}/fold-${fold}.json`, JSON.stringify(blockModelFile(model)));
  const trained = performance.now();
  for (const page of gold) {
    if (foldOf(page.host, Number(folds), salt) !== fold) continue;
    const input = {
      format: 'html' as const,
      content: page.content,
      ...(page.url !== undefined && { url: page.url }),
    };
    const outcome = cleanPage(input, model);
    texts.set(`${page.set}/${page.id}`, outcome.kind === 'done' ? outcome.value.article.text : '');
  }
  console.error(
    `fold ${fold}: trained in ${((trained - started) / 1000).toFixed(0)} s, scored in ${((performance.now() - trained) / 1000).toFixed(0)} s`,
  );
}
for (const set of SETS) {
  const rows = gold
    .filter((page) => page.set === set)
    .map((page) => ({ page, text: texts.get(`${set}/${page.id}`) ?? '', wanted: page.text ?? '' }));
  const { f1, precision, recall } = shingleF1(rows.map(({ text, wanted }) => shingleCounts(text, wanted)));
  const words = rows.reduce((sum, { text, wanted }) => sum + wordF1(text, wanted), 0) / rows.length;
  console.log(
    `${set}: shingle F1 ${f1.toFixed(4)} (P ${precision.toFixed(4)} R ${recall.toFixed(4)}), word F1 ${words.toFixed(4)}`,
  );
  const worst = rows.map(({ page, text, wanted }) => ({ id: page.id, ...shingleCounts(text, wanted) }));
  worst.sort((a, b) => countsF1(a) - countsF1(b));
  if (process.env.WORST)
    for (const row of worst.slice(0, Number(process.env.WORST)))
      console.log(`  ${countsF1(row).toFixed(3)} fp ${row.fp} fn ${row.fn} ${row.id}`);
}
