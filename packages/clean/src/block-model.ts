import { readFileSync } from 'node:fs';
import { FEATURES, featuresOf } from './block-features.ts';
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
  readonly classes: { readonly step: number; readonly weights: string };
  readonly text: { readonly step: number; readonly weights: string };
  readonly trees: { readonly bias: number } & Readonly<Record<Exclude<keyof Trees, 'bias'>, string>>;
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
    throw new Error(`Block model ${file.version} was trained on other features: run \`npm run train\` again`);
  }
  const { trees } = file;
  const bytes = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;
  const words = ({ step, weights }: { step: number; weights: string }): WordWeights => ({
    step,
    weights: new Int8Array(bytes(weights)),
  });
  return {
    version: file.version,
    classes: words(file.classes),
    text: words(file.text),
    trees: {
      bias: trees.bias,
      roots: new Int32Array(bytes(trees.roots)),
      feature: new Uint8Array(bytes(trees.feature)),
      threshold: new Float32Array(bytes(trees.threshold)),
      left: new Int16Array(bytes(trees.left)),
      right: new Int16Array(bytes(trees.right)),
      leaves: new Float32Array(bytes(trees.leaves)),
    },
  };
}

/** The model file's content for a model: the inverse of `parseBlockModel`. */
export function blockModelFile({ version, classes, text, trees }: BlockModel): BlockModelFile {
  const base64 = (array: ArrayBufferView): string =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
  return {
    version,
    features: FEATURES,
    classes: { step: classes.step, weights: base64(classes.weights) },
    text: { step: text.step, weights: base64(text.weights) },
    trees: {
      bias: trees.bias,
      roots: base64(trees.roots),
      feature: base64(trees.feature),
      threshold: base64(trees.threshold),
      left: base64(trees.left),
      right: base64(trees.right),
      leaves: base64(trees.leaves),
    },
  };
}
