import { parentPort, workerData } from 'node:worker_threads';
import type { Contestant, Extractor, ImportPackage, Prediction } from './contestants.ts';
import type { BenchPage } from './gold.ts';

/** What a thread is started with. */
export interface ThreadTask {
  readonly contestant: string;
  /** Address of the module whose `CONTESTANTS` it is one of. */
  readonly roster: string;
  readonly pages: readonly BenchPage[];
}

/** What a thread is asked: to predict one page, or to time itself over some. Pages by their place in the set. */
export type Question =
  | { readonly ask: 'predict'; readonly page: number }
  | { readonly ask: 'time'; readonly pages: readonly number[] };

/** What a thread answers. `missing` and `broken` come instead of `ready`, and are its last words. */
export type Answer =
  | { readonly said: 'ready' }
  | { readonly said: 'missing'; readonly detail: string }
  | { readonly said: 'broken'; readonly detail: string }
  | { readonly said: 'predicted'; readonly prediction: Prediction }
  | { readonly said: 'threw'; readonly detail: string }
  | { readonly said: 'timed'; readonly seconds: number };

/** Loads the contestant that the thread was started for, and answers questions about it one after another. */
export async function serve(): Promise<void> {
  const { contestant, roster, pages } = workerData as ThreadTask;
  const answer = (value: Answer) => parentPort?.postMessage(value);
  let extractor: Extractor;
  try {
    const { CONTESTANTS } = (await import(roster)) as { CONTESTANTS: readonly Contestant[] };
    const found = CONTESTANTS.find(({ name }) => name === contestant);
    if (found === undefined) throw new Error(`No contestant has this name: ${contestant}`);
    extractor = await found.load(importPackage);
  } catch (error) {
    answer({ said: isMissing(error) ? 'missing' : 'broken', detail: messageOf(error) });
    return;
  }
  parentPort?.on('message', async (question: Question) => {
    answer(
      question.ask === 'predict'
        ? await predict(extractor, pages[question.page])
        : await time(extractor, pages, question.pages),
    );
  });
  answer({ said: 'ready' });
}

const importPackage: ImportPackage = (name) => import(name);

async function predict({ extract, read }: Extractor, page: BenchPage | undefined): Promise<Answer> {
  try {
    if (page === undefined) throw new RangeError('The set has no such page');
    return { said: 'predicted', prediction: read(await extract(page)) };
  } catch (error) {
    return { said: 'threw', detail: messageOf(error) };
  }
}

/** A round lasts at least this long, by going over a small set again: else it is the clock that is measured. */
const LEAST_SECONDS = 1;

/** Seconds of one pass of the extraction alone; a page that makes it throw costs the time until it throws. */
async function time(
  extractor: Extractor,
  pages: readonly BenchPage[],
  which: readonly number[],
): Promise<Answer> {
  const asked = which.flatMap((at) => pages[at] ?? []);
  const startedAt = performance.now();
  let passes = 0;
  let seconds = 0;
  do {
    await pass(extractor, asked);
    passes += 1;
    seconds = (performance.now() - startedAt) / 1000;
  } while (seconds < LEAST_SECONDS);
  return { said: 'timed', seconds: seconds / passes };
}

async function pass({ extract }: Extractor, pages: readonly BenchPage[]): Promise<void> {
  for (const page of pages) {
    try {
      await extract(page);
    } catch {
      // Counted when it was asked to predict this page.
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
