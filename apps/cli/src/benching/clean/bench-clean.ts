import { CliError } from '../../cli-error.ts';
import { median } from '../median.ts';
import { type BenchSet, findSets, readSet } from './bench-set.ts';
import { type Absence, type PageEnd, type Runner, startRunner } from './contestant-runner.ts';
import { CONTESTANTS, type Contestant, OURS } from './contestants.ts';
import { measureFilterMemory } from './peak-memory.ts';
import { type MainMeasure, mainMeasureOf } from './scores.ts';
import { rankAll, type Standing, scoreAll } from './standings.ts';
import { findWorstPages, type WorstPage } from './worst-pages.ts';

/** What is benched. */
export interface CleanBenchOptions {
  readonly dir: string;
  /** Names of sets; empty for all. */
  readonly sets: readonly string[];
  /** Those that run beside Wirefold. */
  readonly peers: readonly Contestant[];
  /** How often each is timed, after a pass that warms it up. */
  readonly rounds: number;
  /** How many of the worst pages to name. */
  readonly worst: number;
}

/** A peer that could not take part. */
export interface AbsentPeer extends Absence {
  readonly name: string;
  readonly packages: readonly string[];
}

/** What the bench of one set came to. */
export interface CleanFigures {
  readonly set: string;
  readonly pages: number;
  readonly main: MainMeasure | null;
  readonly rounds: number;
  readonly standings: readonly Standing[];
  readonly absent: readonly AbsentPeer[];
  /** Peers that cannot read the documents of this set. */
  readonly unfit: readonly string[];
  /** Peak resident memory of `wirefold clean --jsonl` over the set, in MB. */
  readonly filterMemoryMb: number;
  readonly worst: readonly WorstPage[];
}

/** Benches each set by itself, one after another. */
export async function* benchClean(
  options: CleanBenchOptions,
  tell: (text: string) => void,
): AsyncGenerator<CleanFigures> {
  for (const [name, path] of findSets(options.dir, options.sets)) {
    tell(`${name}: reading`);
    yield await benchSet(readSet(name, path), options, (text) => tell(`${name}: ${text}`));
  }
}

interface Entrant {
  readonly contestant: Contestant;
  readonly runner: Runner;
}

async function benchSet(
  set: BenchSet,
  { peers, rounds, worst }: CleanBenchOptions,
  tell: (text: string) => void,
): Promise<CleanFigures> {
  tell('memory of the filter');
  const filterMemoryMb = await measureFilterMemory(set.pages);
  const ours = CONTESTANTS.filter(({ name }) => name === OURS);
  const fits = ({ formats }: Contestant) => set.pages.every(({ format }) => formats.includes(format));
  const { entrants, absent } = await start([...ours, ...peers.filter(fits)], set);
  try {
    const ended = new Map<string, PageEnd[]>();
    for (const { contestant, runner } of entrants) {
      tell(`${contestant.name}, ${set.pages.length} pages`);
      ended.set(contestant.name, await predictAll(runner, set));
    }
    const rates = await timeAll(entrants, ended, rounds, tell);
    const main = mainMeasureOf(set.pages);
    const scored = scoreAll(
      entrants.map(({ contestant }) => contestant),
      ended,
      set.pages,
    );
    return {
      ...{ set: set.name, pages: set.pages.length, main: main ?? null, rounds, filterMemoryMb, absent },
      standings: rankAll(scored, rates, ended, main),
      unfit: peers.filter((peer) => !fits(peer)).map(({ name }) => name),
      worst: main
        ? findWorstPages(main, set.pages, ended.get(OURS) ?? [], scored.get(OURS) ?? [], worst)
        : [],
    };
  } finally {
    for (const { runner } of entrants) await runner.close();
  }
}

/** Loads all of them at once: loading is not timed. */
async function start(contestants: readonly Contestant[], set: BenchSet) {
  const entrants: Entrant[] = [];
  const absent: AbsentPeer[] = [];
  const runners = await Promise.all(contestants.map(({ name }) => startRunner(name, set.pages)));
  for (const [at, contestant] of contestants.entries()) {
    const runner = runners[at];
    if (runner === undefined) continue;
    if ('predict' in runner) entrants.push({ contestant, runner });
    else absent.push({ name: contestant.name, packages: contestant.packages, ...runner });
  }
  const ours = absent.find(({ name }) => name === OURS);
  if (ours === undefined) return { entrants, absent };
  for (const { runner } of entrants) await runner.close();
  throw new CliError('The clean stage does not load', ours.detail, 'Install again with npm ci.');
}

async function predictAll(runner: Runner, { pages }: BenchSet): Promise<PageEnd[]> {
  const ends: PageEnd[] = [];
  for (const at of pages.keys()) ends.push(await runner.predict(at));
  return ends;
}

/**
 * Pages a second of each, by the median of the rounds. All take their turn in every round, so that a slow
 * minute of the machine falls on all of them; pages that one hung on are not asked of it again.
 */
async function timeAll(
  entrants: readonly Entrant[],
  ended: ReadonlyMap<string, readonly PageEnd[]>,
  rounds: number,
  tell: (text: string) => void,
): Promise<Map<string, number | null>> {
  const rates = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round += 1) {
    tell(`timing, round ${round} of ${rounds}`);
    for (const { contestant, runner } of entrants) {
      const which = (ended.get(contestant.name) ?? []).flatMap(({ kind }, at) =>
        kind === 'hung' ? [] : [at],
      );
      const seconds = which.length === 0 ? undefined : await runner.time(which);
      if (seconds === undefined) continue;
      rates.set(contestant.name, [...(rates.get(contestant.name) ?? []), which.length / seconds]);
    }
  }
  return new Map(entrants.map(({ contestant: { name } }) => [name, median(rates.get(name) ?? [])]));
}
