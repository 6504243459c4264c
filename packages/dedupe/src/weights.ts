import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hashOf } from './hash.ts';
import type { SignalName } from './signals.ts';
import { FORMAT } from './sketch.ts';

/** The logistic score of a story pair: `1 / (1 + exp(-(intercept + sum of coefficient x signal)))`. */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<SignalName, number>>;
}

/**
 * What the days between two articles add to the logit of their score. Read by hand, 28 of 30 folded pairs of one day
 * were one event, 5 of 10 a day apart, 1 of 20 later (RECIPES); but 40 % of BASIL's true pairs lie a day or more
 * apart. So the first day costs the most, and each further one tells more yet (docs/decisions/0008-a-day-apart.md).
 */
export interface DayGains {
  readonly sameDay: number;
  readonly nextDay: number;
  /** Added once more for each day after the next; negative. */
  readonly furtherDay: number;
}

/** A numbered snapshot of document frequencies and coefficients: all that a pair's score depends on beside the pair. */
export interface TermWeights {
  /** Names the snapshot, by its number and all that it holds (`weightsVersion`); evidence carries it. */
  readonly version: string;
  /** Counts snapshots, 0 to 999,999: a store keeps the evidence of the later of two. */
  readonly number: number;
  /** Number of articles the frequencies were counted over. */
  readonly documents: number;
  /** Number of those articles that hold a stem, by the stem's hash; a stem that is not there is rare. */
  readonly frequencies: ReadonlyMap<number, number>;
  readonly logistic: Logistic;
  readonly days: DayGains;
}

/** All of a snapshot but its name, which follows from the rest. */
export type UnnamedWeights = Omit<TermWeights, 'version'>;

/** The model file: hashes ascending, and their counts, as base64 of little-endian 32 and 16 bit. */
export interface WeightsModel {
  readonly number: number;
  readonly documents: number;
  readonly hashes: string;
  readonly counts: string;
  readonly logistic: Logistic;
  readonly days: DayGains;
}

/**
 * Counts changes of what is stated about a pair that neither a sketch nor a snapshot shows (evidence.ts, signals.ts,
 * look-alike.ts): raise it with each, so that no two rules state evidence under one version.
 */
const RULES = 1;

let shipped: TermWeights | undefined;

/** The weights that come with the package (`model/weights.model.json`, made by `train/train.ts`). */
export function shippedWeights(): TermWeights {
  shipped ??= parseWeights(readFileSync(new URL('../model/weights.model.json', import.meta.url), 'utf8'));
  return shipped;
}

/** Weights out of a model file's text; throws where it is not one. */
export function parseWeights(json: string): TermWeights {
  const model = JSON.parse(json) as WeightsModel;
  const { number, documents, logistic, days } = model;
  const hashes = Buffer.from(model.hashes, 'base64');
  const counts = Buffer.from(model.counts, 'base64');
  const size = counts.length / 2;
  if (hashes.length !== size * 4) {
    throw new Error(`Term weights ${number} are damaged: ${hashes.length} bytes of hashes, ${size} counts`);
  }
  const frequencies = new Map<number, number>();
  for (let at = 0; at < size; at += 1)
    frequencies.set(hashes.readUInt32LE(at * 4), counts.readUInt16LE(at * 2));
  return { version: versionOf(model), number, documents, frequencies, logistic, days };
}

/** The model file's content for some weights: the inverse of `parseWeights`. */
export function modelOf({ number, documents, frequencies, logistic, days }: UnnamedWeights): WeightsModel {
  const entries = [...frequencies].sort(([a], [b]) => a - b);
  const hashes = Buffer.alloc(entries.length * 4);
  const counts = Buffer.alloc(entries.length * 2);
  entries.forEach(([hash, count], at) => {
    hashes.writeUInt32LE(hash, at * 4);
    counts.writeUInt16LE(Math.min(count, 0xffff), at * 2);
  });
  return {
    number,
    documents,
    days,
    logistic,
    hashes: hashes.toString('base64'),
    counts: counts.toString('base64'),
  };
}

/** Names weights by their number and what they hold: another value of any of it is another version. */
export function namedWeights(weights: UnnamedWeights): TermWeights {
  return { ...weights, version: versionOf(modelOf(weights)) };
}

function versionOf({ number, ...content }: WeightsModel): string {
  const held = JSON.stringify([FORMAT, RULES, Object.entries(content).sort()]);
  return weightsVersion(number, createHash('sha256').update(held).digest('hex').slice(0, 12));
}

/** A snapshot's name: `w000002-af008e379bb4`. As text it sorts by number, which is 0 to 999,999; throws on another. */
export function weightsVersion(number: number, digest: string): string {
  if (!Number.isInteger(number) || number < 0 || number > 999_999) {
    throw new Error(`Weights number ${number} is no whole number from 0 to 999,999: its name would not sort`);
  }
  return `w${String(number).padStart(6, '0')}-${digest}`;
}

/** New frequencies, counted over a corpus of one's own, under a later number; the coefficients stay. */
export function renewedWeights(
  base: TermWeights,
  number: number,
  documents: number,
  stems: Iterable<readonly [stem: string, documents: number]>,
): TermWeights {
  const frequencies = new Map<number, number>();
  for (const [stem, count] of stems) frequencies.set(hashOf(stem), count);
  return namedWeights({ ...base, number, documents, frequencies });
}

/** BM25's inverse document frequency of a stem by its hash: 0 for a word of every article. */
export function rarityOf(weights: TermWeights, hash: number): number {
  const count = weights.frequencies.get(hash) ?? 0;
  return Math.log(1 + (weights.documents - Math.min(count, weights.documents) + 0.5) / (count + 0.5));
}
