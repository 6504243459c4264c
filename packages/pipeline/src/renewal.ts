import { setImmediate as breathe } from 'node:timers/promises';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { TermCounter } from '@wirefold/dedupe/term-counter';
import type { Counted } from '@wirefold/dedupe/weights';
import type { StoreReader } from '@wirefold/store';

/**
 * Articles that weights are counted over, the newest; 12,000 suffice (RECIPES), and those of a few weeks are what the
 * weights are for.
 */
export const MOST_COUNTED = 50_000;
/**
 * Fewer tell too little: over 200 to 4,000 articles B-cubed F1 on ECB+ and BASIL stays what it is with the shipped
 * weights or better, but which of a store's words are rare is not known from a day's news.
 */
export const LEAST_COUNTED = 1_000;
/** Articles between two looks at the signal. */
const SLICE = 200;

/** The database has too few articles to count weights over. */
export class TooFewArticlesError extends Error {
  constructor(articles: number, path: string) {
    super(
      `${path} has ${articles} articles, and weights are counted over ${LEAST_COUNTED.toLocaleString('en')} at least. ` +
        'Leave out --renew-weights: the shipped weights serve until there are more.',
    );
    this.name = 'TooFewArticlesError';
  }
}

/** How far counting has come: each article is met twice. */
export interface CountProgress {
  readonly counted: number;
  readonly total: number;
}

export interface CountOptions {
  readonly signal?: AbortSignal;
  readonly onCount?: (progress: CountProgress) => void;
}

/**
 * Counts frequencies of stems and template text over the newest articles, and how many came in the last 30 days; null where
 * it was stopped. The same articles give the same counts.
 * @throws TooFewArticlesError
 */
export async function countWeights(
  reader: StoreReader,
  path: string,
  { signal, onCount }: CountOptions = {},
): Promise<Counted | null> {
  const { count, inputs } = reader.newestInputs(MOST_COUNTED);
  if (count < LEAST_COUNTED) throw new TooFewArticlesError(count, path);
  const counter = new TermCounter();
  let met = 0;
  for (const meet of [counter.meet.bind(counter), counter.meetAgain.bind(counter)]) {
    for (const input of inputs()) {
      meet(input);
      met += 1;
      if (met % SLICE !== 0) continue;
      onCount?.({ counted: met / 2, total: count });
      await breathe();
      if (signal?.aborted) return null;
    }
  }
  return { ...counter.counted(), volume: volumeOf(reader) };
}

/** Articles of the last 30 days, to two digits: what is expected of the next 30. */
function volumeOf(reader: StoreReader): number {
  const since = new Date(Date.now() - DEFAULT_RULE.nearWindowDays * 86_400_000).toISOString();
  return Number(reader.dedupeInputCount(since).toPrecision(2));
}
