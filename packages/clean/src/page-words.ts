import { type Block, type Region, TEXT_LABELS } from './blocks.ts';
import type { Cohesion, PageWordLogits, RuledPage } from './ruled-page.ts';
import {
  bucketOf,
  hashOf,
  joinHashes,
  logitOfBuckets,
  type ScannedWord,
  scanWords,
  WORD_BUCKETS,
  type WordWeights,
} from './word-weights.ts';

/** Words and characters of a block that are looked at. */
const TEXT_WORDS = 40;
const TEXT_CHARS = 600;
/** A text of up to this many words is also known as a whole. */
const SHORT_WORDS = 5;
/** Class words of an element that are looked at. */
const CLASS_WORDS = 12;
/** Letters from which a word is taken to say what a text is about. */
const TELLING_LETTERS = 5;

/** What is said of a hashed word; see `joinHashes`. */
const KIND = {
  class: 1,
  tag: 2,
  firstClass: 3,
  classPair: 4,
  rule: 5,
  number: 6,
  start: 7,
  end: 8,
  whole: 9,
} as const;

/** Buckets of what a region is called: its tag with its class words, and the name of the rule that it fell under. */
export function regionBuckets(region: Region, rule: string | undefined): number[] {
  const words = region.words.slice(0, CLASS_WORDS).map(hashOf);
  const tag = hashOf(region.tag);
  const [first, second] = words;
  const hashes = words.map((word) => joinHashes(KIND.class, word));
  hashes.push(joinHashes(KIND.tag, tag));
  if (first !== undefined) hashes.push(joinHashes(KIND.firstClass, tag, first));
  if (first !== undefined && second !== undefined) hashes.push(joinHashes(KIND.classPair, first, second));
  if (rule !== undefined) hashes.push(joinHashes(KIND.rule, hashOf(rule)));
  return hashes.map(bucketOf);
}

/** The words of a block that are looked at. */
export function wordsOf(block: Block): ScannedWord[] {
  return scanWords(block.text, TEXT_CHARS);
}

/** Buckets of a block's words: single words, its beginning, its last character, and short texts whole. */
export function textBuckets(block: Block, words: readonly ScannedWord[], rule: string): number[] {
  const hashes: number[] = [];
  let whole = 0;
  for (let at = 0; at < words.length && at < TEXT_WORDS; at += 1) {
    const { hash, length, isNumber } = words[at] as ScannedWord;
    hashes.push(isNumber ? joinHashes(KIND.number, length) : hash);
    whole = joinHashes(KIND.whole, whole, hash);
  }
  hashes.push(joinHashes(KIND.start, words[0]?.hash ?? 0, words[1]?.hash ?? 0));
  hashes.push(joinHashes(KIND.end, block.text.charCodeAt(block.text.length - 1)));
  hashes.push(joinHashes(KIND.rule, hashOf(rule)));
  if (words.length <= SHORT_WORDS) hashes.push(whole);
  return hashes.map(bucketOf);
}

/** Distinct telling words, as buckets. */
function tellingBuckets(words: readonly ScannedWord[]): Set<number> {
  const buckets = new Set<number>();
  for (const { hash, length } of words) if (length >= TELLING_LETTERS) buckets.add(bucketOf(hash));
  return buckets;
}

function shareOf(buckets: ReadonlySet<number>, isShared: (bucket: number) => boolean): number {
  if (buckets.size === 0) return -1;
  let shared = 0;
  for (const bucket of buckets) if (isShared(bucket)) shared += 1;
  return shared / buckets.size;
}

/**
 * Share of each candidate's telling words that stand in another block of the text as the rules see it, and in the
 * page's own titles and descriptions: foreign text shares few. -1 where a block has none.
 */
function cohesionOf(
  page: RuledPage,
  candidates: readonly number[],
  words: readonly ScannedWord[][],
): Cohesion {
  const size = page.blocks.length;
  const cohesion = { text: new Float32Array(size), titles: new Float32Array(size) };
  const isText = (index: number): boolean => TEXT_LABELS.has(page.labels[index]?.label ?? 'notice');
  const telling = candidates.map((index) => tellingBuckets(words[index] ?? []));
  const holders = new Uint16Array(WORD_BUCKETS);
  candidates.forEach((index, at) => {
    if (!isText(index)) return;
    for (const bucket of telling[at] ?? []) holders[bucket] = (holders[bucket] as number) + 1;
  });
  const own = tellingBuckets(
    scanWords([...page.titles.forms, ...page.descriptions.forms].join(' '), 4 * TEXT_CHARS),
  );
  candidates.forEach((index, at) => {
    const buckets = telling[at] as Set<number>;
    const others = isText(index) ? 1 : 0;
    cohesion.text[index] = shareOf(buckets, (bucket) => (holders[bucket] as number) > others);
    cohesion.titles[index] = shareOf(buckets, (bucket) => own.has(bucket));
  });
  return cohesion;
}

/** Logits of a page's candidates with their neighbours, and of all elements around them, by learned word weights. */
export function wordLogits(
  page: RuledPage,
  candidates: readonly number[],
  classes: WordWeights,
  text: WordWeights,
): PageWordLogits {
  const { blocks, regions, regionVerdicts, labels } = page;
  const words: ScannedWord[][] = [];
  const logits = { regions: new Float32Array(regions.length), blocks: new Float32Array(blocks.length) };
  const known = new Uint8Array(regions.length);
  const read = (block: Block | undefined): void => {
    if (block === undefined || words[block.index] !== undefined) return;
    const own = wordsOf(block);
    words[block.index] = own;
    logits.blocks[block.index] = logitOfBuckets(
      text,
      textBuckets(block, own, labels[block.index]?.rule ?? ''),
    );
  };
  for (const index of candidates) {
    for (const at of [index - 1, index, index + 1]) read(blocks[at]);
    for (let at = blocks[index]?.region; at !== undefined && known[at.index] === 0; at = at.parent) {
      known[at.index] = 1;
      logits.regions[at.index] = logitOfBuckets(classes, regionBuckets(at, regionVerdicts[at.index]?.rule));
    }
  }
  return { ...logits, cohesion: cohesionOf(page, candidates, words) };
}
