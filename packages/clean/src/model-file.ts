import type { Trees } from './trees.ts';
import { WORD_BUCKETS, type WordWeights } from './word-weights.ts';

/** Numbers of a model file: base64 of a little-endian array. */
type Base64 = string;

export interface WordWeightsFile {
  readonly step: number;
  readonly weights: Base64;
}

export type TreesFile = { readonly bias: number } & Readonly<Record<Exclude<keyof Trees, 'bias'>, Base64>>;

/** The bytes, down to whole numbers of `unit`: a cut file is told where its tables are compared. */
function bytes(text: Base64, unit = 1): ArrayBuffer {
  const { buffer } = new Uint8Array(Buffer.from(text, 'base64'));
  return buffer.slice(0, buffer.byteLength - (buffer.byteLength % unit));
}

const base64 = (array: ArrayBufferView): Base64 =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');

/** Word weights out of a model file; the inverse of `wordsFile`. Throws where some are missing. */
export function parseWords({ step, weights }: WordWeightsFile): WordWeights {
  const words = { step, weights: new Int8Array(bytes(weights)) };
  if (words.weights.length !== WORD_BUCKETS) {
    throw new Error(`The model file is damaged: ${words.weights.length} word weights, not ${WORD_BUCKETS}`);
  }
  return words;
}

/** Word weights as a model file holds them. */
export function wordsFile({ step, weights }: WordWeights): WordWeightsFile {
  return { step, weights: base64(weights) };
}

/** Trees out of a model file; the inverse of `treesFile`. Throws where a table is cut short. */
export function parseTrees(file: TreesFile): Trees {
  const trees = readTrees(file);
  // A tree of n nodes has n + 1 leaves.
  const nodes = trees.feature.length;
  const sizes = [trees.threshold.length, trees.left.length, trees.right.length];
  if (sizes.some((size) => size !== nodes) || trees.leaves.length !== nodes + trees.roots.length) {
    throw new Error(`The model file is damaged: its tables of ${nodes} nodes do not fit together`);
  }
  return trees;
}

function readTrees(file: TreesFile): Trees {
  return {
    bias: file.bias,
    roots: new Int32Array(bytes(file.roots, 4)),
    feature: new Uint8Array(bytes(file.feature)),
    threshold: new Float32Array(bytes(file.threshold, 4)),
    left: new Int16Array(bytes(file.left, 2)),
    right: new Int16Array(bytes(file.right, 2)),
    leaves: new Float32Array(bytes(file.leaves, 4)),
  };
}

/** Trees as a model file holds them. */
export function treesFile(trees: Trees): TreesFile {
  return {
    bias: trees.bias,
    roots: base64(trees.roots),
    feature: base64(trees.feature),
    threshold: base64(trees.threshold),
    left: base64(trees.left),
    right: base64(trees.right),
    leaves: base64(trees.leaves),
  };
}
