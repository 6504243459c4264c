import { TEXT_LABELS } from './blocks.ts';
import type { RuledText } from './label-lines.ts';
import type { LineCohesion, LineWordLogits } from './line-features.ts';
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

/** Characters of a line's beginning, and of its end, that are looked at. */
const HEAD_CHARS = 260;
const TAIL_CHARS = 40;
/** Longest line, in words, that is a feature as a whole. */
const WHOLE_WORDS = 6;
/** Letters from which a word is taken to say what a text is about. */
const TELLING_LETTERS = 5;
/** Lines to each side that count as near for cohesion. */
const NEAR_LINES = 6;

/** What is said of a hashed word; see `joinHashes`. Numbers go on after the kinds of `page-words.ts`. */
const KIND = {
  rule: 5,
  number: 6,
  firstCharacter: 20,
  lastCharacter: 21,
  first: 22,
  firstTwo: 23,
  firstThree: 24,
  last: 25,
  lastTwo: 26,
  whole: 27,
  pair: 28,
} as const;

/** Kana, Han and Thai run on without spaces: each pair of characters tells what a word does elsewhere. */
const UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/g;

/** A line's words, hashed, in order; `telling` are the buckets of those that say what a text is about. */
export interface HashedLine {
  readonly words: readonly number[];
  readonly telling: readonly number[];
}

const hashOfWord = ({ hash, length, isNumber }: ScannedWord): number =>
  isNumber ? joinHashes(KIND.number, length) : hash;

function pairsOf(text: string): number[] {
  if (text.search(UNSPACED) < 0) return [];
  const characters = text.match(UNSPACED) ?? [];
  return characters.map((character, at) =>
    joinHashes(KIND.pair, character.charCodeAt(0), characters[at + 1]?.charCodeAt(0)),
  );
}

/** Hashes the words of a line's beginning. */
export function hashLine(text: string): HashedLine {
  const pairs = pairsOf(text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text);
  if (pairs.length > 0) return { words: pairs, telling: pairs.map(bucketOf) };
  const words: number[] = [];
  const telling: number[] = [];
  for (const word of scanWords(text, HEAD_CHARS)) {
    words.push(hashOfWord(word));
    if (word.length >= TELLING_LETTERS) telling.push(bucketOf(word.hash));
  }
  return { words, telling };
}

const chain = (kind: number, words: readonly number[]): number =>
  words.reduce((hash, word) => joinHashes(kind, hash, word), 0);

/** Buckets of a line: its words, its first and last ones in their places, short lines whole, its rule. */
export function lineBuckets(text: string, { words }: HashedLine, rule: string): number[] {
  const tail =
    text.length <= HEAD_CHARS ? words : scanWords(text.slice(-TAIL_CHARS), TAIL_CHARS).map(hashOfWord);
  const hashes = [
    ...words,
    chain(KIND.first, words.slice(0, 1)),
    chain(KIND.firstTwo, words.slice(0, 2)),
    chain(KIND.firstThree, words.slice(0, 3)),
    chain(KIND.last, tail.slice(-1)),
    chain(KIND.lastTwo, tail.slice(-2)),
    joinHashes(KIND.firstCharacter, text.charCodeAt(0)),
    joinHashes(KIND.lastCharacter, text.charCodeAt(text.length - 1)),
    joinHashes(KIND.rule, hashOf(rule)),
  ];
  if (words.length <= WHOLE_WORDS) hashes.push(chain(KIND.whole, words));
  return hashes.map(bucketOf);
}

/** Share of a line's telling words that `isShared` finds; -1 where it has none. */
export function shareOf(telling: readonly number[], isShared: (bucket: number) => boolean): number {
  if (telling.length === 0) return -1;
  let shared = 0;
  for (const word of telling) if (isShared(word)) shared += 1;
  return shared / telling.length;
}

/** Lines of running text that say what an article is about, with its headline. */
const HEAD_LINES = 3;

/** The headline and the first lines that the rules take for text, by index. */
function headOf({ labels, headlineAt }: RuledText): number[] {
  const head = headlineAt < 0 ? [] : [headlineAt];
  for (let at = 0; at < labels.length && head.length <= HEAD_LINES; at += 1) {
    if (TEXT_LABELS.has(labels[at]?.label ?? 'notice')) head.push(at);
  }
  return head;
}

/** What lines share in words: with the article as the rules see it, with its head, and with the lines around. */
export function lineCohesion(text: RuledText, hashed: readonly HashedLine[]): LineCohesion {
  const { labels } = text;
  const head = headOf(text);
  const isText = labels.map(({ label }) => TEXT_LABELS.has(label));
  const holders = new Uint16Array(WORD_BUCKETS);
  const near = new Uint16Array(WORD_BUCKETS);
  const inHead = new Uint8Array(WORD_BUCKETS);
  const add = (counts: Uint16Array, at: number, step: number): void => {
    for (const word of hashed[at]?.telling ?? []) counts[word] = (counts[word] as number) + step;
  };
  for (const at of hashed.keys()) if (isText[at] === true) add(holders, at, 1);
  for (const at of head) for (const word of hashed[at]?.telling ?? []) inHead[word] = 1;
  for (let at = 0; at < NEAR_LINES; at += 1) add(near, at, 1);
  const size = hashed.length;
  const cohesion = {
    text: new Float32Array(size),
    head: new Float32Array(size),
    near: new Float32Array(size),
  };
  for (const [at, { telling }] of hashed.entries()) {
    add(near, at + NEAR_LINES, 1);
    add(near, at - NEAR_LINES - 1, -1);
    // A word that a line has twice counts itself once: seldom, and the same for all lines.
    const least = isText[at] === true ? 1 : 0;
    cohesion.text[at] = shareOf(telling, (bucket) => (holders[bucket] as number) > least);
    cohesion.head[at] = head.includes(at) ? -1 : shareOf(telling, (bucket) => inHead[bucket] === 1);
    cohesion.near[at] = shareOf(telling, (bucket) => (near[bucket] as number) > 1);
  }
  return cohesion;
}

/** Logits of all lines of a text by learned word weights, and what the lines share. */
export function lineWordLogits(text: RuledText, weights: WordWeights): LineWordLogits {
  const hashed = text.lines.map((line) => hashLine(line.text));
  return {
    lines: Float32Array.from(text.lines, (line, at) =>
      logitOfBuckets(weights, lineBuckets(line.text, hashed[at] as HashedLine, text.labels[at]?.rule ?? '')),
    ),
    cohesion: lineCohesion(text, hashed),
    hashed,
  };
}
