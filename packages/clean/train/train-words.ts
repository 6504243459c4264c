import { WORD_BUCKETS, type WordWeights } from '../src/word-weights.ts';

/** Bags of hashed words with their labels (0 to 1) and weights. */
export interface Bag {
  readonly buckets: readonly number[];
  readonly label: number;
  readonly weight: number;
}

const EPOCHS = 6;
const RATE = 0.15;
const DECAY = 2e-4;
/** Logits beyond this are cut: no word decides alone. */
const LARGEST = 4;

/**
 * Logistic weights of hashed words, by AdaGrad (Duchi et al. 2011) over the bags in their order; a bag's logit
 * is the sum of its weights over the square root of their number. Deterministic.
 */
export function trainWords(bags: readonly Bag[]): WordWeights {
  const weights = new Float64Array(WORD_BUCKETS);
  const squares = new Float64Array(WORD_BUCKETS).fill(1e-3);
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const { buckets, label, weight } of bags) {
      const scale = 1 / Math.sqrt(Math.max(1, buckets.length));
      let sum = bias;
      for (const bucket of buckets) sum += (weights[bucket] as number) * scale;
      const error = weight * (label - 1 / (1 + Math.exp(-sum)));
      bias += 0.01 * error;
      for (const bucket of buckets) {
        const gradient = error * scale - DECAY * (weights[bucket] as number);
        squares[bucket] = (squares[bucket] as number) + gradient * gradient;
        weights[bucket] =
          (weights[bucket] as number) + (RATE * gradient) / Math.sqrt(squares[bucket] as number);
      }
    }
  }
  const step = LARGEST / 127;
  const cut = (value: number) => Math.max(-127, Math.min(127, Math.round(value / step)));
  return { step, weights: Int8Array.from(weights, cut) };
}
