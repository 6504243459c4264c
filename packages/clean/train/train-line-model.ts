import { FEATURES, featuresOf } from '../src/line-features.ts';
import { chancesOf, type LineModel } from '../src/line-model.ts';
import { lineWordLogits } from '../src/line-words.ts';
import { SECOND_FEATURES, secondFeaturesOf } from '../src/second-look.ts';
import { BOOSTING, type BoostingOptions, boost, type Rows } from './boosting.ts';
import type { TrainingText } from './line-rows.ts';
import { foldOf } from './train-model.ts';
import { trainWords } from './train-words.ts';

/** Inner folds by host: what a text's rows hold of words and of the first look comes from other hosts. */
const INNER_FOLDS = 4;

/** Fewer and faster than for blocks: every text passes two sets of trees. 80 trees of 20 leaves measured the same. */
const LINE_BOOSTING: BoostingOptions = { ...BOOSTING, trees: 60, leaves: 24, rate: 0.12 };

/** A text with its rows, made of words that other hosts taught. */
interface SeenText {
  readonly text: TrainingText;
  readonly fold: number;
  readonly words: ReturnType<typeof lineWordLogits>;
  readonly rows: Float32Array;
}

/** Trains words and both sets of trees on texts. Deterministic in their order. */
export function trainLineModel(
  texts: readonly TrainingText[],
  version: string,
  options: BoostingOptions = LINE_BOOSTING,
): LineModel {
  const seen = seenTexts(texts);
  const first = boost(rowsOf(seen, FEATURES.length), options);
  const again = Array.from({ length: INNER_FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const others = seen.filter((text) => text.fold !== fold);
    const trees = boost(rowsOf(others, FEATURES.length), options);
    return seen
      .filter((text) => text.fold === fold)
      .map((text): SeenText => {
        const { ruled, candidates } = text.text;
        const chances = chancesOf(trees, text.rows, candidates, ruled.lines.length);
        return { ...text, rows: secondFeaturesOf(ruled, text.words, candidates, text.rows, chances) };
      });
  });
  const second = boost(rowsOf(again, SECOND_FEATURES.length), options);
  return { version, text: trainWords(texts.flatMap(({ bags }) => bags)), first, second };
}

function seenTexts(texts: readonly TrainingText[]): SeenText[] {
  return Array.from({ length: INNER_FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const isIn = ({ gold }: TrainingText) => foldOf(gold.host, INNER_FOLDS, 'inner') === fold;
    const learned = trainWords(texts.flatMap((text) => (isIn(text) ? [] : text.bags)));
    return texts.filter(isIn).map((text): SeenText => {
      const words = lineWordLogits(text.ruled, learned);
      return { text, fold, words, rows: featuresOf(text.ruled, words, text.candidates) };
    });
  });
}

function rowsOf(seen: readonly SeenText[], width: number): Rows {
  const size = seen.reduce((sum, { text }) => sum + text.candidates.length, 0);
  const rows = {
    width,
    features: new Float32Array(size * width),
    labels: new Float32Array(size),
    weights: new Float32Array(size),
  };
  let at = 0;
  for (const { text, rows: own } of seen) {
    rows.features.set(own, at * width);
    for (const index of text.candidates) {
      rows.labels[at] = text.shares[index] as number;
      rows.weights[at] = text.weights[index] as number;
      at += 1;
    }
  }
  return rows;
}
