import { FEATURES, featuresOf } from '../src/line-features.ts';
import type { LineModel } from '../src/line-model.ts';
import { lineWordLogits } from '../src/line-words.ts';
import { BOOSTING, type BoostingOptions, boost, type Rows } from './boosting.ts';
import type { TrainingText } from './line-rows.ts';
import { foldOf } from './train-model.ts';
import { trainWords } from './train-words.ts';

/** Inner folds by host: a text's word logits in training come from words of other hosts. */
const INNER_FOLDS = 4;

/** Trains words and trees on texts. Deterministic in their order. */
export function trainLineModel(
  texts: readonly TrainingText[],
  version: string,
  options: BoostingOptions = BOOSTING,
): LineModel {
  const text = trainWords(texts.flatMap(({ bags }) => bags));
  return { version, text, trees: boost(rowsOf(texts), options) };
}

function rowsOf(texts: readonly TrainingText[]): Rows {
  const width = FEATURES.length;
  const size = texts.reduce((sum, { candidates }) => sum + candidates.length, 0);
  const rows = {
    width,
    features: new Float32Array(size * width),
    labels: new Float32Array(size),
    weights: new Float32Array(size),
  };
  let at = 0;
  for (let fold = 0; fold < INNER_FOLDS; fold += 1) {
    const isIn = ({ gold }: TrainingText) => foldOf(gold.host, INNER_FOLDS, 'inner') === fold;
    const words = trainWords(texts.flatMap((text) => (isIn(text) ? [] : text.bags)));
    for (const { ruled, shares, weights, candidates } of texts.filter(isIn)) {
      rows.features.set(featuresOf(ruled, lineWordLogits(ruled, words), candidates), at * width);
      for (const index of candidates) {
        rows.labels[at] = shares[index] as number;
        rows.weights[at] = weights[index] as number;
        at += 1;
      }
    }
  }
  return rows;
}
