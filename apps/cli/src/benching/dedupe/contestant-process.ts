import { text } from 'node:stream/consumers';
import { shuffled } from '@wirefold/dedupe/measures';
import { CONTESTANTS, type Folder, type Grouping } from './contestants.ts';
import { type JudgedPair, type PairSet, readSet, type StorySet } from './labelled-sets.ts';

/** What the process is told on standard input. */
export interface ContestantTask {
  readonly contestant: string;
  /** The set's file. */
  readonly file: string;
  /** How many random orders of a set with stories are run. */
  readonly orders: number;
}

/** What one order came to: a number for each article in the set's own order, the same for articles of one group. */
export interface OrderEnd {
  readonly said: 'order';
  readonly stories: readonly number[];
  readonly copies: readonly number[] | null;
  /** From texts to groups. */
  readonly cpuSeconds: number;
  readonly seconds: number;
}

/** What it says, a JSON line each. */
export type ContestantWord = OrderEnd | { readonly said: 'judged'; readonly same: readonly boolean[] };

/** Runs one contestant over one set, and tells what it made of it. */
export async function serve(): Promise<void> {
  const { contestant, file, orders } = JSON.parse(await text(process.stdin)) as ContestantTask;
  const found = CONTESTANTS.find(({ name }) => name === contestant);
  if (found === undefined) throw new Error(`No contestant has this name: ${contestant}`);
  const set = await readSet(file);
  const folder = await found.load();
  if (set.kind === 'pairs') return say({ said: 'judged', same: await judge(folder, set) });
  for (let order = 0; order < orders; order += 1) say(await runOrder(folder, set, order));
}

function say(word: ContestantWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

/** A small set is gone over again until this has passed: else it is the compiler that is measured. */
const LEAST_SECONDS = 0.5;

/** Orders are numbered from 0: the same number is the same order for every contestant. */
async function runOrder(folder: Folder, { articles }: StorySet, order: number): Promise<OrderEnd> {
  const places = shuffled([...articles.keys()], order);
  const arriving = places.flatMap((place) => articles[place] ?? []);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  let passes = 1;
  const { stories, copies } = await folder.group(arriving);
  for (; performance.now() - startedAt < LEAST_SECONDS * 1000; passes += 1) await folder.group(arriving);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    said: 'order',
    stories: inOwnOrder(stories, places),
    copies: copies && inOwnOrder(copies, places),
    cpuSeconds: (user + system) / 1e6 / passes,
    seconds: seconds / passes,
  };
}

function inOwnOrder(labels: Grouping['stories'], places: readonly number[]): number[] {
  const numbers = new Map<string | number, number>();
  const own = new Array<number>(labels.length).fill(0);
  labels.forEach((label, at) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    own[places[at] ?? 0] = number;
  });
  return own;
}

async function judge(folder: Folder, { pairs }: PairSet): Promise<boolean[]> {
  if (folder.judge) return folder.judge(pairs);
  const same: boolean[] = [];
  for (const pair of pairs) same.push(await areJoined(folder, pair));
  return same;
}

async function areJoined(folder: Folder, { one, other }: JudgedPair): Promise<boolean> {
  const { stories } = await folder.group([one, other]);
  return stories[0] === stories[1];
}
