import { BitWriter } from './bits.ts';
import type { Fingerprints } from './fingerprints.ts';
import { packed, type Term } from './tally.ts';
import type { KeptStem, Terms } from './terms.ts';

/** Hashes of 24 bits in ascending order with a weight each. */
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
  /** Days of the week that it names: bit 0 for Monday to bit 6 for Sunday. */
  readonly weekdays: number;
  /** How much the text's quarters speak of the same names, 0 to 1 (`cohesionOf`). */
  readonly cohesion: number;
  readonly stems: WeightedSet;
  /** Weights in the lead of the same stems. */
  readonly leadWeights: Uint8Array;
  /** 1 at each of the same stems that the headline holds, or the first words of an article without one. */
  readonly isHeadlineStem: Uint8Array;
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
    /** Of the lead's weights of the headline's stems. */
    readonly headline: number;
    readonly bigrams: number;
    readonly names: number;
  };
}

const MAX_QUANTITIES = 16;
/** First byte of a sketch; `readSketch` refuses another. */
export const FORMAT = 4;
export const NO_DAY = -0x80000000;
/**
 * Bits of a term's hash that are kept: of two articles' 64 stems one in 4,096 pairs has two different ones that look
 * the same, which moves their cosine by about a hundredth.
 */
export const HASH_BITS = 24;
export const MOST_HASH = 2 ** HASH_BITS - 1;
/** Lengths are kept in eighths: of at most 460 terms of at most 255. */
export const NORM_SCALE = 8;
/** What a stem weighs in the lead: as in the article, nothing, or something else, which follows. */
export const LEAD = { same: 0, nothing: 2, other: 3 } as const;

/** Packs an article into 150 to 850 bytes; `readSketch` (read-sketch.ts) is the inverse. */
export function writeSketch(
  day: number | null,
  prints: Fingerprints,
  terms: Terms,
  cohesion: number,
): Uint8Array {
  const writer = new BitWriter();
  const stems = byHash(terms.kept);
  const bigrams = byHash(terms.bigrams.top);
  const names = byHash(terms.names.top);
  const numbers = byHash(terms.numbers);
  const quantities = terms.quantities
    .slice(0, MAX_QUANTITIES)
    .map(({ unit, value }) => ({ unit: kept(unit), value: kept(value) }))
    .sort((a, b) => a.unit - b.unit || a.value - b.value);
  const subject = terms.subject.map(kept).sort((a, b) => a - b);
  const lists = [stems, bigrams, names, numbers, quantities, prints.hashes, subject];
  for (const byte of [FORMAT, ...lists.map(({ length }) => length)]) writer.put(byte, 8);
  writeHead(writer, day, prints, terms, cohesion);
  writeStems(writer, stems);
  for (const set of [bigrams, names, numbers]) writeSet(writer, set);
  writer.ascending(
    quantities.map(({ unit }) => unit),
    MOST_HASH,
  );
  for (const { value } of quantities) writer.put(value, HASH_BITS);
  writer.ascending(subject, MOST_HASH);
  writer.ascending(prints.hashes, prints.ceiling);
  return writer.finish();
}

function writeHead(
  writer: BitWriter,
  day: number | null,
  prints: Fingerprints,
  terms: Terms,
  cohesion: number,
): void {
  writer.put(Math.min(terms.words, 0xffff), 16);
  writer.put(Math.min(terms.numerals, 0xffff), 16);
  writer.put(day ?? NO_DAY, 32);
  writer.put(Number.parseInt(prints.exactKey.slice(0, 8) || '0', 16), 32);
  writer.put(Number.parseInt(prints.exactKey.slice(8) || '0', 16), 32);
  writer.put(prints.ceiling, 32);
  for (const { norm } of [terms.stems, terms.lead, terms.bigrams, terms.names])
    writer.put(Math.min(Math.round(norm * NORM_SCALE), 0xffff), 16);
  writer.put(Math.min(255, terms.headlineStems), 8);
  writer.put(Math.round(cohesion * 255), 8);
  writer.put(terms.headlineKey, 32);
  writer.put(terms.weekdays, 7);
}

function writeStems(writer: BitWriter, stems: readonly KeptStem[]): void {
  writeSet(writer, stems);
  for (const { weight, lead, inHeadline } of stems) {
    writer.put(Number(inHeadline), 1);
    const [inArticle, inLead] = [packed(weight), packed(lead)];
    if (inLead === inArticle) writer.put(LEAD.same, 1);
    else if (inLead === 0) writer.put(LEAD.nothing, 2);
    else {
      writer.put(LEAD.other, 2);
      writer.put(inLead, 8);
    }
  }
}

function writeSet(writer: BitWriter, terms: readonly Term[]): void {
  writer.ascending(
    terms.map(({ hash }) => hash),
    MOST_HASH,
  );
  for (const { weight } of terms) writer.put(packed(weight), 8);
}

function kept(hash: number): number {
  return hash >>> (32 - HASH_BITS);
}

function byHash<T extends Term>(terms: readonly T[]): T[] {
  return terms.map((term) => ({ ...term, hash: kept(term.hash) })).sort((a, b) => a.hash - b.hash);
}
