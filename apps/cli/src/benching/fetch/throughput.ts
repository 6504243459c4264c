import { benchBareLoop } from '@wirefold/fetch/bench';
import { boundHeapGrowth, openHome } from '@wirefold/pipeline';
import type { Bench } from '../bench.ts';
import { median } from '../median.ts';
import { type Farm, startFarm } from './farm/farm.ts';
import { acceptPages, pagesOf, untilFetched, withOwnPipeline } from './own-pipeline.ts';

/** What is timed. */
export interface ThroughputOptions {
  readonly hosts: number;
  readonly pages: number;
  readonly rounds: number;
  readonly seed: number;
}

/** Pages a second through accept, queues, robots.txt, guard, manners and the fetch stage, beside undici alone. */
export interface ThroughputFigures extends ThroughputOptions {
  /** Medians of the rounds. */
  readonly pagesPerSecond: number;
  /** The bare loop, with one request at a time to a host as Wirefold has it. */
  readonly barePagesPerSecond: number;
  readonly ratio: number;
  /** The bare loop with `MANY` requests at a time to every host. */
  readonly rudePagesPerSecond: number;
  /** Milliseconds of processor time of the process that fetches. */
  readonly cpuMsPerPage: number;
  readonly bareCpuMsPerPage: number;
  /** Deliveries that had to wait for their turn and came back, a page. */
  readonly deferralsPerPage: number;
  readonly requests: number;
  readonly overlaps: number;
  readonly eachRound: readonly { readonly wirefold: number; readonly bare: number; readonly rude: number }[];
}

/** Requests at a time to every host of the bare loop that keeps no manners. */
const MANY = 4;

/** Times both, in alternation, over a calm farm of their own; each round has a new database and a new Redis. */
export async function benchThroughput(options: ThroughputOptions, bench: Bench): Promise<ThroughputFigures> {
  boundHeapGrowth();
  const farm = await startFarm({ hosts: options.hosts, seed: options.seed, mood: 'calm' });
  try {
    const urls = pagesOf(farm, options.pages, options.seed);
    const rounds: Round[] = [];
    for (let n = 1; n <= options.rounds; n += 1) {
      const round = await timeRound(farm, urls, n % 2 === 0, bench);
      bench.tell(`round ${n}: ${phrase(round)}`);
      rounds.push(round);
    }
    return figuresOf(options, rounds);
  } finally {
    await farm.close();
  }
}

interface Timed {
  readonly pagesPerSecond: number;
  readonly cpuSeconds: number;
}

interface Round {
  readonly bare: Timed;
  readonly rude: Timed;
  readonly ours: Timed & { readonly deferred: number; readonly requests: number; readonly overlaps: number };
}

/** The order turns from round to round, so that what slows the machine down for a while slows both. */
async function timeRound(
  farm: Farm,
  urls: readonly string[],
  oursFirst: boolean,
  bench: Bench,
): Promise<Round> {
  bench.signal.throwIfAborted();
  const run = () => timeWirefold(farm, urls, bench);
  const before = oursFirst ? await run() : null;
  const bare = await timeBare(farm, urls, 1);
  const rude = await timeBare(farm, urls, MANY);
  return { bare, rude, ours: before ?? (await run()) };
}

/** Pages of the first host before the clock runs: code is compiled by then, threads and connections stand. */
function warmUpPages({ hosts }: Farm): string[] {
  return Array.from({ length: 20 }, (_, i) => `http://${hosts[0]?.host}/page/${900_000 + i}`);
}

async function timeBare(farm: Farm, urls: readonly string[], atOnce: number): Promise<Timed> {
  await benchBareLoop({ urls: warmUpPages(farm), atOnce });
  await farm.reset();
  const cpu = process.cpuUsage();
  const pagesPerSecond = await benchBareLoop({ urls, atOnce });
  return { pagesPerSecond, cpuSeconds: secondsSince(cpu) };
}

async function timeWirefold(farm: Farm, urls: readonly string[], { settings, tell, signal }: Bench) {
  const own = { hostGapMs: 0, highWaterItems: urls.length + 1_000 };
  return withOwnPipeline(settings, own, async (set) => {
    const home = await openHome(set, tell);
    try {
      home.start(['fetch']);
      const warmUp = warmUpPages(farm);
      await acceptPages(home, warmUp, signal);
      await untilFetched(home, warmUp.length, signal);
      await farm.reset();
      const cpu = process.cpuUsage();
      const startedAt = performance.now();
      await acceptPages(home, urls, signal);
      await untilFetched(home, warmUp.length + urls.length, signal);
      const seconds = (performance.now() - startedAt) / 1_000;
      const { verdicts } = await farm.judge(0);
      return {
        pagesPerSecond: urls.length / seconds,
        cpuSeconds: secondsSince(cpu),
        deferred: home.hands.counters.snapshot().fetch.deferred ?? 0,
        requests: sum(verdicts.map((verdict) => verdict.requests)),
        overlaps: sum(verdicts.map((verdict) => verdict.overlaps)),
      };
    } finally {
      await home.close(settings.graceMs);
    }
  });
}

function figuresOf(options: ThroughputOptions, rounds: readonly Round[]): ThroughputFigures {
  const middle = (value: (round: Round) => number) => median(rounds.map(value)) ?? 0;
  const pagesPerSecond = middle(({ ours }) => ours.pagesPerSecond);
  const barePagesPerSecond = middle(({ bare }) => bare.pagesPerSecond);
  const { pages } = options;
  return {
    ...options,
    ...{ pagesPerSecond, barePagesPerSecond, ratio: pagesPerSecond / barePagesPerSecond },
    rudePagesPerSecond: middle(({ rude }) => rude.pagesPerSecond),
    cpuMsPerPage: (middle(({ ours }) => ours.cpuSeconds) * 1_000) / pages,
    bareCpuMsPerPage: (middle(({ bare }) => bare.cpuSeconds) * 1_000) / pages,
    deferralsPerPage: middle(({ ours }) => ours.deferred) / pages,
    requests: sum(rounds.map(({ ours }) => ours.requests)),
    overlaps: sum(rounds.map(({ ours }) => ours.overlaps)),
    eachRound: rounds.map(({ ours, bare, rude }) => ({
      ...{ wirefold: ours.pagesPerSecond, bare: bare.pagesPerSecond, rude: rude.pagesPerSecond },
    })),
  };
}

function phrase({ ours, bare }: Round): string {
  return `${ours.pagesPerSecond.toFixed(0)} pages/s, the bare loop ${bare.pagesPerSecond.toFixed(0)}`;
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
