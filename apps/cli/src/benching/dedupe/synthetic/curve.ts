import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@wirefold/settings';
import { CliError } from '../../../cli-error.ts';
import { counted } from '../../../output/phrases.ts';
import { runMeasured } from '../../measured-process.ts';
import type { CurveTask, CurveWord } from './curve-process.ts';
import type { MemoryFigures } from './measure-memory.ts';
import type { RedisFigures } from './measure-redis.ts';

/** What is measured. */
export interface CurveOptions {
  /** Numbers of articles. */
  readonly sizes: readonly number[];
  readonly seed: number;
  /** Settings for a private Redis; null leaves Redis out. */
  readonly redis: Settings | null;
}

/** What one size came to. */
export interface SizeFigures extends MemoryFigures {
  readonly articles: number;
  /** Microseconds of processor time an article in all: mean (null where not all were compared), and with a full window. */
  readonly cost: { readonly mean: number | null; readonly lastTenth: number };
  /** Of the process that held index and evidence in memory. */
  readonly peakMemoryMb: number;
  readonly redis: RedisFigures | null;
}

/** Cost and memory of an article by the number of articles in the window. */
export interface Curve {
  readonly seed: number;
  readonly days: number;
  readonly sizes: readonly SizeFigures[];
  /** Cost of an article at the largest size over that at the smallest; null for a single size. */
  readonly ratio: SizeFigures['cost'] | null;
}

/** Days over which the articles are spread: the window in which copies are looked for (DESIGN 8). */
const WINDOW_DAYS = 30;
/** Share of the machine's memory that a million articles may take. */
const MEMORY_SHARE = 0.75;
const PROGRAM = fileURLToPath(new URL('./curve-process.mjs', import.meta.url));

/** Measures each size in a process of its own, one after another. */
export async function benchCurve(
  { sizes, seed, redis }: CurveOptions,
  tell: (text: string) => void,
): Promise<Curve> {
  const measured: SizeFigures[] = [];
  for (const count of sizes) {
    const name = counted(count, 'article');
    const task = { count, seed, days: WINDOW_DAYS };
    const told = (text: string) => tell(`${name}: ${text}`);
    const memory = await runTask({ ...task, redis: null }, told);
    const inRedis = redis && (await runTask({ ...task, redis }, told));
    if (memory.word.said !== 'memory') throw new Error('The process measured something else');
    const { figures } = memory.word;
    const cost = { mean: costOf(figures, 'mean'), lastTenth: costOf(figures, 'lastTenth') ?? 0 };
    // Of hours of measuring something is left where they are cut short.
    told(`${cost.mean?.toFixed(0) ?? '?'} µs an article, ${cost.lastTenth.toFixed(0)} with the window full`);
    measured.push({
      articles: count,
      cost,
      ...figures,
      peakMemoryMb: memory.peakMemoryMb,
      redis: inRedis?.word.said === 'redis' ? inRedis.word.figures : null,
    });
  }
  return { seed, days: WINDOW_DAYS, sizes: measured, ratio: ratioOf(measured) };
}

async function runTask(task: CurveTask, tell: (text: string) => void) {
  const words: Exclude<CurveWord, { said: 'progress' }>[] = [];
  const heapMb = Math.floor((totalmem() / 2 ** 20) * MEMORY_SHARE);
  const { complaint, peakMemoryMb } = await runMeasured(
    ['--expose-gc', `--max-old-space-size=${heapMb}`, PROGRAM],
    {
      input: [JSON.stringify(task)],
      onLine(line) {
        const word = JSON.parse(line) as CurveWord;
        if (word.said === 'progress') tell(word.text);
        else words.push(word);
      },
    },
  );
  const [word] = words;
  if (complaint === null && word !== undefined) return { word, peakMemoryMb };
  const why = complaint?.split('\n').at(-1) ?? 'it told nothing';
  throw new CliError(
    'The measuring did not end well',
    `${counted(task.count, 'article')} (${why})`,
    'Try fewer articles: the index and its evidence are held in memory.',
  );
}

function costOf(figures: MemoryFigures, when: 'mean' | 'lastTenth'): number | null {
  const { signature, index, evidence } = figures[when];
  return evidence === null ? null : signature + index + evidence + figures.folding;
}

function ratioOf(sizes: readonly SizeFigures[]): Curve['ratio'] {
  const bySize = sizes.toSorted((one, other) => one.articles - other.articles);
  const [smallest, largest] = [bySize[0], bySize.at(-1)];
  if (!smallest || !largest || smallest.articles === largest.articles) return null;
  const [most, least] = [largest.cost.mean, smallest.cost.mean];
  return {
    mean: most === null || least === null ? null : most / least,
    lastTenth: largest.cost.lastTenth / smallest.cost.lastTenth,
  };
}
