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
 * Parsed sketches of each of two generations, of some 3.5 kB. Eight times as many made evidence take less time of 100,000
 * made-up articles, and the process larger (docs/decisions/0019).
 */
const GENERATION = 2_048;

interface Parsed {
  readonly bytes: Uint8Array;
  readonly sketch: Sketch;
}

let young = new Map<string, Parsed>();
let old = new Map<string, Parsed>();

/**
 * Unpacks a sketch, or gives what it unpacked before for the same article and the same bytes. It remembers
 * those met lately, 4,096 at most: a full generation becomes the old one, and what is met again is young
 * again. Throws where the bytes are not a sketch, or of another format.
 */
export function readSketchOf(articleId: string, bytes: Uint8Array): Sketch {
  const known = young.get(articleId);
  if (known !== undefined && areEqual(known.bytes, bytes)) return known.sketch;
  const older = old.get(articleId);
  const parsed =
    older !== undefined && areEqual(older.bytes, bytes)
      ? older
      : { bytes: ownBytes(bytes), sketch: readSketch(bytes) };
  if (young.size >= GENERATION) {
    old = young;
    young = new Map();
  }
  young.set(articleId, parsed);
  return parsed.sketch;
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
  reader.take(8);
  const stemCount = reader.take(8);
  const bigramCount = reader.take(8);
  const nameCount = reader.take(8);
  const numberCount = reader.take(8);
  const quantityCount = reader.take(8);
  const printCount = reader.take(8);
  const subjectCount = reader.take(8);
  const terms = stemCount + bigramCount + nameCount + numberCount;
  const room = roomFor(
    terms + 2 * quantityCount + printCount + subjectCount,
    terms + 3 * stemCount + nameCount,
  );
  const head = headOf(reader);
  const stems = readSet(reader, room, stemCount);
  const { leadWeights, isHeadlineStem } = readLead(reader, room, stems.weights);
  const bigrams = readSet(reader, room, bigramCount);
  const names = readSet(reader, room, nameCount);
  const numbers = readSet(reader, room, numberCount);
  const units = reader.ascending(room.words(quantityCount), MOST_HASH);
  const values = room.words(quantityCount);
  for (let at = 0; at < quantityCount; at += 1) values[at] = reader.take(HASH_BITS);
  const { norms } = head;
  // Each property by its name: objects made by spreading have hidden classes of their own, and take twice the time.
  return {
    day: head.day,
    exactKey: head.exactKey,
    words: head.words,
    numerals: head.numerals,
    headlineStems: head.headlineStems,
    headlineKey: head.headlineKey,
    weekdays: head.weekdays,
    cohesion: head.cohesion,
    stems,
    leadWeights,
    isHeadlineStem,
    isTopStem: topOf(leadWeights, room),
    topStems: Math.min(TOP, stemCount),
    bigrams,
    names,
    isTopName: topOf(names.weights, room),
    topNames: Math.min(TOP, nameCount),
    numbers,
    units,
    values,
    subject: reader.ascending(room.words(subjectCount), MOST_HASH),
    fingerprints: reader.ascending(room.words(printCount), head.fingerprintCeiling),
    fingerprintCeiling: head.fingerprintCeiling,
    norms: {
      stems: norms.stems,
      lead: norms.lead,
      headline: lengthOf(leadWeights, isHeadlineStem),
      bigrams: norms.bigrams,
      names: norms.names,
    },
  };
}

/** Gives out the arrays of one sketch, all in one buffer: each in its own takes twice the memory in all. */
interface Room {
  words(count: number): Uint32Array;
  bytes(count: number): Uint8Array;
}

/** Room for so many words of 32 bits and bytes in all. */
function roomFor(words: number, bytes: number): Room {
  const buffer = new ArrayBuffer(words * 4 + bytes);
  let nextWord = 0;
  let nextByte = words * 4;
  return {
    words(count) {
      const taken = new Uint32Array(buffer, nextWord, count);
      nextWord += count * 4;
      return taken;
    },
    bytes(count) {
      const taken = new Uint8Array(buffer, nextByte, count);
      nextByte += count;
      return taken;
    },
  };
}

function readSet(reader: BitReader, room: Room, count: number): WeightedSet {
  const hashes = reader.ascending(room.words(count), MOST_HASH);
  return weightedSet(hashes, reader.bytes(room.bytes(count)));
}

function readLead(
  reader: BitReader,
  room: Room,
  weights: Uint8Array,
): Pick<Sketch, 'leadWeights' | 'isHeadlineStem'> {
  const isHeadlineStem = room.bytes(weights.length);
  const leadWeights = room.bytes(weights.length);
  for (let at = 0; at < weights.length; at += 1) {
    isHeadlineStem[at] = reader.take(1);
    leadWeights[at] = readLeadWeight(reader, weights[at] ?? 0);
  }
  return { leadWeights, isHeadlineStem };
}

function readLeadWeight(reader: BitReader, weight: number): number {
  if (reader.take(1) === LEAD.same) return weight;
  return reader.take(1) === (LEAD.nothing & 1) ? 0 : reader.take(8);
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
function topOf(weights: Uint8Array, room: Room): Uint8Array {
  const marks = room.bytes(weights.length);
  for (let taken = 0; taken < Math.min(TOP, weights.length); taken += 1) {
    let best = -1;
    for (let at = 0; at < weights.length; at += 1) {
      if (marks[at] === 0 && (best < 0 || (weights[at] ?? 0) > (weights[best] ?? 0))) best = at;
    }
    marks[best] = 1;
  }
  return marks;
}
