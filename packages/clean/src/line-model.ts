import { readFileSync } from 'node:fs';
import type { RuledText } from './label-lines.ts';
import { candidatesOf, FEATURES, featuresOf } from './line-features.ts';
import { lineWordLogits } from './line-words.ts';
import {
  parseTrees,
  parseWords,
  type TreesFile,
  treesFile,
  type WordWeightsFile,
  wordsFile,
} from './model-file.ts';
import { logitOf, type Trees } from './trees.ts';
import type { WordWeights } from './word-weights.ts';

/** What decides whether a line is the article's: learned words, and trees over a line's features. */
export interface LineModel {
  readonly version: string;
  readonly text: WordWeights;
  readonly trees: Trees;
}

/** The model file: numbers as base64 of little-endian arrays. */
export interface LineModelFile {
  readonly version: string;
  /** Names of the features that the trees were grown on; a model of other features is refused. */
  readonly features: readonly string[];
  readonly text: WordWeightsFile;
  readonly trees: TreesFile;
}

/** Chance that each line is the article's, 0 to 1, by line index; 0 for what is no candidate. */
export function keepLineChances(model: LineModel, text: RuledText): Float32Array {
  const candidates = candidatesOf(text);
  const rows = featuresOf(text, lineWordLogits(text, model.text), candidates);
  const chances = new Float32Array(text.lines.length);
  candidates.forEach((index, at) => {
    chances[index] = 1 / (1 + Math.exp(-logitOf(model.trees, rows, at * FEATURES.length)));
  });
  return chances;
}

let shipped: LineModel | undefined;

/** The model that comes with the package (`model/lines.model.json`, made by `train/train-lines.ts`). */
export function shippedLineModel(): LineModel {
  shipped ??= parseLineModel(readFileSync(new URL('../model/lines.model.json', import.meta.url), 'utf8'));
  return shipped;
}

/** A model out of a model file's text; throws where it is damaged or was made for other features. */
export function parseLineModel(json: string): LineModel {
  const file = JSON.parse(json) as LineModelFile;
  if (file.features.join() !== FEATURES.join()) {
    throw new Error(
      `Line model ${file.version} was trained on other features: run train/train-lines.ts again`,
    );
  }
  return { version: file.version, text: parseWords(file.text), trees: parseTrees(file.trees) };
}

/** The model file's content for a model: the inverse of `parseLineModel`. */
export function lineModelFile({ version, text, trees }: LineModel): LineModelFile {
  return { version, features: FEATURES, text: wordsFile(text), trees: treesFile(trees) };
}
