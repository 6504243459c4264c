import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEFAULT_RULE } from './rule.ts';
import type { SignalName } from './signals.ts';
import { FORMAT } from './sketch.ts';

/** The logistic score of a story pair: `1 / (1 + exp(-(intercept + sum of coefficient x signal)))`. */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<SignalName, number>>;
}

/**
 * What the days between two articles add to the logit of their score. Of like pairs of one day nearly all are one
 * event, of those a day apart about half, of later ones few (docs/decisions/0008-a-day-apart.md); but 40 % of BASIL's
 * true pairs lie a day or more apart. The values shipped are those of docs/decisions/0015-days-as-labels.md.
 */
export interface DayGains {
  readonly sameDay: number;
  readonly nextDay: number;
  /** Added once more for each day after the next; negative. */
  readonly furtherDay: number;
  /** Added where one of the two has no date. */
  readonly undated: number;
  /** Added where one or both have no date and name a day of the week in common, taken off where they name others. */
  readonly weekday: number;
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
  /** Hashes of five words in a row that unrelated articles share (`TermCounter`): they tell of no copy. */
  readonly templates: ReadonlySet<number>;
  /** Articles that are expected in 30 days; up to 30,000 where it is left out. It decides which terms are looked up. */
  readonly volume?: number;
}

/** What is counted over a corpus: all of a snapshot that a store can renew. */
export type Counted = Pick<TermWeights, 'documents' | 'frequencies' | 'templates' | 'volume'>;

/** All of a snapshot but its name, which follows from the rest. */
export type UnnamedWeights = Omit<TermWeights, 'version'>;

/** The model file: hashes ascending, and the counts of the first, as base64 of little-endian 32 and 16 bit. */
export interface WeightsModel {
  readonly number: number;
  readonly documents: number;
  readonly hashes: string;
  readonly counts: string;
  readonly templates: string;
  readonly logistic: Logistic;
  readonly days: DayGains;
  readonly volume?: number;
}

/**
 * Counts changes of what is stated about a pair that neither a sketch nor a snapshot shows (evidence.ts, signals.ts,
 * look-alike.ts): raise it with each, so that no two rules state evidence under one version.
 */
const RULES = 2;

let shipped: TermWeights | undefined;

/** The weights that come with the package (`model/weights.model.json`, made by `train/train.ts`). */
export function shippedWeights(): TermWeights {
  shipped ??= parseWeights(readFileSync(new URL('../model/weights.model.json', import.meta.url), 'utf8'));
  return shipped;
}

/** Weights out of a model file's text; throws where it is not one. */
export function parseWeights(json: string): TermWeights {
  const model = JSON.parse(json) as WeightsModel;
  const { number, documents, logistic, days, volume } = model;
  const hashes = Buffer.from(model.hashes, 'base64');
  const counts = Buffer.from(model.counts, 'base64');
  const size = counts.length / 2;
  if (hashes.length !== size * 4) {
    throw new Error(`Term weights ${number} are damaged: ${hashes.length} bytes of hashes, ${size} counts`);
  }
  const frequencies = new Map<number, number>();
  for (let at = 0; at < size; at += 1)
    frequencies.set(hashes.readUInt32LE(at * 4), counts.readUInt16LE(at * 2));
  const templates = new Set(hashesIn(Buffer.from(model.templates, 'base64')));
  const named = { version: versionOf(model), number, documents, frequencies, logistic, days, templates };
  return volume === undefined ? named : { ...named, volume };
}

function hashesIn(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readUInt32LE(at * 4));
}

function bytesOf(hashes: readonly number[]): Buffer {
  const bytes = Buffer.alloc(hashes.length * 4);
  hashes.forEach((hash, at) => void bytes.writeUInt32LE(hash, at * 4));
  return bytes;
}

/** The model file's content for some weights: the inverse of `parseWeights`. */
export function modelOf(weights: UnnamedWeights): WeightsModel {
  const { number, documents, frequencies, logistic, days, templates, volume } = weights;
  const entries = [...frequencies].sort(([a], [b]) => a - b);
  const counts = Buffer.alloc(entries.length * 2);
  entries.forEach(([, count], at) => void counts.writeUInt16LE(Math.min(count, 0xffff), at * 2));
  return {
    number,
    documents,
    days,
    logistic,
    hashes: bytesOf(entries.map(([hash]) => hash)).toString('base64'),
    counts: counts.toString('base64'),
    templates: bytesOf([...templates].sort((a, b) => a - b)).toString('base64'),
    ...(volume === undefined ? {} : { volume }),
  };
}

/** Names weights by their number and what they hold: another value of any of it is another version. */
export function namedWeights(weights: UnnamedWeights): TermWeights {
  return { ...weights, version: versionOf(modelOf(weights)) };
}

function versionOf({ number, ...content }: WeightsModel): string {
  const held = JSON.stringify([FORMAT, RULES, DEFAULT_RULE, Object.entries(content).sort()]);
  return weightsVersion(number, createHash('sha256').update(held).digest('hex').slice(0, 12));
}

/** A snapshot's name: `w000002-af008e379bb4`. As text it sorts by number, which is 0 to 999,999; throws on another. */
export function weightsVersion(number: number, digest: string): string {
  if (!Number.isInteger(number) || number < 0 || number > 999_999) {
    throw new Error(`Weights number ${number} is no whole number from 0 to 999,999: its name would not sort`);
  }
  return `w${String(number).padStart(6, '0')}-${digest}`;
}

/** What was counted over a corpus of one's own (`TermCounter`), under a number; the coefficients stay. */
export function renewedWeights(base: TermWeights, number: number, counted: Counted): TermWeights {
  const { documents, frequencies, templates, volume } = counted;
  const renewed = { ...base, number, documents, frequencies, templates };
  return namedWeights(volume === undefined ? renewed : { ...renewed, volume });
}

/**
 * The same weights with other days, of the same number under another name. `penalty` is what each further day takes
 * off the logit, 0 or more, and null for the weights' own; the step from one day to the next changes in proportion.
 */
export function withDayPenalty(weights: TermWeights, penalty: number | null): TermWeights {
  const { sameDay, nextDay, furtherDay } = weights.days;
  if (penalty === null || penalty === -furtherDay) return weights;
  const first = (penalty * (sameDay - nextDay)) / -furtherDay;
  const days = { ...weights.days, nextDay: Math.round((sameDay - first) * 1e6) / 1e6, furtherDay: -penalty };
  return namedWeights({ ...weights, days });
}

/** BM25's inverse document frequency of a stem by its hash: 0 for a word of every article. */
export function rarityOf(weights: TermWeights, hash: number): number {
  const count = weights.frequencies.get(hash) ?? 0;
  return Math.log(1 + (weights.documents - Math.min(count, weights.documents) + 0.5) / (count + 0.5));
}
