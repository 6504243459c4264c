import { Groups } from './groups.ts';
import { hashText } from './words.ts';

/** 64 bits as two halves. */
export type SimHash = readonly [low: number, high: number];

/** As many bits may differ (Manku, Jain and Das Sarma, 2007: 64 bits, 3 of them). */
export const MAX_DISTANCE = 3;
const BITS = 64;
/** With 3 differing bits at least one of four blocks of 16 is the same. */
const BLOCKS = [0, 16, 32, 48];
/** Seeds of the two halves. */
const [LOW, HIGH] = [0x2545f491, 0x5f356495];

/** The sign of the sum of the words' bits, each word as often as it stands there (Charikar 2002). */
export function simHash(words: readonly string[]): SimHash {
  const sums = new Int32Array(BITS);
  for (const word of words) {
    const halves = [hashText(word, LOW), hashText(word, HIGH)];
    for (let bit = 0; bit < BITS; bit += 1) {
      const isSet = ((halves[bit >> 5] ?? 0) >>> (bit & 31)) & 1;
      sums[bit] = (sums[bit] ?? 0) + (isSet ? 1 : -1);
    }
  }
  const half = (from: number) => {
    let value = 0;
    for (let bit = 0; bit < 32; bit += 1) if ((sums[from + bit] ?? 0) > 0) value |= 1 << bit;
    return value >>> 0;
  };
  return [half(0), half(32)];
}

/** The number of bits that differ. */
export function hammingDistance([low, high]: SimHash, [otherLow, otherHigh]: SimHash): number {
  return ones(low ^ otherLow) + ones(high ^ otherHigh);
}

function ones(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Copies by SimHash: articles at most 3 bits apart are joined, and so is all that hangs together. Articles without words stay alone. */
export function groupBySimHash(texts: ReadonlyArray<readonly string[]>): number[] {
  const groups = new Groups(texts.length);
  const hashes: SimHash[] = [];
  const buckets = new Map<number, number[]>();
  texts.forEach((words, at) => {
    const hash = simHash(words);
    hashes.push(hash);
    if (words.length === 0) return;
    for (const [block, from] of BLOCKS.entries()) {
      const bits = ((hash[from >> 5] ?? 0) >>> (from & 31)) & 0xffff;
      const key = block * 0x10000 + bits;
      const bucket = buckets.get(key) ?? [];
      buckets.set(key, bucket);
      for (const other of bucket) {
        const known = hashes[other];
        if (known && hammingDistance(hash, known) <= MAX_DISTANCE) groups.join(at, other);
      }
      bucket.push(at);
    }
  });
  return groups.labels();
}
