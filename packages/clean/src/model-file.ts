import type { Trees } from './trees.ts';
import type { WordWeights } from './word-weights.ts';

/** Numbers of a model file: base64 of a little-endian array. */
type Base64 = string;

export interface WordWeightsFile {
  readonly step: number;
  readonly weights: Base64;
}

export type TreesFile = { readonly bias: number } & Readonly<Record<Exclude<keyof Trees, 'bias'>, Base64>>;

const bytes = (base64: Base64): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;
const base64 = (array: ArrayBufferView): Base64 =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');

/** Word weights out of a model file; the inverse of `wordsFile`. */
export function parseWords({ step, weights }: WordWeightsFile): WordWeights {
  return { step, weights: new Int8Array(bytes(weights)) };
}

/** Word weights as a model file holds them. */
export function wordsFile({ step, weights }: WordWeights): WordWeightsFile {
  return { step, weights: base64(weights) };
}

/** Trees out of a model file; the inverse of `treesFile`. Throws a RangeError where an array is cut short. */
export function parseTrees(file: TreesFile): Trees {
  return {
    bias: file.bias,
    roots: new Int32Array(bytes(file.roots)),
    feature: new Uint8Array(bytes(file.feature)),
    threshold: new Float32Array(bytes(file.threshold)),
    left: new Int16Array(bytes(file.left)),
    right: new Int16Array(bytes(file.right)),
    leaves: new Float32Array(bytes(file.leaves)),
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
