import { countFrequencies } from '@wirefold/dedupe/frequencies';
import { shippedWeights, type TermWeights } from '@wirefold/dedupe/weights';
import { type SyntheticArticle, syntheticArticles } from './articles.ts';
import type { SyntheticOptions } from './plan.ts';

/** Articles whose words are counted: half of what RECIPES found to be enough. */
const SAMPLE = 6_000;

/**
 * The shipped weights with the frequencies of made-up words, counted over other articles than those that are
 * measured, and with the number of articles that are expected. To the shipped frequencies all made-up words are equally rare, the most common ones included.
 */
export async function syntheticWeights({ count, seed, days }: SyntheticOptions): Promise<TermWeights> {
  const documents = Math.min(SAMPLE, 3 * count);
  const sample: SyntheticArticle[] = [];
  for await (const article of syntheticArticles({ count: documents, seed: seed + 1, days }))
    sample.push(article);
  const volume = Math.round((count * 30) / days);
  return { ...shippedWeights(), documents, volume, frequencies: countFrequencies(sample) };
}
