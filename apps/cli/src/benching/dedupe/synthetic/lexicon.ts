import { spread } from '../words.ts';

const ONSETS = 'b bl br d dr f fl g gl gr h j k kl l m n p pl pr r s sk sl st t tr v w z'.split(' ');
const VOWELS = 'a e i o u ai ea ou'.split(' ');
const CODAS = ['', ...'n r l s m k nd rt st lt'.split(' ')];
const SYLLABLES = ONSETS.length * VOWELS.length * CODAS.length;
/** Prime to the number of syllables, so that neighbouring ranks do not look alike. */
const STRIDE = 1_009;
/** Ranks that get one syllable: frequent words are short. */
const SHORT_WORDS = 1_000;
const NAME_ENDINGS = 'ov ham ez sen by ara ic mann ley oni wick ström'.split(' ');

/** Different words in use beside names. */
export const VOCABULARY = 20_000;
/** Names that many stories share; others are coined for one story. */
export const KNOWN_NAMES = 50_000;

/** The small words between the others. They are English, because stop words are known by language. */
export const GLUE = 'the of and to in that for was with after by from said which on at as had been its'.split(
  ' ',
);

/** Units of numbers, as words of their own. */
export const UNITS = 'percent million metres people crowns hours tonnes seats points miles'.split(' ');

/** A number from 0 up to and without 1. */
export type Random = () => number;

/** The made-up word of a rank from 0: always the same, and another for each. */
export function wordOf(rank: number): string {
  const known = WORDS[rank];
  if (known !== undefined) return known;
  const word = coin(rank);
  if (rank < VOCABULARY) WORDS[rank] = word;
  return word;
}

/** Words that were asked for before. */
const WORDS: (string | undefined)[] = [];

function coin(rank: number): string {
  if (rank < SHORT_WORDS) return syllable(rank);
  const rest = rank - SHORT_WORDS;
  return syllable(rest % SYLLABLES) + syllable(Math.floor(rest / SYLLABLES) + (rest % 31));
}

/** The made-up name of a number: capitalized, and another kind of word than those of `wordOf`. */
export function nameOf(number: number): string {
  const ending = NAME_ENDINGS[number % NAME_ENDINGS.length] ?? '';
  const stem = wordOf(SHORT_WORDS + (Math.floor(number / NAME_ENDINGS.length) % (SYLLABLES * 1_000)));
  return `${stem.charAt(0).toUpperCase()}${stem.slice(1)}${ending}`;
}

function syllable(number: number): string {
  const at = (number * STRIDE) % SYLLABLES;
  const onset = ONSETS[at % ONSETS.length] ?? '';
  const vowel = VOWELS[Math.floor(at / ONSETS.length) % VOWELS.length] ?? '';
  const coda = CODAS[Math.floor(at / (ONSETS.length * VOWELS.length))] ?? '';
  return onset + vowel + coda;
}

/** A rank below `size` by Zipf's law: the chance of a rank falls as one over it. */
export function zipfRank(random: Random, size: number): number {
  return Math.min(size - 1, Math.floor((size + 1) ** random()) - 1);
}

/** A whole number from `least` to `most`. */
export function wholeBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** A seed out of several numbers, in which their order counts. */
export function seedOf(...parts: readonly number[]): number {
  let seed = 0x9e3779b9;
  for (const part of parts) seed = spread(Math.imul(seed, 0x85ebca6b) ^ spread(part + 0x7f4a7c15));
  return seed;
}
