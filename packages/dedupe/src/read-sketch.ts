import { FORMAT, HEADER_BYTES, NO_DAY, type Sketch, type WeightedSet } from './sketch.ts';

/** Names of each article that are looked for in the other (RECIPES), and stems of its lead. */
const TOP = 5;
/** Parsed sketches of each of two generations, of some 3 kB: at most 25 MB. */
const GENERATION = 4_096;

interface Parsed {
  readonly bytes: Uint8Array;
  readonly sketch: Sketch;
}

let young = new Map<string, Parsed>();
let old = new Map<string, Parsed>();

/**
 * Unpacks a sketch, or gives what it unpacked before for the same article and the same bytes. It remembers
 * those met lately, 8,192 at most: a full generation becomes the old one, and what is met again is young
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
  if (bytes[0] !== FORMAT || bytes.length < HEADER_BYTES || bytes.length !== sizeOf(bytes)) {
    throw new Error(
      `Sketch of ${bytes.length} bytes has format ${bytes[0]}, or another size than its head says; format ${FORMAT} is read here: rebuild the index`,
    );
  }
  return unpacked(bytes);
}

function sizeOf(bytes: Uint8Array): number {
  const [, stems = 0, bigrams = 0, names = 0, numbers = 0, quantities = 0, prints = 0, subject = 0] = bytes;
  return HEADER_BYTES + stems * 6 + (bigrams + names + numbers) * 5 + quantities * 8 + (prints + subject) * 4;
}

function unpacked(bytes: Uint8Array): Sketch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [, stems = 0, bigrams = 0, names = 0, numbers = 0, quantities = 0, prints = 0, subject = 0] = bytes;
  const ints = new Uint32Array(stems + bigrams + names + numbers + 2 * quantities + prints + subject);
  for (let n = 0; n < ints.length; n += 1) ints[n] = view.getUint32(HEADER_BYTES + 4 * n, true);
  const small = Uint8Array.prototype.slice.call(bytes, HEADER_BYTES + 4 * ints.length);
  let int = 0;
  const next = (count: number): Uint32Array => {
    int += count;
    return ints.subarray(int - count, int);
  };
  let byte = 2 * stems;
  const setOf = (count: number): WeightedSet => {
    byte += count;
    return weightedSet(next(count), small.subarray(byte - count, byte));
  };
  const stemSet = weightedSet(next(stems), small.subarray(0, stems));
  const leadWeights = small.subarray(stems, 2 * stems);
  const bigramSet = setOf(bigrams);
  const nameSet = setOf(names);
  return {
    ...headOf(view),
    stems: stemSet,
    leadWeights,
    isTopStem: topOf(leadWeights),
    topStems: Math.min(TOP, stems),
    bigrams: bigramSet,
    names: nameSet,
    isTopName: topOf(nameSet.weights),
    topNames: Math.min(TOP, names),
    numbers: setOf(numbers),
    units: next(quantities),
    values: next(quantities),
    fingerprints: next(prints),
    subject: next(subject),
  };
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
  | 'norms'
>;

function headOf(view: DataView): Head {
  const day = view.getInt32(12, true);
  const high = view.getUint32(16, true);
  const low = view.getUint32(20, true);
  return {
    day: day === NO_DAY ? null : day,
    exactKey: high === 0 && low === 0 ? '' : hex(high) + hex(low),
    words: view.getUint16(8, true),
    numerals: view.getUint16(10, true),
    headlineStems: view.getUint8(44),
    headlineKey: view.getUint32(48, true),
    cohesion: view.getUint8(45) / 255,
    fingerprintCeiling: view.getUint32(24, true),
    norms: {
      stems: view.getFloat32(28, true),
      lead: view.getFloat32(32, true),
      bigrams: view.getFloat32(36, true),
      names: view.getFloat32(40, true),
    },
  };
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
