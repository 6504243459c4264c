import { setTimeout as sleep } from 'node:timers/promises';
import { STAGES } from '@wirefold/contracts/terms';
import { add, type Home, openHome, readInputs } from '@wirefold/pipeline';
import { openReader } from '@wirefold/store';
import type { Bench } from '../bench.ts';
import { type Farm, startFarm } from './farm/farm.ts';
import { acceptPages, socketOf, withOwnPipeline } from './own-pipeline.ts';
import { type Sample, type Trend, trendOf } from './trend.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

/** What is kept up. */
export interface SoakOptions {
  readonly minutes: number;
  readonly hosts: number;
  readonly seed: number;
  /** Pages a second that are accepted, beside those that the feeds name. */
  readonly rate: number;
  readonly gapMs: number;
}

/** One measure over the soak, in MB. */
export interface Course {
  /** When a sixth of the time was over, five minutes of thirty, and at the end; null where it cannot be measured. */
  readonly early: number | null;
  readonly end: number | null;
  /** Over all samples from then on. */
  readonly trend: Trend | null;
  /** What lies between least and most is what waits to be collected: where nothing leaks, the halves are alike. */
  readonly halves: readonly (Range | null)[];
}

/** Of the samples of a half of the time after `early`. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** All stages in a worker process, fed without a pause from a farm with faults. */
export interface SoakFigures extends SoakOptions {
  readonly accepted: number;
  readonly ended: Readonly<Record<string, number>>;
  readonly worker: Course;
  readonly redis: Course;
  /** False where items were still in flight when the wait for them was given up. */
  readonly drained: boolean;
  /** Empty where `verify` is green. */
  readonly faults: readonly string[];
}

const SAMPLE_EVERY_MS = 10_000;
const FEED_EVERY_MS = 1_000;
/** Seconds in which every feed is asked for once, and has one page more. */
const ROUND_SECONDS = 60;
/** Milliseconds that what is in flight may take to end: four attempts at a host that says 500, and its line. */
const DRAIN_MS = 600_000;
/** Number of the first page that is accepted by itself: feeds name those below. */
const FIRST_PAGE = 1_000_000;

/** Soaks a worker, lets it drain, and verifies. The signal ends the feeding early: figures are of what was until then. */
export async function soak(options: SoakOptions, { settings, tell, signal }: Bench): Promise<SoakFigures> {
  const farm = await startFarm({ hosts: options.hosts, seed: options.seed, mood: 'unruly' });
  try {
    return await withOwnPipeline(settings, { hostGapMs: options.gapMs }, async (set) => {
      const home = await openHome(set, tell);
      try {
        const worker = await startWorker({
          settings: set,
          redisSocket: socketOf(home),
          stages: STAGES,
          tell,
        });
        return await feedAndWatch(options, { farm, home, worker, db: set.db, tell, signal });
      } finally {
        await home.close(settings.graceMs);
      }
    });
  } finally {
    await farm.close();
  }
}

interface Soaking {
  readonly farm: Farm;
  readonly home: Home;
  readonly worker: WorkerProcess;
  readonly db: string;
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

async function feedAndWatch(options: SoakOptions, soaking: Soaking): Promise<SoakFigures> {
  const { home, worker, db, tell } = soaking;
  const samples: { worker: Sample[]; redis: Sample[] } = { worker: [], redis: [] };
  const over = new AbortController();
  const startedAt = performance.now();
  const minutes = () => (performance.now() - startedAt) / 60_000;
  const sampling = sample(soaking, samples, minutes, over.signal);
  try {
    await feed(options, soaking, minutes);
    const fed = minutes();
    over.abort();
    await sampling;
    tell('nothing more is accepted: what is in flight ends');
    const drained = await drain(soaking);
    await worker.stop();
    const balance = home.balance();
    const reader = openReader(db);
    const faults = reader.verify().map(({ check, detail }) => `${check}: ${detail}`);
    reader.close();
    const from = fed / 6;
    return {
      ...options,
      minutes: Math.round(fed * 10) / 10,
      ...{ accepted: balance.accepted, ended: endsOf(balance), drained, faults },
      ...{ worker: courseOf(samples.worker, from), redis: courseOf(samples.redis, from) },
    };
  } finally {
    over.abort();
    await sampling;
    if (!worker.hasEnded()) await worker.stop();
  }
}

/** New pages every second, and each feed once a round, with a page more in it. */
async function feed({ minutes: length, rate }: SoakOptions, soaking: Soaking, minutes: () => number) {
  const { farm, home, worker, signal } = soaking;
  const { hosts } = farm;
  let pages = 0;
  let asked = 0;
  for (let second = 0; minutes() < length && !signal.aborted; second += 1) {
    if (worker.hasEnded()) throw new Error('The worker process ended while it was fed');
    if (second % ROUND_SECONDS === 0) await farm.publish(1);
    const due = Array.from({ length: rate }, () => {
      const at = pages++;
      return `http://${hosts[at % hosts.length]?.host}/page/${FIRST_PAGE + Math.floor(at / hosts.length)}`;
    });
    await acceptPages(home, due, signal);
    const until = Math.floor(((second + 1) * hosts.length) / ROUND_SECONDS);
    const feeds = [];
    for (; asked < until; asked += 1) feeds.push(`http://${hosts[asked % hosts.length]?.host}/feed.xml`);
    await acceptFeeds(home, feeds, signal);
    const rest = Math.max(0, (second + 1) * FEED_EVERY_MS - minutes() * 60_000);
    await sleep(rest, undefined, { signal }).catch(() => {});
  }
}

async function acceptFeeds(home: Home, urls: readonly string[], signal: AbortSignal): Promise<void> {
  const { stdin } = process;
  const read = readInputs(urls, { as: 'feed', cwd: process.cwd(), stdin, maxBodyBytes: 1024 });
  await add(home, read, signal);
}

async function sample(
  { home, worker, tell }: Soaking,
  samples: { readonly worker: Sample[]; readonly redis: Sample[] },
  minutes: () => number,
  signal: AbortSignal,
): Promise<void> {
  for (let n = 0; !signal.aborted; n += 1) {
    const memory = await worker.memoryMb();
    const { usedBytes } = await home.hands.bodies.usedMemory();
    const redis = usedBytes / 1024 ** 2;
    if (memory !== null) samples.worker.push({ minutes: minutes(), value: memory });
    samples.redis.push({ minutes: minutes(), value: redis });
    if (n % 6 === 0) tell(await saidAt(home, minutes(), memory, redis));
    await sleep(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

async function saidAt(home: Home, minutes: number, memory: number | null, redis: number): Promise<string> {
  const { fetch } = await home.hands.transport.depths();
  const waiting = fetch.waiting + fetch.active + fetch.delayed;
  const worker = memory === null ? '?' : memory.toFixed(0);
  return `minute ${minutes.toFixed(0)}: worker ${worker} MB, Redis ${redis.toFixed(0)} MB, ${waiting} before the fetch stage`;
}

/** False where the wait was given up, or the worker ended. */
async function drain({ home, worker, tell }: Soaking): Promise<boolean> {
  const deadline = performance.now() + DRAIN_MS;
  for (let n = 0; performance.now() < deadline && !worker.hasEnded(); n += 1) {
    const { inFlight } = home.balance();
    if (inFlight === 0) return true;
    if (n % 10 === 0) tell(`${inFlight} in flight`);
    await sleep(2_000);
  }
  return false;
}

function courseOf(samples: readonly Sample[], fromMinute: number): Course {
  const settled = samples.filter(({ minutes }) => minutes >= fromMinute);
  return {
    early: settled[0]?.value ?? null,
    end: settled.at(-1)?.value ?? null,
    halves: halvesOf(settled).map(rangeOf),
    trend: trendOf(settled),
  };
}

function halvesOf(samples: readonly Sample[]): (readonly Sample[])[] {
  const middle = Math.ceil(samples.length / 2);
  return [samples.slice(0, middle), samples.slice(middle)];
}

function rangeOf(samples: readonly Sample[]): Range | null {
  const values = samples.map(({ value }) => value);
  return values.length === 0 ? null : { least: Math.min(...values), most: Math.max(...values) };
}

function endsOf({ stored, revised, unchanged, rejected, quarantined, reasons }: ReturnType<Home['balance']>) {
  return { stored, revised, unchanged, rejected, quarantined, ...reasons };
}
