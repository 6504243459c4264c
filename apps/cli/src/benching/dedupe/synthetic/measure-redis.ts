import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hands, openHands } from '@wirefold/pipeline';
import type { Settings } from '@wirefold/settings';
import { CliError } from '../../../cli-error.ts';
import { runMeasured } from '../../measured-process.ts';
import type { SyntheticOptions } from './plan.ts';
import type { WorkerTask, WorkerWord } from './redis-worker.ts';

/** What folding so many made-up articles over an index in Redis came to. */
export interface RedisFigures {
  /** Growth of `used_memory` (INFO memory) over the articles. */
  readonly bytesPerArticle: number;
  /** Processes that shared the index. */
  readonly workers: number;
  /** Articles signed, registered and compared a second by all workers together, the last `TIMED` of them. */
  readonly articlesPerSecond: number;
  /** The same articles by one process with the index in its own memory, in the same run. */
  readonly alonePerSecond: number;
  /** Evidence of an article, through Redis. */
  readonly pairs: number;
}

const WORKERS = 4;
/** Articles of which the time is taken, when the others are in the index. */
const TIMED = 20_000;
const PROGRAM = fileURLToPath(new URL('./redis-worker.mjs', import.meta.url));

/** Folds so many made-up articles by four processes over a private Redis of their own, and by one without Redis. */
export async function measureInRedis(
  options: SyntheticOptions,
  settings: Settings,
  tell: (text: string) => void,
): Promise<RedisFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-bench-'));
  const own: Settings = { ...settings, db: join(folder, 'wirefold.db'), data: folder, redis: null };
  try {
    const hands = await openHands(own, tell);
    try {
      const before = await usedMemory(hands);
      tell(`${WORKERS} workers through Redis`);
      const shared = await timeWorkers(options, WORKERS, { ...own, redis: socketOf(hands) });
      const bytesPerArticle = ((await usedMemory(hands)) - before) / options.count;
      tell('one worker without Redis');
      const alone = await timeWorkers(options, 1, null);
      return {
        ...{ bytesPerArticle, workers: WORKERS },
        ...{ articlesPerSecond: shared.rate, alonePerSecond: alone.rate, pairs: shared.pairs },
      };
    } finally {
      await hands.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function socketOf({ redis }: Hands): string {
  const { path } = redis.options;
  if (path === undefined) throw new Error('The private Redis has no socket');
  return path;
}

async function usedMemory({ redis }: Hands): Promise<number> {
  const connection = redis.newConnection();
  try {
    return Number(/^used_memory:(\d+)/m.exec(await connection.info('memory'))?.[1] ?? Number.NaN);
  } finally {
    connection.disconnect();
  }
}

/** Starts them all, lets them fill the index, and times them from one word on until the last has ended. */
async function timeWorkers(options: SyntheticOptions, workers: number, settings: Settings | null) {
  const timed = Math.min(TIMED, options.count);
  const places = Array.from({ length: workers }, (_, at) => at);
  const all = meeting(workers);
  let begun = 0;
  let seconds = 0;
  let pairs = 0;
  void all.met.then(() => {
    begun = performance.now();
  });
  const onLine = (line: string) => {
    const word = JSON.parse(line) as WorkerWord;
    if (word.said === 'ready') return all.come();
    pairs += word.pairs;
    seconds = (performance.now() - begun) / 1000;
  };
  const run = async (at: number) => {
    const task: WorkerTask = { ...options, settings, timed, share: { at, of: workers } };
    const { complaint } = await runMeasured([PROGRAM], { input: wordsFor(task, all.met), onLine });
    if (complaint === null) return;
    all.fail(
      new CliError(
        'A worker did not end well',
        `${at + 1} of ${workers} (${complaint.split('\n').at(-1)})`,
        'Try fewer articles.',
      ),
    );
  };
  await Promise.all([...places.map(run), all.met]);
  return { rate: timed / seconds, pairs: pairs / timed };
}

async function* wordsFor(task: WorkerTask, start: Promise<void>): AsyncGenerator<string> {
  yield `${JSON.stringify(task)}\n`;
  await start;
  yield 'begin\n';
}

/** Waits until so many have come, or one has failed. */
function meeting(expected: number) {
  let missing = expected;
  const { promise, resolve, reject } = withResolvers();
  return {
    met: promise,
    come: () => {
      missing -= 1;
      if (missing === 0) resolve();
    },
    fail: reject,
  };
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
