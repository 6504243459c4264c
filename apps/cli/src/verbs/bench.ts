import { resolve } from 'node:path';
import type { Bench } from '../benching/bench.ts';
import type { CleanBenchOptions } from '../benching/clean/bench-clean.ts';
import type { FetchFigures, FetchPart } from '../benching/fetch/bench-fetch.ts';
import type { FlowFigures } from '../benching/flow.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Context, Verb } from '../context.ts';
import { inputsOf } from '../ingesting/at-home.ts';
import { stopOnSignals } from '../ingesting/stopping.ts';

/** The options of the benchmarks, as commander gives them. */
interface BenchOptions {
  readonly set?: string[];
  readonly against?: string[];
  readonly worst?: number;
  readonly rounds?: number;
  readonly orders?: number;
  readonly synthetic?: number[];
  readonly seed?: number;
  readonly inRedis?: boolean;
  readonly only?: FetchPart[];
  readonly hosts?: number;
  readonly feeds?: number;
  readonly pages?: number;
  readonly workers?: number;
  readonly soak?: number;
  readonly rate?: number;
}

/** Orders of arrival of a set where none are asked for. */
const ORDERS = 5;
/** Hosts of the farm, rounds and worker processes where nothing else is said. */
const FARM = { hosts: 200, rounds: 3, workers: 4, seed: 1 } as const;
/** How options are spelt that not every measuring knows. */
const FLAGS = {
  ...{ against: '--against', orders: '--orders', seed: '--seed', inRedis: '--in-redis' },
  ...{ only: '--only', pages: '--pages', workers: '--workers', rounds: '--rounds', rate: '--rate' },
  feeds: '--feeds',
} as const;

/** The benchmarks: `flow` takes inputs through all stages beside the bare queues, the others measure one stage beside its peers. */
export const run: Verb<BenchOptions> = async ([which, ...inputs], options, context) => {
  if (which === 'flow') return await runFlow(inputs, context);
  if (which === 'clean') return await runClean(options, context);
  if (which === 'fetch') return await runFetch(options, context);
  if (which === 'dedupe') return await runDedupe(inputs, options, context);
  throw usageError(
    'Unknown benchmark',
    which ?? '(none)',
    'There are: wirefold bench flow FILE…, wirefold bench fetch, wirefold bench clean --data DIR, wirefold bench dedupe --data FILE…',
  );
};

async function runFlow(inputs: readonly string[], context: Context): Promise<0 | 1> {
  const { out } = context;
  const { benchFlow } = await import('../benching/flow.ts');
  const figures = await stoppable(context, (bench) => benchFlow(inputsOf(inputs, {}, context), bench));
  if (out.json) out.record(figures);
  else for (const line of flowLines(figures)) out.line(line);
  return figures.faults.length === 0 ? 0 : 1;
}

/**
 * Measures until the first Ctrl-C, which lets it tidy up.
 * @throws CliError where it was stopped before there were figures
 */
async function stoppable<T>({ out, settings }: Context, measure: (bench: Bench) => Promise<T>): Promise<T> {
  const tell = (text: string) => out.note(text);
  const stopping = stopOnSignals(() => tell('Stopping: a second Ctrl-C ends at once.'));
  const { signal } = stopping;
  try {
    return await measure({ settings: settings().values, tell, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    const next = 'Run it again; figures that are printed above are whole.';
    throw new CliError('Stopped', 'before the measurement had ended', next, { cause: error });
  } finally {
    stopping.release();
  }
}

async function runFetch(options: BenchOptions, context: Context): Promise<0 | 1> {
  const { out } = context;
  const { benchFetch, FETCH_PARTS, isWell, soakFetch } = await import('../benching/fetch/bench-fetch.ts');
  const {
    hosts = FARM.hosts,
    seed = FARM.seed,
    rounds = FARM.rounds,
    workers = FARM.workers,
    soak,
  } = options;
  if (soak === undefined) {
    refuse(options, ['rate'], 'Only for a soak', 'Say for how many minutes too: --soak 30.');
    const { only: parts = FETCH_PARTS, pages, feeds } = options;
    const sizes = { ...(pages === undefined ? {} : { pages }), ...(feeds === undefined ? {} : { feeds }) };
    const wanted = { parts, hosts, seed, rounds, workers, ...sizes };
    return await stoppable(context, async (bench) => {
      let well = true;
      for await (const figures of benchFetch(wanted, bench)) {
        await showFetch(figures, out);
        well &&= isWell(figures);
      }
      return well ? 0 : 1;
    });
  }
  refuse(
    options,
    ['only', 'pages', 'workers', 'rounds', 'feeds'],
    'Not for a soak',
    'Leave it out, or --soak.',
  );
  const { rate } = options;
  const wanted = { minutes: soak, hosts, seed, ...(rate === undefined ? {} : { rate }) };
  const figures = await stoppable(context, (bench) => soakFetch(wanted, bench));
  await showFetch(figures, out);
  return isWell(figures) ? 0 : 1;
}

async function showFetch(figures: FetchFigures, out: Context['out']): Promise<void> {
  if (out.json) return out.record(figures);
  const { showGap, showSoak, showThroughput } = await import('../benching/fetch/fetch-report.ts');
  if (figures.part === 'throughput') showThroughput(figures, out);
  else if (figures.part === 'gap') showGap(figures, out);
  else if (figures.part === 'polling') await showPolling(figures, out);
  else showSoak(figures, out);
}

async function showPolling(figures: Extract<FetchFigures, { part: 'polling' }>, out: Context['out']) {
  const { showPollingFigures } = await import('../benching/fetch/polling-report.ts');
  showPollingFigures(figures, out);
}

async function runClean(options: BenchOptions, { out, common, around }: Context): Promise<0> {
  const { data } = common;
  if (data === undefined) {
    throw usageError('No sets named', 'bench clean', 'Name their folder: wirefold bench clean --data DIR.');
  }
  const { benchClean } = await import('../benching/clean/bench-clean.ts');
  const { showCleanFigures } = await import('../benching/clean/clean-report.ts');
  const { installLine } = await import('../benching/clean/install-line.ts');
  const { CONTESTANTS, OURS } = await import('../benching/clean/contestants.ts');
  const wanted: CleanBenchOptions = {
    dir: resolve(around.cwd, data),
    sets: options.set ?? [],
    peers: choosePeers(CONTESTANTS, OURS, options.against),
    rounds: options.rounds ?? 0,
    worst: options.worst ?? 0,
  };
  for await (const figures of benchClean(wanted, (text) => out.note(text))) {
    const absent = figures.absent.map((peer) => ({ ...peer, install: installLine(peer.packages) }));
    if (out.json) out.record({ ...figures, absent });
    else showCleanFigures(figures, out);
  }
  return 0;
}

async function runDedupe(inputs: readonly string[], options: BenchOptions, context: Context): Promise<0> {
  const { out, common, around } = context;
  const paths = [...(common.data === undefined ? [] : [common.data]), ...inputs];
  if (options.synthetic !== undefined) return await runCurve(options.synthetic, paths, options, context);
  refuse(options, ['seed', 'inRedis'], 'Only for made-up articles', 'Name sizes too: --synthetic 10000.');
  if (paths.length === 0) {
    const next = 'Name files or their folder: wirefold bench dedupe --data FILE… (or --synthetic 10000).';
    throw usageError('No sets named', 'bench dedupe', next);
  }
  const { CONTESTANTS, OURS } = await import('../benching/dedupe/contestants.ts');
  const { benchDedupe } = await import('../benching/dedupe/bench-dedupe.ts');
  const { showDedupeFigures } = await import('../benching/dedupe/dedupe-report.ts');
  const wanted = {
    paths: paths.map((path) => resolve(around.cwd, path)),
    orders: options.orders ?? ORDERS,
    peers: choosePeers(CONTESTANTS, OURS, options.against),
  };
  for await (const figures of benchDedupe(wanted, (text) => out.note(text))) {
    if (out.json) out.record(figures);
    else showDedupeFigures(figures, out);
  }
  return 0;
}

async function runCurve(
  sizes: readonly number[],
  paths: readonly string[],
  options: BenchOptions,
  { out, settings }: Context,
): Promise<0> {
  const { seed = 1, inRedis = false } = options;
  if (paths.length > 0) {
    throw usageError('Both sets and made-up articles', paths.join(', '), 'Measure them one after another.');
  }
  const next =
    'Made-up articles come in the order of their publication, without peers: leave it out, or name sets.';
  refuse(options, ['against', 'orders'], 'Only for sets', next);
  const { benchCurve } = await import('../benching/dedupe/synthetic/curve.ts');
  const { showCurve } = await import('../benching/dedupe/synthetic/curve-report.ts');
  const redis = inRedis ? settings().values : null;
  const curve = await benchCurve({ sizes, seed, redis }, (text) => out.note(text));
  if (out.json) out.record(curve);
  else showCurve(curve, out);
  return 0;
}

/** @throws a usage error where an option was given that has no meaning here. */
function refuse(options: BenchOptions, names: readonly (keyof typeof FLAGS)[], what: string, next: string) {
  const given = names.filter((name) => options[name] !== undefined).map((name) => FLAGS[name]);
  if (given.length > 0) throw usageError(what, given.join(', '), next);
}

/** The peers of these names, all where none is named; none for the name `none`. */
function choosePeers<C extends { readonly name: string }>(
  contestants: readonly C[],
  ours: string,
  names: readonly string[] | undefined,
): C[] {
  const peers = contestants.filter(({ name }) => name !== ours);
  const unknown = names?.find((wanted) => wanted !== 'none' && !peers.some(({ name }) => name === wanted));
  if (unknown !== undefined) {
    const known = [...peers.map(({ name }) => name), 'none'].join(', ');
    throw usageError('Unknown peer', unknown, `There are: ${known}.`);
  }
  return names === undefined ? peers : peers.filter(({ name }) => names.includes(name));
}

function flowLines(figures: FlowFigures): string[] {
  const { items, seconds, itemsPerSecond, stories, ended, faults, bareJobsPerSecond, ratio } = figures;
  const states = Object.entries(ended).map(([state, count]) => `${count} ${state}`);
  return [
    `${items} items through four stages in ${seconds.toFixed(1)} s: ${states.join(', ')}; ${stories} stories`,
    `  whole chain        ${itemsPerSecond.toFixed(0)} items/s`,
    `  bare BullMQ chain  ${bareJobsPerSecond.toFixed(0)} jobs/s, four queues in the same run`,
    `  ratio              ${ratio.toFixed(3)}`,
    `  peak memory        ${figures.peakMemoryMb} MB`,
    faults.length === 0
      ? '  verify             green'
      : `  verify             ${faults.length} faults: ${faults[0]}`,
  ];
}
