import { readFileSync } from 'node:fs';
import { FEATURES, featuresOf } from './block-features.ts';
import {
  parseTrees,
  parseWords,
  type TreesFile,
  treesFile,
  type WordWeightsFile,
  wordsFile,
} from './model-file.ts';
import { wordLogits } from './page-words.ts';
import { candidatesOf, type RuledPage } from './ruled-page.ts';
import { logitOf, type Trees } from './trees.ts';
import type { WordWeights } from './word-weights.ts';

/** What decides whether a block is the article's: learned words, and trees over a block's features. */
export interface BlockModel {
  readonly version: string;
  readonly classes: WordWeights;
  readonly text: WordWeights;
  readonly trees: Trees;
}

/** The model file: numbers as base64 of little-endian arrays. */
export interface BlockModelFile {
  readonly version: string;
  /** Names of the features that the trees were grown on; a model of other features is refused. */
  readonly features: readonly string[];
  readonly classes: WordWeightsFile;
  readonly text: WordWeightsFile;
  readonly trees: TreesFile;
}

/** Chance that each block is the article's, 0 to 1, by block index; 0 for what is no candidate. */
export function keepChances(model: BlockModel, page: RuledPage): Float32Array {
  const candidates = candidatesOf(page);
  const rows = featuresOf(page, wordLogits(page, candidates, model.classes, model.text), candidates);
  const chances = new Float32Array(page.blocks.length);
  candidates.forEach((index, at) => {
    chances[index] = 1 / (1 + Math.exp(-logitOf(model.trees, rows, at * FEATURES.length)));
  });
  return chances;
}

let shipped: BlockModel | undefined;

/** The model that comes with the package (`model/blocks.model.json`, made by `train/train.ts`). */
export function shippedBlockModel(): BlockModel {
  shipped ??= parseBlockModel(readFileSync(new URL('../model/blocks.model.json', import.meta.url), 'utf8'));
  return shipped;
}

/** A model out of a model file's text; throws where it is damaged or was made for other features. */
export function parseBlockModel(json: string): BlockModel {
  const file = JSON.parse(json) as BlockModelFile;
  if (file.features.join() !== FEATURES.join()) {
    throw new Error(
      `Block model ${file.version} was trained on other features: run \`tsx train/train.ts --data DIR\` again`,
    );
  }
  return {
    version: file.version,
    classes: parseWords(file.classes),
    text: parseWords(file.text),
    trees: parseTrees(file.trees),
  };
}

/** The model file's content for a model: the inverse of `parseBlockModel`. */
export function blockModelFile({ version, classes, text, trees }: BlockModel): BlockModelFile {
  return {
    version,
    features: FEATURES,
    classes: wordsFile(classes),
    text: wordsFile(text),
    trees: treesFile(trees),
  };
}
