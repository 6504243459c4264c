import type { Bench } from '../bench.ts';
import { benchGap, type GapFigures } from './gap.ts';
import { benchPolling, type PollingFigures } from './polling.ts';
import { type SoakFigures, type SoakOptions, soak } from './soak.ts';
import { benchThroughput, type ThroughputFigures } from './throughput.ts';

/** What can be measured of fetching. */
export const FETCH_PARTS = ['throughput', 'gap', 'polling'] as const;
export type FetchPart = (typeof FETCH_PARTS)[number];

/** What is measured; what is left out has the defaults of each part. */
export interface FetchBenchOptions {
  readonly parts: readonly FetchPart[];
  readonly hosts: number;
  readonly pages?: number;
  readonly rounds: number;
  readonly workers: number;
  readonly seed: number;
  /** Feeds that are polled for a simulated day. */
  readonly feeds?: number;
}

/** What one part came to. */
export type FetchFigures =
  | ({ readonly part: 'throughput' } & ThroughputFigures)
  | ({ readonly part: 'gap' } & GapFigures)
  | ({ readonly part: 'polling' } & PollingFigures)
  | ({ readonly part: 'soak' } & SoakFigures);

/** Pages: enough for the slowest hosts to have a line, and for a run to take some ten seconds. */
const THROUGHPUT_PAGES = 6_000;
/** Pages for four workers. */
const GAP_PAGES = 20_000;
/** Milliseconds: long against what clocks are late by, short against a run. */
const GAP_MS = 40;
/** Feeds, as many as a small newsroom follows, and the days in which their paces are learned. */
const POLLED_FEEDS = 500;
const WARM_UP_DAYS = 2;
/** Pages a second that all stages keep up with on two cores. */
const SOAK_RATE = 20;
const SOAK_GAP_MS = 200;

/** Measures each part, one after another. */
export async function* benchFetch(
  { parts, pages, feeds = POLLED_FEEDS, ...options }: FetchBenchOptions,
  bench: Bench,
): AsyncGenerator<FetchFigures> {
  if (parts.includes('throughput')) {
    const wanted = { ...options, pages: pages ?? THROUGHPUT_PAGES };
    yield { part: 'throughput', ...(await benchThroughput(wanted, bench)) };
  }
  if (parts.includes('gap')) {
    const { hosts, workers, seed } = options;
    const wanted = { hosts, workers, seed, pages: pages ?? GAP_PAGES, gapMs: GAP_MS };
    yield { part: 'gap', ...(await benchGap(wanted, bench)) };
  }
  if (parts.includes('polling')) {
    const wanted = { feeds, warmUpDays: WARM_UP_DAYS, seed: options.seed };
    yield { part: 'polling', ...(await benchPolling(wanted, bench)) };
  }
}

/** Keeps all stages at work for so many minutes, or until the signal. */
export async function soakFetch(
  options: Pick<SoakOptions, 'minutes' | 'hosts' | 'seed'> & { readonly rate?: number },
  bench: Bench,
): Promise<FetchFigures> {
  const { minutes, hosts, seed, rate = SOAK_RATE } = options;
  return {
    part: 'soak',
    ...(await soak({ minutes, hosts, seed, rate, gapMs: SOAK_GAP_MS }, bench)),
  };
}

/** True where no host was asked against its rule, and nothing is unaccounted for. */
export function isWell(figures: FetchFigures): boolean {
  if (figures.part === 'soak') return figures.drained && figures.faults.length === 0;
  if (figures.part === 'polling') return figures.faults.length === 0;
  return figures.overlaps === 0 && (figures.part !== 'gap' || figures.early === 0);
}
