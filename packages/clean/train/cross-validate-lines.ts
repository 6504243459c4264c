import { parseArgs } from 'node:util';
import { countsF1, shingleCounts, shingleF1, wordF1 } from '../checks/measures.ts';
import { TEXT_LABELS } from '../src/blocks.ts';
import { decideLines } from '../src/decide-lines.ts';
import { keepLineChances, type LineModel } from '../src/line-model.ts';
import { lineTrainingTexts, type TrainingText } from './line-rows.ts';
import { trainLineModel } from './train-line-model.ts';
import { foldOf } from './train-model.ts';

/**
 * Quality on texts whose hosts were not trained on:
 * `tsx train/cross-validate-lines.ts --data DIR [--folds N] [--salt TEXT] [--worst N]`, where DIR holds the set
 * plaintext. Prints each fold's measures, all texts', and the worst.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    folds: { type: 'string', default: '5' },
    salt: { type: 'string', default: '' },
    worst: { type: 'string', default: '10' },
  },
});
if (values.data === undefined) {
  throw new Error('Name the folder that holds plaintext: tsx train/cross-validate-lines.ts --data DIR');
}
const { data, folds, salt, worst } = values;

/** A text's article as the model keeps it. */
function keptText({ ruled }: TrainingText, model: LineModel): string {
  const verdicts = decideLines(ruled, keepLineChances(model, ruled));
  const kept = ruled.lines.filter((_, at) => TEXT_LABELS.has(verdicts[at]?.label ?? 'notice'));
  return kept.map(({ text }) => text).join('\n\n');
}

const texts = lineTrainingTexts(data);
const scored = Array.from({ length: Number(folds) }, (_, fold) => {
  const isIn = ({ gold }: TrainingText) => foldOf(gold.host, Number(folds), salt) === fold;
  const model = trainLineModel(
    texts.filter((text) => !isIn(text)),
    `fold-${fold}`,
  );
  const tested = texts.filter((text) => text.gold.set === 'plaintext' && isIn(text));
  return tested.map((text) => {
    const kept = keptText(text, model);
    const { id, text: wanted } = text.gold;
    return { id, counts: shingleCounts(kept, wanted), words: wordF1(kept, wanted) };
  });
});
for (const [fold, rows] of [...scored, scored.flat()].entries()) {
  const { f1, precision, recall } = shingleF1(rows.map(({ counts }) => counts));
  const words = rows.reduce((sum, row) => sum + row.words, 0) / Math.max(1, rows.length);
  const name = fold === scored.length ? 'all' : `fold ${fold}`;
  console.log(
    `${name}: ${rows.length} texts, shingle F1 ${f1.toFixed(4)} (P ${precision.toFixed(4)} R ${recall.toFixed(4)}), word F1 ${words.toFixed(4)}`,
  );
}
const ranked = scored.flat().sort((one, other) => countsF1(one.counts) - countsF1(other.counts));
for (const { id, counts } of ranked.slice(0, Number(worst)))
  console.log(countsF1(counts).toFixed(3), id, counts);
