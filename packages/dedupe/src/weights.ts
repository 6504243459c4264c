import { readFileSync } from 'node:fs';
import { hashOf } from './hash.ts';
import type { SignalName } from './signals.ts';

/** The logistic score of a story pair: `1 / (1 + exp(-(intercept + sum of coefficient x signal)))`. */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<SignalName, number>>;
}

/** A numbered snapshot of document frequencies and coefficients: all that a pair's score depends on beside the pair. */
export interface TermWeights {
  /** Names the snapshot (`weightsVersion`); evidence carries it, and a store keeps that of the later version by text. */
  readonly version: string;
  /** Number of articles the frequencies were counted over. */
  readonly documents: number;
  /** Number of those articles that hold a stem, by the stem's hash; a stem that is not there is rare. */
  readonly frequencies: ReadonlyMap<number, number>;
  readonly logistic: Logistic;
}

/** The model file: frequencies as `hash,hash,…` deltas and counts, both base64 of little-endian 32 and 16 bit. */
export interface WeightsModel {
  readonly version: string;
  readonly documents: number;
  readonly hashes: string;
  readonly counts: string;
  readonly logistic: Logistic;
}

let shipped: TermWeights | undefined;

/** The weights that come with the package (`model/weights.model.json`, made by `train/train.ts`). */
export function shippedWeights(): TermWeights {
  shipped ??= parseWeights(readFileSync(new URL('../model/weights.model.json', import.meta.url), 'utf8'));
  return shipped;
}

/** Weights out of a model file's text; throws where it is not one. */
export function parseWeights(json: string): TermWeights {
  const model = JSON.parse(json) as WeightsModel;
  const hashes = Buffer.from(model.hashes, 'base64');
  const counts = Buffer.from(model.counts, 'base64');
  const size = counts.length / 2;
  if (hashes.length !== size * 4) {
    throw new Error(
      `Term weights ${model.version} are damaged: ${hashes.length} bytes of hashes, ${size} counts`,
    );
  }
  const frequencies = new Map<number, number>();
  for (let at = 0; at < size; at += 1)
    frequencies.set(hashes.readUInt32LE(at * 4), counts.readUInt16LE(at * 2));
  return { version: model.version, documents: model.documents, frequencies, logistic: model.logistic };
}

/** The model file's content for some weights: the inverse of `parseWeights`. */
export function modelOf(weights: TermWeights): WeightsModel {
  const entries = [...weights.frequencies].sort(([a], [b]) => a - b);
  const hashes = Buffer.alloc(entries.length * 4);
  const counts = Buffer.alloc(entries.length * 2);
  entries.forEach(([hash, count], at) => {
    hashes.writeUInt32LE(hash, at * 4);
    counts.writeUInt16LE(Math.min(count, 0xffff), at * 2);
  });
  return {
    version: weights.version,
    documents: weights.documents,
    hashes: hashes.toString('base64'),
    counts: counts.toString('base64'),
    logistic: weights.logistic,
  };
}

/** A snapshot's name: `w000002-af008e379bb4`. As text it sorts by number, which is 0 to 999,999; throws on another. */
export function weightsVersion(number: number, digest: string): string {
  if (!Number.isInteger(number) || number < 0 || number > 999_999) {
    throw new Error(`Weights number ${number} is no whole number from 0 to 999,999: its name would not sort`);
  }
  return `w${String(number).padStart(6, '0')}-${digest}`;
}

/** New frequencies, counted over a corpus of one's own, under a later version (`weightsVersion`); the coefficients stay. */
export function renewedWeights(
  base: TermWeights,
  version: string,
  documents: number,
  stems: Iterable<readonly [stem: string, documents: number]>,
): TermWeights {
  const frequencies = new Map<number, number>();
  for (const [stem, count] of stems) frequencies.set(hashOf(stem), count);
  return { version, documents, frequencies, logistic: base.logistic };
}

/** BM25's inverse document frequency of a stem by its hash: 0 for a word of every article. */
export function rarityOf(weights: TermWeights, hash: number): number {
  const count = weights.frequencies.get(hash) ?? 0;
  return Math.log(1 + (weights.documents - Math.min(count, weights.documents) + 0.5) / (count + 0.5));
}
