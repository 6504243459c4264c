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
import { SECOND_FEATURES, secondFeaturesOf } from './second-look.ts';
import { logitOf, type Trees } from './trees.ts';
import type { WordWeights } from './word-weights.ts';

/** What decides whether a line is the article's: learned words, and trees over a line's features. */
export interface LineModel {
  readonly version: string;
  readonly text: WordWeights;
  /** The first look, at each line and what stands around it. */
  readonly first: Trees;
  /** The second, at what the first made of the lines around. */
  readonly second: Trees;
}

/** The model file: numbers as base64 of little-endian arrays. */
export interface LineModelFile {
  readonly version: string;
  /** Names of the features that the trees were grown on; a model of other features is refused. */
  readonly features: readonly string[];
  readonly text: WordWeightsFile;
  readonly first: TreesFile;
  readonly second: TreesFile;
}

/** Chance that each line is the article's, 0 to 1, by line index; 0 for what is no candidate. */
export function keepLineChances(model: LineModel, text: RuledText): Float32Array {
  const candidates = candidatesOf(text);
  const words = lineWordLogits(text, model.text);
  const rows = featuresOf(text, words, candidates);
  const chances = chancesOf(model.first, rows, candidates, text.lines.length);
  const open = openRows(candidates, rows, chances);
  const again = secondFeaturesOf(text, words, open.lines, open.rows, chances);
  return chancesOf(model.second, again, open.lines, text.lines.length);
}

/** Under this chance the first look's word stands: a second changes nothing there but takes its time. */
const OPEN_CHANCE = 0.02;

/** The candidates that a second look may keep, with their rows. */
function openRows(
  candidates: readonly number[],
  rows: Float32Array,
  chances: Float32Array,
): { lines: readonly number[]; rows: Float32Array } {
  const width = FEATURES.length;
  const open = new Float32Array(rows.length);
  const lines: number[] = [];
  candidates.forEach((index, place) => {
    if ((chances[index] as number) < OPEN_CHANCE) return;
    open.set(rows.subarray(place * width, (place + 1) * width), lines.length * width);
    lines.push(index);
  });
  return { lines, rows: open };
}

/** Chances by line index, out of the rows of the candidates; 0 for the other lines. */
export function chancesOf(
  trees: Trees,
  rows: Float32Array,
  candidates: readonly number[],
  lines: number,
): Float32Array {
  const width = rows.length / Math.max(1, candidates.length);
  const chances = new Float32Array(lines);
  candidates.forEach((index, at) => {
    chances[index] = 1 / (1 + Math.exp(-logitOf(trees, rows, at * width)));
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
  if (file.features.join() !== SECOND_FEATURES.join()) {
    throw new Error(
      `Line model ${file.version} was trained on other features: run \`tsx train/train-lines.ts --data DIR\` again`,
    );
  }
  return {
    version: file.version,
    text: parseWords(file.text),
    first: parseTrees(file.first),
    second: parseTrees(file.second),
  };
}

/** The model file's content for a model: the inverse of `parseLineModel`. */
export function lineModelFile({ version, text, first, second }: LineModel): LineModelFile {
  return {
    version,
    features: SECOND_FEATURES,
    text: wordsFile(text),
    first: treesFile(first),
    second: treesFile(second),
  };
}
