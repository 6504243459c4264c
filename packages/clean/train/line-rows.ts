import { comparable } from '../src/characters.ts';
import { type RuledText, ruleLines } from '../src/label-lines.ts';
import { candidatesOf } from '../src/line-features.ts';
import { hashLine, lineBuckets } from '../src/line-words.ts';
import { readTextLines } from '../src/text-lines.ts';
import { dumpedPages } from './dumped-pages.ts';
import { type GoldText, readGoldTexts } from './gold-lines.ts';
import { variantOf } from './text-variants.ts';
import type { Bag } from './train-words.ts';

/** A text ready to be learned from. */
export interface TrainingText {
  readonly gold: GoldText;
  readonly ruled: RuledText;
  /** Indices of the lines that the trees see. */
  readonly candidates: readonly number[];
  /** Share of each line in the gold text, 0 to 1. */
  readonly shares: Float32Array;
  /** Weight of each line: the square root of its words, normalised to 1 a text. */
  readonly weights: Float32Array;
  readonly bags: readonly Bag[];
}

/** Reads and rules a text; undefined where the rules find no running text. `weight` is the whole text's. */
export function trainingText(gold: GoldText, weight = 1): TrainingText | undefined {
  const lines = readTextLines(gold.content);
  const ruled = ruleLines(lines);
  if (ruled === undefined) return undefined;
  const shares = Float32Array.from(lines, ({ line }) => gold.shares[line - 1] ?? 0);
  const roots = Float32Array.from(lines, ({ words }) => Math.sqrt(Math.max(1, words)));
  const sum = roots.reduce((total, root) => total + root, 0);
  const weights = roots.map((root) => (weight * root) / Math.max(1, sum));
  return {
    gold,
    ruled,
    candidates: candidatesOf(ruled),
    shares,
    weights,
    bags: bagsOf(gold, ruled, shares, weights),
  };
}

function bagsOf(
  gold: GoldText,
  { lines, labels }: RuledText,
  shares: Float32Array,
  weights: Float32Array,
): Bag[] {
  const own = comparable(gold.host).split(' ')[0] ?? '';
  return lines.map(({ text }, at) => ({
    // The name of an outlet would tell which page it is.
    buckets: lineBuckets(text, hashLine(text.replaceAll(new RegExp(own, 'gi'), ' ')), labels[at]?.rule ?? ''),
    label: shares[at] as number,
    weight: Math.min(3, (weights[at] as number) * lines.length),
  }));
}

/**
 * Weights of the texts without a gold of their own, against 1. Variants gain nothing on saved pages; they are for
 * clean and spaced texts. Dumped pages gain 0.006 of shingle F1.
 */
const WEIGHTS = { variant: 0.25, dumped: 0.5 } as const;

/** All texts that the shipped model learns from: saved pages, a variant of each, and dumped pages; see NOTICE. */
export function lineTrainingTexts(data: string): TrainingText[] {
  const saved = readGoldTexts(data, 'plaintext');
  const weighed = (texts: readonly GoldText[], weight: number): TrainingText[] =>
    texts.flatMap((gold) => trainingText(gold, weight) ?? []);
  return [
    ...weighed(saved, 1),
    ...weighed(saved.map(variantOf), WEIGHTS.variant),
    ...weighed(dumpedPages(data, 'trafilatura-segments'), WEIGHTS.dumped),
  ];
}
