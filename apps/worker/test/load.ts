import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { add, openHome, readInputs } from '@wirefold/pipeline';
import { resolveSettings, type Settings } from '@wirefold/settings';
import { openReader, openWriter } from '@wirefold/store';
import { startOwnServer, temporaryFolder } from '@wirefold/testing';
import { inventNews } from '@wirefold/testing/invented-news';
import { execa } from 'execa';

const BIN = join(import.meta.dirname, '../bin/wirefold-worker.mjs');
const STORIES = 70;
const COPIES = 3;

/** What a run must end with: which articles stand together, by the ids of the invented records. */
export type Grouping = string[];

/** A running worker; resolves when it has ended, however it did. */
export type WorkerProcess = ReturnType<typeof spawnWorker>;

function spawnWorker(stages: string, env: Record<string, string>, cwd: string) {
  return execa(process.execPath, [BIN, '--stages', stages], {
    env,
    cwd,
    reject: false,
    forceKillAfterDelay: false,
  });
}

/** A database, a Redis and a load of known stories, with worker processes to be hurt. */
export interface Bench {
  readonly settings: Settings;
  readonly server: Awaited<ReturnType<typeof startOwnServer>>;
  readonly workers: WorkerProcess[];
  startWorker(stages?: string): WorkerProcess;
  /** Accepts the whole load; may be called again. */
  accept(): Promise<void>;
  /** Resolves when the ledger has no item in flight; fails after `withinMs`. */
  drained(withinMs?: number): Promise<void>;
  inFlight(): number;
  grouping(): Grouping;
  faults(): string[];
  /** Items in quarantine by their reason. */
  quarantined(): Readonly<Record<string, number>>;
}

/** What the stories must be: each event with all its copies, and nothing else. */
export function expectedGrouping(): Grouping {
  return Array.from({ length: STORIES }, (_, s) =>
    Array.from({ length: COPIES }, (_, c) => `s${s}c${c}`).join(),
  ).sort();
}

/** Lays a bench; what it starts ends with the test file. */
export async function layBench(): Promise<Bench> {
  const server = await startOwnServer();
  const folder = await temporaryFolder();
  const env = {
    WIREFOLD_DB: join(folder, 'wirefold.db'),
    REDIS_URL: join(server.folder, 'redis.sock'),
    WIREFOLD_RECONCILE_EVERY_MS: '1000',
    WIREFOLD_RETRY_BACKOFF_MS: '200',
    WIREFOLD_GRACE_MS: '10000',
    WIREFOLD_LOCK_MS: '3000',
  };
  const settings = resolveSettings({ env }).values;
  const file = join(folder, 'load.jsonl');
  await writeFile(
    file,
    inventNews(STORIES, COPIES)
      .map((article) => `${JSON.stringify(article)}\n`)
      .join(''),
  );
  openWriter(settings.db).close();
  const workers: WorkerProcess[] = [];
  return {
    ...{ settings, server, workers },
    startWorker(stages = 'fetch,clean,dedupe,store') {
      const worker = spawnWorker(stages, env, folder);
      workers.push(worker);
      return worker;
    },
    async accept() {
      const home = await openHome(settings, () => undefined);
      const inputs = readInputs([file], { cwd: folder, stdin: process.stdin, maxBodyBytes: 1_000_000 });
      await add(home, inputs, new AbortController().signal).finally(() => home.close(1_000));
    },
    drained: (withinMs = 120_000) => drained(settings.db, withinMs),
    inFlight: () => read(settings.db, (reader) => reader.balance().inFlight),
    grouping: () => read(settings.db, groupingOf),
    quarantined: () => read(settings.db, quarantinedIn),
    faults: () =>
      read(settings.db, (reader) => reader.verify().map((fault) => `${fault.check}: ${fault.detail}`)),
  };
}

type Reader = ReturnType<typeof openReader>;

function read<T>(db: string, ask: (reader: Reader) => T): T {
  const reader = openReader(db);
  try {
    return ask(reader);
  } finally {
    reader.close();
  }
}

function groupingOf(reader: Reader): Grouping {
  const { rows } = reader.sql('SELECT story_id, url FROM articles');
  const groups = new Map<unknown, string[]>();
  for (const [story, url] of rows) {
    const group = groups.get(story) ?? [];
    group.push(String(url).split('#')[1] ?? '');
    groups.set(story, group);
  }
  return [...groups.values()].map((group) => group.sort().join()).sort();
}

function quarantinedIn(reader: Reader): Record<string, number> {
  const { rows } = reader.sql(
    "SELECT reason, count(*) FROM items WHERE state = 'quarantined' GROUP BY reason",
  );
  return Object.fromEntries(rows.map(([reason, count]) => [String(reason), Number(count)]));
}

async function drained(db: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const balance = read(db, (reader) => reader.balance());
    if (balance.inFlight === 0 && balance.accepted > 0) return;
    if (performance.now() > deadline) throw new Error(`Not drained: ${JSON.stringify(balance)}`);
    await sleep(200);
  }
}

/** Resolves when about `share` of the load has ended. */
export async function untilEnded(bench: Bench, share: number): Promise<void> {
  const total = STORIES * COPIES;
  for (let i = 0; i < 4_500; i++) {
    if (total - bench.inFlight() >= total * share) return;
    await sleep(20);
  }
  throw new Error('The load does not move');
}

/** Resolves when the stories are what they must be; an index that is built again finds its evidence after the drain. */
export async function untilFolded(bench: Bench): Promise<void> {
  const expected = expectedGrouping().join();
  for (let i = 0; i < 200 && bench.grouping().join() !== expected; i++) await sleep(100);
}
