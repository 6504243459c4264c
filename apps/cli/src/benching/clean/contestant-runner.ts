import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Answer, Question, ThreadTask } from './contestant-thread.ts';
import type { Prediction } from './contestants.ts';
import type { BenchPage } from './gold.ts';

/** How long a contestant may take over one page before it counts as hanging. The slowest peer takes 0.1 s a page. */
export const PAGE_LIMIT_MS = 10_000;

const OWN_ROSTER = new URL('./contestants.ts', import.meta.url).href;

/** What a contestant made of one page. */
export type PageEnd =
  | { readonly kind: 'predicted'; readonly prediction: Prediction }
  | { readonly kind: 'threw' | 'hung'; readonly detail: string };

/** A contestant on a thread of its own: what hangs or dies there costs that thread and one page. */
export interface Runner {
  predict(page: number): Promise<PageEnd>;
  /** Seconds for these pages, one after another; undefined where the contestant hung or died. */
  time(pages: readonly number[]): Promise<number | undefined>;
  close(): Promise<void>;
}

/** A contestant that cannot be had here. */
export interface Absence {
  readonly kind: 'missing' | 'broken';
  readonly detail: string;
}

/** Starts a contestant; gives its absence where a package of it is not installed or will not load. */
export async function startRunner(
  contestant: string,
  pages: readonly BenchPage[],
  { limitMs = PAGE_LIMIT_MS, roster = OWN_ROSTER }: { limitMs?: number; roster?: string } = {},
): Promise<Runner | Absence> {
  const task: ThreadTask = { contestant, roster, pages };
  const { thread: first, answer } = await startThread(task);
  if (answer.said === 'missing' || answer.said === 'broken') {
    await first.terminate();
    return { kind: answer.said, detail: answer.detail };
  }
  let thread = first;
  const ask = async (question: Question, withinMs: number): Promise<Answer | 'hung' | 'died'> => {
    const said = await askThread(thread, question, withinMs);
    if (typeof said === 'string') {
      await thread.terminate();
      thread = (await startThread(task)).thread;
    }
    return said;
  };
  return {
    async predict(page) {
      const said = await ask({ ask: 'predict', page }, limitMs);
      if (said === 'hung') return { kind: 'hung', detail: `no answer within ${limitMs / 1000} s` };
      if (said === 'died') return { kind: 'threw', detail: 'its thread died' };
      if (said.said === 'predicted') return { kind: 'predicted', prediction: said.prediction };
      return { kind: 'threw', detail: 'detail' in said ? said.detail : said.said };
    },
    async time(which) {
      const said = await ask({ ask: 'time', pages: which }, limitMs * Math.max(1, which.length));
      return typeof said === 'object' && said.said === 'timed' ? said.seconds : undefined;
    },
    async close() {
      await thread.terminate();
    },
  };
}

async function startThread(task: ThreadTask): Promise<{ thread: Worker; answer: Answer }> {
  const thread = new Worker(new URL('./contestant-thread.mjs', import.meta.url), {
    workerData: task,
    // Peers talk to the console; that is no result of ours.
    ...{ stdout: true, stderr: true },
  });
  // Each question hears of the thread's death by itself; between two of them it is no error.
  thread.on('error', () => {});
  thread.stdout.resume();
  thread.stderr.resume();
  const [answer] = (await once(thread, 'message')) as [Answer];
  return { thread, answer };
}

function askThread(thread: Worker, question: Question, withinMs: number): Promise<Answer | 'hung' | 'died'> {
  return new Promise((resolve) => {
    const end = (value: Answer | 'hung' | 'died') => {
      clearTimeout(timer);
      thread.off('message', end).off('error', died).off('exit', died);
      resolve(value);
    };
    const died = () => end('died');
    const timer = setTimeout(() => end('hung'), withinMs);
    thread.on('message', end).on('error', died).on('exit', died);
    thread.postMessage(question);
  });
}
