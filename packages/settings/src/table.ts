import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import {
  decimalNumber,
  hostsValue,
  lineValue,
  networksValue,
  pathValue,
  redisPrefixValue,
  redisValue,
  wholeNumber,
  yesOrNo,
} from './values.ts';

/** One row of the table of settings. */
interface Row<S extends z.ZodType, F> {
  /** Name of the environment variable. */
  readonly env: string;
  /** Option of the command line, where there is one. */
  readonly option?: string;
  readonly meaning: string;
  /** Unit of the value, or empty. */
  readonly unit: string;
  /** What a right value looks like, to end the sentence "expected ...". */
  readonly expected: string;
  readonly schema: S;
  readonly fallback: () => F;
  /** Made absolute against the working folder. */
  readonly isPath?: true;
}

const row = <S extends z.ZodType, F extends z.output<S> | null>(one: Row<S, F>): Row<S, F> => one;

const MIB = 1024 ** 2;
const DAY_MS = 86_400_000;

/** A row whose value is a whole number within bounds. */
const count = (env: string, meaning: string, unit: string, fallback: number, min: number, max: number) =>
  row({
    env,
    meaning,
    unit,
    expected: `a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}`,
    schema: wholeNumber(min, max),
    fallback: () => fallback,
  });

/** A row whose value is yes or no. */
const choice = (env: string, meaning: string, fallback: boolean) =>
  row({ env, meaning, unit: '', expected: 'yes or no', schema: yesOrNo, fallback: () => fallback });

const PLACES = {
  db: row({
    env: 'WIREFOLD_DB',
    option: '--db',
    meaning: 'the database file',
    unit: 'path',
    expected: 'the path of a file',
    schema: pathValue,
    fallback: () => 'wirefold.db',
    isPath: true,
  }),
  redis: row({
    env: 'REDIS_URL',
    option: '--redis',
    meaning: 'the Redis server; where none is named, a private one is started in the data folder',
    unit: 'URL',
    expected: 'redis://HOST:PORT/NUMBER, rediss://HOST:PORT/NUMBER or the absolute path of a Unix socket',
    schema: redisValue,
    fallback: () => null,
  }),
  data: row({
    env: 'WIREFOLD_DATA',
    option: '--data',
    meaning: "the folder of the private Redis server's files",
    unit: 'path',
    expected: 'the path of a folder',
    schema: pathValue,
    fallback: () => '.wirefold',
    isPath: true,
  }),
};

const FETCHING = {
  allowPrivate: row({
    env: 'WIREFOLD_ALLOW_PRIVATE',
    option: '--allow-private',
    meaning: 'networks that may be fetched from although they are not public',
    unit: 'CIDR list',
    expected: 'networks in CIDR form parted by commas, such as 127.0.0.0/8,fd00::/8',
    schema: networksValue,
    fallback: (): string[] => [],
  }),
  contact: row({
    env: 'WIREFOLD_CONTACT',
    meaning: 'address or page of the operator, named in the User-Agent of every request',
    unit: '',
    expected: 'one line of 1 to 200 characters, such as https://example.org/crawler',
    schema: lineValue,
    fallback: () => null,
  }),
  hostGapMs: count(
    'WIREFOLD_HOST_GAP_MS',
    'the least time between the end of one request to a host and the start of the next; 0 for none',
    'milliseconds',
    1000,
    0,
    DAY_MS,
  ),
  ignoreRobots: row({
    env: 'WIREFOLD_IGNORE_ROBOTS',
    meaning: 'hosts whose robots.txt is not asked for: your own, or where you were given leave',
    unit: 'hosts',
    expected:
      'host names parted by commas, with a port where it is not the usual one: example.org,localhost:8080',
    schema: hostsValue,
    fallback: (): string[] => [],
  }),
  heedTdmrep: choice(
    'WIREFOLD_HEED_TDMREP',
    "whether each host's /.well-known/tdmrep.json is asked for once a day, to note what its publisher reserves",
    true,
  ),
  excludeReserved: choice(
    'WIREFOLD_EXCLUDE_RESERVED',
    'whether pages of which text and data mining is reserved are rejected, and not only marked',
    false,
  ),
  maxBodyBytes: count(
    'WIREFOLD_MAX_BODY_BYTES',
    'the largest document that is taken in, after content decoding',
    'bytes',
    20 * MIB,
    1024,
    1024 * MIB,
  ),
};

const POLLING = {
  pollTickMs: count(
    'WIREFOLD_POLL_TICK_MS',
    'how often a worker with the database looks for feeds whose time has come',
    'milliseconds',
    5000,
    100,
    3_600_000,
  ),
};

const CLEANING = {
  cleanThreads: row({
    env: 'WIREFOLD_CLEAN_THREADS',
    meaning: 'threads that clean; the default leaves one core to the event loop',
    unit: 'threads',
    expected: 'a whole number of threads from 1 to 256',
    schema: wholeNumber(1, 256),
    fallback: () => Math.max(1, availableParallelism() - 1),
  }),
  cleanTimeoutMs: count(
    'WIREFOLD_CLEAN_TIMEOUT_MS',
    'the longest that cleaning one document may take',
    'milliseconds',
    10_000,
    100,
    DAY_MS,
  ),
  cleanMemoryMb: count(
    'WIREFOLD_CLEAN_MEMORY_MB',
    'the most memory that a cleaning thread may take',
    'megabytes',
    256,
    32,
    65_536,
  ),
  hostMemoryPages: count(
    'WIREFOLD_HOST_MEMORY_PAGES',
    'pages of a host that are remembered, to know what comes back on them; 0 for none',
    'pages',
    24,
    0,
    200,
  ),
};

const DEDUPING = {
  dayPenalty: row({
    env: 'WIREFOLD_DAY_PENALTY',
    meaning:
      "how strongly days apart keep articles out of one story, 0 for not at all (default: the weights' own); it counts from the next reindex",
    unit: 'logits a day',
    expected: 'a decimal number from 0 to 10, such as 1.5',
    schema: decimalNumber(0, 10),
    fallback: () => null,
  }),
};

const FLOW = {
  highWaterItems: count(
    'WIREFOLD_HIGH_WATER_ITEMS',
    'items in the queues above which accepting waits',
    'items',
    5000,
    1,
    100_000_000,
  ),
  highWaterBytes: count(
    'WIREFOLD_HIGH_WATER_BYTES',
    'memory of Redis above which accepting waits',
    'bytes',
    1024 * MIB,
    MIB,
    1024 * 1024 * MIB,
  ),
  attempts: count('WIREFOLD_ATTEMPTS', 'tries of a stage before an item is quarantined', 'tries', 4, 1, 100),
  retryBackoffMs: count(
    'WIREFOLD_RETRY_BACKOFF_MS',
    'the wait before the second try; it doubles with each further one',
    'milliseconds',
    1000,
    0,
    DAY_MS,
  ),
  lockMs: count(
    'WIREFOLD_LOCK_MS',
    'the silence of a worker after which its jobs are given to another',
    'milliseconds',
    30_000,
    1000,
    DAY_MS,
  ),
  graceMs: count(
    'WIREFOLD_GRACE_MS',
    'the longest that work in hand is waited for when a worker stops',
    'milliseconds',
    25_000,
    0,
    DAY_MS,
  ),
  reconcileEveryMs: count(
    'WIREFOLD_RECONCILE_EVERY_MS',
    'how often items that no queue holds are looked for and sent again',
    'milliseconds',
    15_000,
    100,
    DAY_MS,
  ),
  redisPrefix: row({
    env: 'WIREFOLD_REDIS_PREFIX',
    meaning: 'the beginning of every key in Redis, as a hash tag; another prefix is another pipeline',
    unit: '',
    expected: 'letters, digits, - and _ in braces, such as {wirefold}',
    schema: redisPrefixValue,
    fallback: () => '{wirefold}',
  }),
};

/** Every setting: its names, meaning, unit, rule and default. The only such list. */
export const SETTINGS = { ...PLACES, ...FETCHING, ...POLLING, ...CLEANING, ...DEDUPING, ...FLOW } as const;

export type SettingKey = keyof typeof SETTINGS;

/** The value of every setting, validated, with paths absolute. */
export type Settings = {
  readonly [K in SettingKey]:
    | z.output<(typeof SETTINGS)[K]['schema']>
    | ReturnType<(typeof SETTINGS)[K]['fallback']>;
};

/** Keys in the order of the table. */
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];
