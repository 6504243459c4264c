import type { Fingerprints } from './fingerprints.ts';
import type { Term, Terms } from './terms.ts';

/** Hashes in ascending order with a weight each. */
export interface WeightedSet {
  readonly hashes: Uint32Array;
  readonly weights: Uint8Array;
  /** Sum of the weights. */
  readonly total: number;
}

/** An article as scoring a pair sees it: the content of a sketch. */
export interface Sketch {
  /** Days since 1970-01-01 UTC, null where unknown. */
  readonly day: number | null;
  readonly exactKey: string;
  readonly words: number;
  readonly numerals: number;
  /** Different stems of the headline. */
  readonly headlineStems: number;
  /** Hash of the headline's stems, 0 where it has none. */
  readonly headlineKey: number;
  /** How much the text's quarters speak of the same names, 0 to 1 (`cohesionOf`). */
  readonly cohesion: number;
  readonly stems: WeightedSet;
  /** Weights in the lead of the same stems. */
  readonly leadWeights: Uint8Array;
  /** 1 at each of the five stems that weigh most in the lead, and how many those are. */
  readonly isTopStem: Uint8Array;
  readonly topStems: number;
  readonly bigrams: WeightedSet;
  readonly names: WeightedSet;
  /** 1 at each of the five weightiest names, and how many those are. */
  readonly isTopName: Uint8Array;
  readonly topNames: number;
  readonly numbers: WeightedSet;
  /** The names that the article begins with, at most five, ascending. */
  readonly subject: Uint32Array;
  /** Units ascending, and the value of each. */
  readonly units: Uint32Array;
  readonly values: Uint32Array;
  readonly fingerprints: Uint32Array;
  readonly fingerprintCeiling: number;
  /** Euclidean lengths of the whole vectors, of which the sketch holds the heaviest terms. */
  readonly norms: {
    readonly stems: number;
    readonly lead: number;
    readonly bigrams: number;
    readonly names: number;
  };
}

/** RECIPES: 60 stems, 40 lead stems, 20 bigrams, 25 names, 12 numbers lose nothing. */
const SIZES = { stems: 64, lead: 40, bigrams: 20, names: 20, numbers: 12, quantities: 16 } as const;
/** Weights are kept in twelfths: a BM25 weight is at most about 20. */
const WEIGHT_SCALE = 12;
/** First byte of a sketch; `readSketch` refuses another. */
export const FORMAT = 2;
export const HEADER_BYTES = 52;
export const NO_DAY = -0x80000000;

/** Packs an article into 400 to 1,100 bytes, little-endian; `readSketch` (read-sketch.ts) is the inverse. */
export function writeSketch(
  day: number | null,
  prints: Fingerprints,
  terms: Terms,
  cohesion: number,
): Uint8Array {
  const stems = stemUnion(terms);
  const bigrams = heaviest(terms.bigrams, SIZES.bigrams);
  const names = heaviest(terms.names, SIZES.names);
  const numbers = heaviest(terms.numbers, SIZES.numbers);
  const quantities = terms.quantities
    .slice(0, SIZES.quantities)
    .sort((a, b) => a.unit - b.unit || a.value - b.value);
  const weightedTerms = bigrams.length + names.length + numbers.length;
  const size =
    HEADER_BYTES +
    stems.length * 6 +
    weightedTerms * 5 +
    quantities.length * 8 +
    (prints.hashes.length + terms.subject.length) * 4;
  const writer = new Writer(size);
  writer.bytes([FORMAT, stems.length, bigrams.length, names.length, numbers.length]);
  writer.bytes([quantities.length, prints.hashes.length, terms.subject.length]);
  writer.short(terms.words);
  writer.short(terms.numerals);
  writer.int(day ?? NO_DAY);
  writer.int(Number.parseInt(prints.exactKey.slice(0, 8) || '0', 16));
  writer.int(Number.parseInt(prints.exactKey.slice(8) || '0', 16));
  writer.int(prints.ceiling);
  for (const all of [terms.stems, terms.lead, terms.bigrams, terms.names]) writer.float(normOf(all));
  writer.bytes([Math.min(255, terms.headlineStems), Math.round(cohesion * 255), 0, 0]);
  writer.int(terms.headlineKey);
  for (const { hash } of stems) writer.int(hash);
  for (const set of [bigrams, names, numbers]) for (const { hash } of set) writer.int(hash);
  for (const { unit } of quantities) writer.int(unit);
  for (const { value } of quantities) writer.int(value);
  for (const hash of prints.hashes) writer.int(hash);
  for (const hash of [...terms.subject].sort((a, b) => a - b)) writer.int(hash);
  writer.bytes(stems.map(({ weight }) => weight));
  writer.bytes(stems.map(({ lead }) => lead));
  for (const set of [bigrams, names, numbers]) writer.bytes(set.map(({ weight }) => weight));
  return writer.finished;
}

interface StemEntry {
  readonly hash: number;
  readonly weight: number;
  readonly lead: number;
}

/** The heaviest lead stems, filled up with the heaviest of the article. */
function stemUnion(terms: Terms): StemEntry[] {
  const chosen = new Set(terms.lead.slice(0, SIZES.lead).map(({ hash }) => hash));
  for (const { hash } of terms.stems) {
    if (chosen.size >= SIZES.stems) break;
    chosen.add(hash);
  }
  const lead = new Map(terms.lead.map(({ hash, weight }) => [hash, weight]));
  return terms.stems
    .filter(({ hash }) => chosen.has(hash))
    .map(({ hash, weight }) => ({ hash, weight: packed(weight), lead: packed(lead.get(hash) ?? 0) }))
    .sort((a, b) => a.hash - b.hash);
}

function heaviest(terms: readonly Term[], size: number): Term[] {
  return terms
    .slice(0, size)
    .map(({ hash, weight }) => ({ hash, weight: packed(weight) }))
    .sort((a, b) => a.hash - b.hash);
}

function packed(weight: number): number {
  return Math.min(255, Math.round(weight * WEIGHT_SCALE));
}

/** Length of the vector in packed units, so that it agrees with the packed weights. */
function normOf(terms: readonly Term[]): number {
  let sum = 0;
  for (const { weight } of terms) sum += packed(weight) ** 2;
  return Math.sqrt(sum);
}

class Writer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get finished(): Uint8Array {
    return this.#bytes;
  }

  bytes(values: readonly number[]): void {
    this.#bytes.set(values, this.#at);
    this.#at += values.length;
  }

  short(value: number): void {
    this.#view.setUint16(this.#at, Math.min(value, 0xffff), true);
    this.#at += 2;
  }

  int(value: number): void {
    this.#view.setInt32(this.#at, value | 0, true);
    this.#at += 4;
  }

  float(value: number): void {
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }
}
