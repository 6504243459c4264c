import { setTimeout as sleep } from 'node:timers/promises';
import { type Home, openHome } from '@wirefold/pipeline';
import type { Bench } from '../bench.ts';
import type { HostVerdict, Tightest } from './farm/arrivals.ts';
import { startFarm } from './farm/farm.ts';
import { acceptPages, pagesOf, socketOf, untilFetched, withOwnPipeline } from './own-pipeline.ts';
import { startWorker } from './worker-process.ts';

/** What is watched. */
export interface GapOptions {
  readonly hosts: number;
  readonly pages: number;
  readonly workers: number;
  readonly seed: number;
  /** The setting `hostGapMs`. */
  readonly gapMs: number;
}

/** How hosts were asked that owe the same gap. */
export interface RuleFigures {
  readonly ruleMs: number;
  readonly hosts: number;
  readonly requests: number;
  /** Between the end of one answer and the start of the next request, by the hosts' own logs. */
  readonly smallestGapMs: number | null;
  /** The least by which a gap was longer than it had to be just then. */
  readonly leastSpareMs: number | null;
}

/** How several worker processes asked the hosts of an unruly farm, by the hosts' own logs. */
export interface GapFigures extends GapOptions {
  readonly requests: number;
  readonly seconds: number;
  /** By the gap that is owed, the shortest first. */
  readonly rules: readonly RuleFigures[];
  readonly smallestGapMs: number | null;
  /** Requests that came while another was being answered. */
  readonly overlaps: number;
  /** Requests that came sooner than the rule allows: the setting or the crawl-delay, twice the last answer's time, its Retry-After. */
  readonly early: number;
  /** What had the least to spare of all. */
  readonly tightest: (Tightest & { readonly host: string }) | null;
  /** The longest that the farm's own clock may have been late. */
  readonly farmLagMs: number;
}

const TOLD_EVERY_MS = 10_000;

/** Lets worker processes fetch the pages of an unruly farm, and asks the farm how it went. */
export async function benchGap(options: GapOptions, bench: Bench): Promise<GapFigures> {
  const { hosts, seed, pages, gapMs } = options;
  const farm = await startFarm({ hosts, seed, mood: 'unruly' });
  try {
    const own = { hostGapMs: gapMs, highWaterItems: pages + 1_000 };
    const seconds = await withOwnPipeline(bench.settings, own, async (set) => {
      const home = await openHome(set, bench.tell);
      try {
        return await timeWorkers(options, home, { ...bench, settings: set }, pagesOf(farm, pages, seed));
      } finally {
        await home.close(set.graceMs);
      }
    });
    const { verdicts, lagMs } = await farm.judge(gapMs);
    return figuresOf(options, seconds, verdicts, lagMs);
  } finally {
    await farm.close();
  }
}

async function timeWorkers(
  options: GapOptions,
  home: Home,
  { settings, tell, signal }: Bench,
  urls: readonly string[],
): Promise<number> {
  const place = { settings, redisSocket: socketOf(home), stages: ['fetch'] as const, tell };
  const workers = await Promise.all(Array.from({ length: options.workers }, () => startWorker(place)));
  tell(`${options.workers} workers run`);
  const done = new AbortController();
  const telling = tellProgress(home, urls.length, done.signal, tell);
  try {
    const startedAt = performance.now();
    await acceptPages(home, urls, signal);
    await untilFetched(home, urls.length, signal);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    done.abort();
    await telling;
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function tellProgress(home: Home, pages: number, signal: AbortSignal, tell: (text: string) => void) {
  while (!signal.aborted) {
    await sleep(TOLD_EVERY_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const { clean, store } = await home.hands.transport.depths();
    tell(`${clean.waiting + store.waiting} of ${pages} pages have left the fetch stage`);
  }
}

function figuresOf(
  options: GapOptions,
  seconds: number,
  verdicts: readonly HostVerdict[],
  farmLagMs: number,
): GapFigures {
  const owed = [...new Set(verdicts.map(({ ruleMs }) => ruleMs))].sort((one, other) => one - other);
  const rules = owed.map((ruleMs): RuleFigures => {
    const same = verdicts.filter((verdict) => verdict.ruleMs === ruleMs);
    return {
      ...{ ruleMs, hosts: same.length, requests: sum(same.map(({ requests }) => requests)) },
      smallestGapMs: least(same.map(({ smallestGapMs }) => smallestGapMs)),
      leastSpareMs: least(same.map(({ leastSpareMs }) => leastSpareMs)),
    };
  });
  return {
    ...options,
    ...{ requests: sum(rules.map(({ requests }) => requests)), seconds, rules },
    smallestGapMs: least(rules.map(({ smallestGapMs }) => smallestGapMs)),
    overlaps: sum(verdicts.map(({ overlaps }) => overlaps)),
    early: sum(verdicts.map(({ early }) => early)),
    tightest: tightestOf(verdicts),
    farmLagMs,
  };
}

function tightestOf(verdicts: readonly HostVerdict[]): GapFigures['tightest'] {
  const [first] = verdicts
    .filter(({ leastSpareMs }) => leastSpareMs !== null)
    .sort((one, other) => (one.leastSpareMs ?? 0) - (other.leastSpareMs ?? 0));
  return first?.tightest ? { host: first.host, ...first.tightest } : null;
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}
