import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundHeapGrowth, ingest, openHome, type readInputs } from '@wirefold/pipeline';
import { benchChain } from '@wirefold/queue/bench';
import { connectRedis } from '@wirefold/redis';
import type { Settings } from '@wirefold/settings';
import { openReader } from '@wirefold/store';
import { CliError } from '../cli-error.ts';
import type { Bench } from './bench.ts';

type Inputs = ReturnType<typeof readInputs>;

/** What a run of the whole chain came to, beside the queues alone in the same run. */
export interface FlowFigures {
  readonly items: number;
  readonly seconds: number;
  readonly itemsPerSecond: number;
  readonly stories: number;
  readonly ended: Readonly<Record<string, number | undefined>>;
  /** Empty where `verify` is green. */
  readonly faults: readonly string[];
  /** Bare BullMQ jobs through four queues in a chain. */
  readonly bareJobsPerSecond: number;
  readonly ratio: number;
  readonly peakMemoryMb: number;
}

/** Jobs of the bare chain: enough for a few seconds, which is where its rate settles. */
const BARE_JOBS = 10_000;
const BARE_PAYLOAD_BYTES = 200;

/**
 * Takes the inputs through all stages into a database of its own on a Redis of its own, verifies, and
 * then runs as many bare jobs as `BARE_JOBS` through four BullMQ queues on that same Redis.
 */
export async function benchFlow(inputs: Inputs, { settings, ...bench }: Bench): Promise<FlowFigures> {
  boundHeapGrowth();
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-bench-'));
  const own: Settings = { ...settings, db: join(folder, 'wirefold.db'), data: folder, redis: null };
  try {
    const run = await timeIngest(inputs, { ...bench, settings: own });
    const bareJobsPerSecond = await timeBareChain(own);
    return { ...run, bareJobsPerSecond, ratio: run.itemsPerSecond / bareJobsPerSecond };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeIngest(inputs: Inputs, { settings, tell, signal }: Bench) {
  const home = await openHome(settings, tell);
  const startedAt = performance.now();
  const ingested = ingest(home, inputs, { signal, graceMs: 5_000 }).then((result) => ({
    ...{ result, seconds: (performance.now() - startedAt) / 1000 },
  }));
  const { result, seconds } = await ingested.finally(() => home.close(settings.graceMs));
  signal.throwIfAborted();
  const [problem] = result.problems;
  if (problem !== undefined)
    throw new CliError(
      'Nothing measured',
      `${problem.named}: ${problem.problem}`,
      'Check the path and try again.',
    );
  const reader = openReader(settings.db);
  const faults = reader.verify().map(({ check, detail }) => `${check}: ${detail}`);
  const stories = Number(reader.sql('SELECT count(*) FROM stories').rows[0]?.[0] ?? 0);
  reader.close();
  const peakMemoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const items = result.accepted;
  return {
    items,
    seconds,
    itemsPerSecond: items / seconds,
    stories,
    ended: result.ended,
    faults,
    peakMemoryMb,
  };
}

async function timeBareChain(settings: Settings): Promise<number> {
  const redis = await connectRedis({ dataDir: settings.data });
  try {
    return await benchChain({
      connect: redis.newConnection,
      jobs: BARE_JOBS,
      payloadBytes: BARE_PAYLOAD_BYTES,
    });
  } finally {
    await redis.close();
  }
}
