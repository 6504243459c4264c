import { FEATURES, featuresOf } from '../src/block-features.ts';
import type { BlockModel } from '../src/block-model.ts';
import { wordLogits } from '../src/page-words.ts';
import { BOOSTING, type BoostingOptions, boost, type Rows } from './boosting.ts';
import type { TrainingPage } from './page-rows.ts';
import { trainWords } from './train-words.ts';

/** Inner folds by host: a page's word logits in training come from words of other hosts. */
const INNER_FOLDS = 4;

/** Fold of a host, 0 to `folds` - 1: the same for all its pages in every set (FNV-1a). */
export function foldOf(host: string, folds: number, salt = ''): number {
  let hash = 0x811c9dc5;
  for (const character of salt + host) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 8) ^ (hash >>> 20)) % folds;
}

/** Trains words and trees on pages. Deterministic in their order. */
export function trainModel(
  pages: readonly TrainingPage[],
  version: string,
  options: BoostingOptions = BOOSTING,
): BlockModel {
  const classes = trainWords(pages.flatMap(({ classBags }) => classBags));
  const text = trainWords(pages.flatMap(({ textBags }) => textBags));
  const trees = boost(rowsOf(pages), options);
  return { version, classes, text, trees };
}

function rowsOf(pages: readonly TrainingPage[]): Rows {
  const width = FEATURES.length;
  const size = pages.reduce((sum, { candidates }) => sum + candidates.length, 0);
  const rows = {
    width,
    features: new Float32Array(size * width),
    labels: new Float32Array(size),
    weights: new Float32Array(size),
  };
  let at = 0;
  for (let fold = 0; fold < INNER_FOLDS; fold += 1) {
    const isIn = ({ gold }: TrainingPage) => foldOf(gold.host, INNER_FOLDS, 'inner') === fold;
    const others = pages.filter((page) => !isIn(page));
    const classes = trainWords(others.flatMap(({ classBags }) => classBags));
    const text = trainWords(others.flatMap(({ textBags }) => textBags));
    for (const { ruled, shares, weights, candidates } of pages.filter(isIn)) {
      rows.features.set(
        featuresOf(ruled, wordLogits(ruled, candidates, classes, text), candidates),
        at * width,
      );
      for (const index of candidates) {
        rows.labels[at] = shares[index] as number;
        rows.weights[at] = weights[index] as number;
        at += 1;
      }
    }
  }
  return rows;
}
