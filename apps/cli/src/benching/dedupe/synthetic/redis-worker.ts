import { createInterface } from 'node:readline';
import type { DedupeIndex, DedupeInput } from '@wirefold/contracts/evidence';
import { createMemoryIndex } from '@wirefold/dedupe/memory-index';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { signatureOf } from '@wirefold/dedupe/signature';
import { dedupe } from '@wirefold/dedupe/stage';
import type { TermWeights } from '@wirefold/dedupe/weights';
import type { Settings } from '@wirefold/settings';
import { type Share, type SyntheticArticle, syntheticArticles } from './articles.ts';
import type { SyntheticOptions } from './plan.ts';
import { syntheticWeights } from './term-weights.ts';

/** What a worker is told in the first line; a second line, whatever it says, starts the timed part. */
export interface WorkerTask extends SyntheticOptions {
  /** They name the Redis; null is an index in the worker's own memory. */
  readonly settings: Settings | null;
  readonly share: Share;
  /** The last so many of all workers' articles are timed; the others are in the index before. */
  readonly timed: number;
}

/** What it says, a JSON line each. */
export type WorkerWord = { readonly said: 'ready' } | { readonly said: 'done'; readonly pairs: number };

/** Articles under way at once: as many as a dedupe worker has. */
const AT_ONCE = 16;
const WARM_UP = 500;
/** Stands for the version of weights by which indexes lie apart. */
const BENCHED = 'bench';

/** Fills the index with its share of the articles, and folds the last of them when it is told to. */
export async function serve(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const task = JSON.parse(String((await lines.next()).value)) as WorkerTask;
  const weights = await syntheticWeights(task);
  await warmUp(task, weights);
  const { index, close } = await openIndex(task.settings);
  const timed: DedupeInput[] = [];
  const untimed = (task.count - task.timed) / task.share.of;
  let met = 0;
  await inLanes(syntheticArticles(task, task.share), async (article) => {
    met += 1;
    if (met > untimed) timed.push(inputOf(article));
    else await index.registerAndFind(signatureOf(inputOf(article), weights));
  });
  say({ said: 'ready' });
  await lines.next();
  let pairs = 0;
  await inLanes(timed, async (input) => {
    pairs += (await dedupe(input, index, weights)).evidence.length;
  });
  say({ said: 'done', pairs });
  await close();
}

function say(word: WorkerWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

async function openIndex(settings: Settings | null): Promise<{ index: DedupeIndex; close(): Promise<void> }> {
  if (settings === null) return { index: createMemoryIndex(DEFAULT_RULE), close: async () => {} };
  const { openHands } = await import('@wirefold/pipeline');
  const hands = await openHands(settings, () => {});
  return { index: hands.indexOf(BENCHED), close: () => hands.close() };
}

/** Else the compiler would be measured. */
async function warmUp({ seed, days }: WorkerTask, weights: TermWeights): Promise<void> {
  const index = createMemoryIndex(DEFAULT_RULE);
  for await (const article of syntheticArticles({ count: WARM_UP, seed: seed + 1, days }))
    await dedupe(inputOf(article), index, weights);
}

function inputOf({ id, title, text, date, source, language }: SyntheticArticle): DedupeInput {
  return { articleId: id, headline: title, text, publishedAt: date, source, language };
}

async function inLanes<T>(
  items: AsyncIterable<T> | Iterable<T>,
  handle: (item: T) => Promise<void>,
): Promise<void> {
  const queue = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const lane = async () => {
    for (let next = await queue.next(); !next.done; next = await queue.next()) await handle(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
