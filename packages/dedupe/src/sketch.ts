import type { Fingerprints } from './fingerprints.ts';
import { packed, type Term } from './tally.ts';
import type { Terms } from './terms.ts';

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

const MAX_QUANTITIES = 16;
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
  const stems = terms.kept;
  const bigrams = byHash(terms.bigrams.top);
  const names = byHash(terms.names.top);
  const numbers = byHash(terms.numbers);
  const quantities = terms.quantities
    .slice(0, MAX_QUANTITIES)
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
  for (const { norm } of [terms.stems, terms.lead, terms.bigrams, terms.names]) writer.float(norm);
  writer.bytes([Math.min(255, terms.headlineStems), Math.round(cohesion * 255), 0, 0]);
  writer.int(terms.headlineKey);
  for (const { hash } of stems) writer.int(hash);
  for (const set of [bigrams, names, numbers]) for (const { hash } of set) writer.int(hash);
  for (const { unit } of quantities) writer.int(unit);
  for (const { value } of quantities) writer.int(value);
  for (const hash of prints.hashes) writer.int(hash);
  for (const hash of [...terms.subject].sort((a, b) => a - b)) writer.int(hash);
  writer.bytes(stems.map(({ weight }) => packed(weight)));
  writer.bytes(stems.map(({ lead }) => packed(lead)));
  for (const set of [bigrams, names, numbers]) writer.bytes(set.map(({ weight }) => packed(weight)));
  return writer.finished;
}

function byHash(terms: readonly Term[]): Term[] {
  return [...terms].sort((a, b) => a.hash - b.hash);
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
