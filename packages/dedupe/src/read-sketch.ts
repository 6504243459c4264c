import { BitReader } from './bits.ts';
import {
  FORMAT,
  HASH_BITS,
  LEAD,
  MOST_HASH,
  NO_DAY,
  NORM_SCALE,
  type Sketch,
  type WeightedSet,
} from './sketch.ts';

/** Names of each article that are looked for in the other (RECIPES), and stems of its lead. */
const TOP = 5;
/**
 * Parsed sketches of each of two generations, of some 9 kB: at most 300 MB, where so many are met at once. At a million articles in
 * 30 days it is a day's, in which most tellings of a story come; with a quarter of them evidence took half as long again.
 */
const GENERATION = 16_384;

interface Parsed {
  readonly bytes: Uint8Array;
  readonly sketch: Sketch;
}

let young = new Map<string, Parsed>();
let old = new Map<string, Parsed>();

/**
 * Unpacks a sketch, or gives what it unpacked before for the same article and the same bytes. It remembers
 * those met lately, 32,768 at most: a full generation becomes the old one, and what is met again is young
 * again; `ageReadSketches` ends a generation early. Throws where the bytes are not a sketch, or of another format.
 */
export function readSketchOf(articleId: string, bytes: Uint8Array): Sketch {
  const known = young.get(articleId);
  if (known !== undefined && areEqual(known.bytes, bytes)) return known.sketch;
  const older = old.get(articleId);
  const parsed =
    older !== undefined && areEqual(older.bytes, bytes)
      ? older
      : { bytes: ownBytes(bytes), sketch: readSketch(bytes) };
  if (young.size >= GENERATION) ageReadSketches();
  young.set(articleId, parsed);
  return parsed.sketch;
}

/** Forgets the sketches that were not met since the last time: called every so often, it keeps a slow worker small. */
export function ageReadSketches(): void {
  old = young;
  young = new Map();
}

/** A copy of bytes that are part of a larger buffer, such as a socket's chunk, which would stay with them. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0;
}

/** Unpacks a sketch; throws where the bytes are not one, or of another format. */
export function readSketch(bytes: Uint8Array): Sketch {
  const reader = new BitReader(bytes);
  const sketch = bytes[0] === FORMAT ? unpacked(reader) : null;
  if (sketch === null || !reader.isAtEnd) {
    throw new Error(
      `Sketch of ${bytes.length} bytes has format ${bytes[0]}, or another size than its content; format ${FORMAT} is read here: rebuild the index`,
    );
  }
  return sketch;
}

function unpacked(reader: BitReader): Sketch {
  const [, stemCount = 0, bigramCount = 0, nameCount = 0, numberCount = 0, ...rest] = reader.bytes(8);
  const [quantityCount = 0, printCount = 0, subjectCount = 0] = rest;
  const head = headOf(reader);
  const stems = readSet(reader, stemCount);
  const { leadWeights, isHeadlineStem } = readLead(reader, stems.weights);
  const bigrams = readSet(reader, bigramCount);
  const names = readSet(reader, nameCount);
  const numbers = readSet(reader, numberCount);
  const units = reader.ascending(quantityCount, MOST_HASH);
  const values = units.map(() => reader.take(HASH_BITS));
  return {
    ...head,
    norms: { ...head.norms, headline: lengthOf(leadWeights, isHeadlineStem) },
    stems,
    leadWeights,
    isHeadlineStem,
    isTopStem: topOf(leadWeights),
    topStems: Math.min(TOP, stemCount),
    bigrams,
    names,
    isTopName: topOf(names.weights),
    topNames: Math.min(TOP, nameCount),
    numbers,
    units,
    values,
    subject: reader.ascending(subjectCount, MOST_HASH),
    fingerprints: reader.ascending(printCount, head.fingerprintCeiling),
  };
}

function readSet(reader: BitReader, count: number): WeightedSet {
  const hashes = reader.ascending(count, MOST_HASH);
  return weightedSet(hashes, reader.bytes(count));
}

function readLead(reader: BitReader, weights: Uint8Array): Pick<Sketch, 'leadWeights' | 'isHeadlineStem'> {
  const isHeadlineStem = new Uint8Array(weights.length);
  const leadWeights = weights.map((weight, at) => {
    isHeadlineStem[at] = reader.take(1);
    if (reader.take(1) === LEAD.same) return weight;
    return reader.take(1) === (LEAD.nothing & 1) ? 0 : reader.take(8);
  });
  return { leadWeights, isHeadlineStem };
}

function lengthOf(weights: Uint8Array, among: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) sum += (among[at] ?? 0) * (weights[at] ?? 0) ** 2;
  return Math.sqrt(sum);
}

type Head = Pick<
  Sketch,
  | 'day'
  | 'exactKey'
  | 'words'
  | 'numerals'
  | 'headlineStems'
  | 'cohesion'
  | 'headlineKey'
  | 'fingerprintCeiling'
  | 'weekdays'
> & { readonly norms: Omit<Sketch['norms'], 'headline'> };

/** Reads in the order of writing. */
function headOf(reader: BitReader): Head {
  const words = reader.take(16);
  const numerals = reader.take(16);
  const day = reader.take(32) | 0;
  const high = reader.take(32);
  const low = reader.take(32);
  const fingerprintCeiling = reader.take(32);
  const [stems, lead, bigrams, names] = [norm(reader), norm(reader), norm(reader), norm(reader)];
  return {
    words,
    numerals,
    day: day === NO_DAY ? null : day,
    exactKey: high === 0 && low === 0 ? '' : hex(high) + hex(low),
    fingerprintCeiling,
    norms: { stems, lead, bigrams, names },
    headlineStems: reader.take(8),
    cohesion: reader.take(8) / 255,
    headlineKey: reader.take(32),
    weekdays: reader.take(7),
  };
}

function norm(reader: BitReader): number {
  return reader.take(16) / NORM_SCALE;
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0');
}

function weightedSet(hashes: Uint32Array, weights: Uint8Array): WeightedSet {
  let total = 0;
  for (let at = 0; at < weights.length; at += 1) total += weights[at] ?? 0;
  return { hashes, weights, total };
}

/** Marks the weightiest; of equals the smaller hash, which stands first. */
function topOf(weights: Uint8Array): Uint8Array {
  const marks = new Uint8Array(weights.length);
  for (let taken = 0; taken < Math.min(TOP, weights.length); taken += 1) {
    let best = -1;
    for (let at = 0; at < weights.length; at += 1) {
      if (marks[at] === 0 && (best < 0 || (weights[at] ?? 0) > (weights[best] ?? 0))) best = at;
    }
    marks[best] = 1;
  }
  return marks;
}
