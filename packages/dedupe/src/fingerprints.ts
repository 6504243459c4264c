import { mix, pairHash } from './hash.ts';
import { templateTest } from './template-test.ts';

/** What two texts are compared by to find copies. */
export interface Fingerprints {
  /** Hash of the whole normalised text; empty under 8 words. */
  readonly exactKey: string;
  /** Sampled hashes of five words in a row, ascending, distinct. */
  readonly hashes: readonly number[];
  /** Every 5-gram whose hash is at most this was taken. */
  readonly ceiling: number;
}

/** Under this many words a text is not compared as a whole: "Read more" twice is no copy. */
export const MIN_WORDS = 8;
/** A headline of so many stems is compared for its story, however few words there are in all. */
export const HEADLINE_STEMS = 3;
/** Under this many words, headline included, there is no text to speak of. */
export const TERSE_WORDS = 30;
export const GRAM_WORDS = 5;
/** One 5-gram in 8 (DESIGN 9). */
const SAMPLE = 0x1fffffff;
const EVERYTHING = 0xffffffff;
/** Short texts take more than one in 8, so that 30 words can still share three. */
const MIN_HASHES = 24;
/** Long texts take fewer: the smallest of the sample, so that two long texts still take the same ones. */
const MAX_HASHES = 72;
/**
 * Of a text's fingerprints the smallest so many are looked up; all are compared. Copies share most of their smallest:
 * of 2,171 near and exact pairs (scripted copies, Helsinki, Reuters) 4 are not found so, with 24 it is 17.
 */
export const POSTED_HASHES = 32;
const NONE: ReadonlySet<number> = new Set();

/** Room for the 5-grams of most texts, and for those that are sampled. */
const ROOM = 2 ** 14;
const gramRoom = new Uint32Array(ROOM);
const sampleRoom = new Uint32Array(ROOM);

/**
 * Fingerprints of a text by the hashes of its words alone, apart from `templates`: case, punctuation and layout do not
 * count.
 */
export function fingerprintsOf(words: Uint32Array, templates: ReadonlySet<number> = NONE): Fingerprints {
  if (words.length < MIN_WORDS) return { exactKey: '', hashes: [], ceiling: EVERYTHING };
  const grams = gramsOf(words, gramRoom);
  const sampled = distinct(without(templates, upTo(grams, SAMPLE)));
  const exactKey = exactKeyOf(words);
  if (sampled.length > MAX_HASHES) return { exactKey, ...smallest(sampled, MAX_HASHES) };
  if (sampled.length >= MIN_HASHES) return { exactKey, hashes: Array.from(sampled), ceiling: SAMPLE };
  return { exactKey, ...smallest(distinct(without(templates, grams)), MIN_HASHES) };
}

function smallest(ascending: Uint32Array, size: number): Omit<Fingerprints, 'exactKey'> {
  const hashes = Array.from(ascending.subarray(0, size));
  return { hashes, ceiling: ascending.length > size ? (hashes.at(-1) ?? 0) : EVERYTHING };
}

const FACTOR = 0x9e3779b1;
/** What a word has been multiplied by once it stands first of five. */
const FIRST_FACTOR = [1, 2, 3, 4].reduce((product) => Math.imul(product, FACTOR), 1);

/** The hash of each five words in a row, by the place of the first; in `room`, where they fit and it is given. */
export function gramsOf(words: Uint32Array, room?: Uint32Array): Uint32Array {
  const size = Math.max(0, words.length - GRAM_WORDS + 1);
  const grams = roomFor(size, room);
  let hash = 0;
  for (let at = 0; at < GRAM_WORDS - 1; at += 1) hash = Math.imul(hash, FACTOR) + (words[at] ?? 0);
  for (let at = 0; at < size; at += 1) {
    hash = (Math.imul(hash, FACTOR) + (words[at + GRAM_WORDS - 1] ?? 0)) | 0;
    grams[at] = mix(hash);
    hash -= Math.imul(words[at] ?? 0, FIRST_FACTOR);
  }
  return grams;
}

function roomFor(size: number, room: Uint32Array | undefined): Uint32Array {
  return room === undefined || size > room.length ? new Uint32Array(size) : room.subarray(0, size);
}

function upTo(values: Uint32Array, ceiling: number): Uint32Array {
  const kept = roomFor(values.length, sampleRoom);
  let size = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (value > ceiling) continue;
    kept[size] = value;
    size += 1;
  }
  return kept.subarray(0, size);
}

function without(templates: ReadonlySet<number>, grams: Uint32Array): Uint32Array {
  if (templates.size === 0) return grams;
  const isTemplate = templateTest(templates);
  return grams.some(isTemplate) ? grams.filter((gram) => !isTemplate(gram)) : grams;
}

/** The distinct values, ascending, in the same memory. */
export function distinct(values: Uint32Array): Uint32Array {
  values.sort();
  let size = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    if (size > 0 && values[size - 1] === value) continue;
    values[size] = value;
    size += 1;
  }
  return values.subarray(0, size);
}

/** 64 bits as 16 hex digits. */
function exactKeyOf(words: Uint32Array): string {
  let high = 0x12345678;
  let low = 0x9abcdef0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? 0;
    high = pairHash(high, word);
    low = pairHash(word, low);
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
