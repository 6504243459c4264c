import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { FetchJob } from '@wirefold/contracts/jobs';
import type { NewItem, StoreTask, StoreWriter } from '@wirefold/contracts/ports';
import { createHttpClient, fetchDocument, type HttpClient } from '@wirefold/fetch';
import { canonicalizeUrl, sourceOf } from '@wirefold/fetch/url';
import { openReader, openWriter } from '@wirefold/store';
import type { Bench } from '../bench.ts';
import type { FeedServer, Traffic } from './polling-server.ts';
import { DAY_MS, entryOf, type World, type WorldFeed } from './polling-world.ts';

/** What polling a world came to, from its day of measuring alone. */
export interface RunFigures {
  readonly polls: number;
  readonly traffic: Traffic;
  /** When each entry was first seen, by its address; milliseconds since 1970. */
  readonly seen: ReadonlyMap<string, number>;
  /** What `verify` found in the database afterwards. */
  readonly faults: readonly string[];
}

/** The simulated clock; milliseconds since 1970. */
export interface Clock {
  now: number;
}

/** A user agent of the usual length; the server is on loopback. */
export const CLIENT = {
  userAgent: 'Wirefold/0.1 (+https://wirefold.example/bench)',
  allowPrivate: ['127.0.0.1/32'],
} as const;

/** Coarser than the clock of a home (5 s), so that polls are committed together as under load; it costs 15 s of delay. */
const TICK_MS = 30_000;
/** Requests at a time. */
const AT_ONCE = 8;
/** Entries that came on the last day are waited for so long, and no bytes are counted meanwhile. */
const WAIT_AFTER_MS = 12.5 * 3_600_000;

interface Polling extends Pick<Bench, 'tell' | 'signal'> {
  readonly clock: Clock;
  /** Where the measured day begins: days before it warm up. Milliseconds since 1970. */
  readonly from: number;
}

/** Polls a world by the real store, fetch stage and HTTP client, without Redis. */
export async function pollWorld(world: World, server: FeedServer, polling: Polling): Promise<RunFigures> {
  const { clock } = polling;
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-polling-'));
  const path = join(folder, 'polled.db');
  const client = createHttpClient(CLIENT);
  const writer = openWriter(path);
  try {
    clock.now = world.begins;
    writer.addFeeds(
      world.feeds.map((feed) => newFeed(feed, server.urlOf(feed))),
      isoOf(clock),
    );
    const run = await tickThrough({ ...polling, world, server, client, writer });
    return { ...run, faults: faultsOf(path) };
  } finally {
    writer.close();
    await client.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ids do not depend on the server's port, so that the jitter of a feed is the same in every run. */
function newFeed({ number }: WorldFeed, url: string) {
  const own = `https://feed-${number}.example/feed`;
  return { id: itemIdOf(own), url, kind: 'feed', source: `feed-${number}.example` } as const;
}

function faultsOf(path: string): string[] {
  const reader = openReader(path);
  try {
    return reader.verify().map(({ check, detail }) => `${check}: ${detail}`);
  } finally {
    reader.close();
  }
}

interface Running extends Polling {
  readonly world: World;
  readonly server: FeedServer;
  readonly client: HttpClient;
  readonly writer: StoreWriter;
}

async function tickThrough(running: Running): Promise<Omit<RunFigures, 'faults'>> {
  const { world, server, clock, from, tell, writer, signal } = running;
  const until = from + DAY_MS;
  const seen = new Map<string, number>();
  let polls = 0;
  let before = server.bytes();
  let after = before;
  for (; clock.now < until + WAIT_AFTER_MS; clock.now += TICK_MS) {
    signal.throwIfAborted();
    if (clock.now === from) before = server.bytes();
    if (clock.now === until) after = server.bytes();
    if ((clock.now - world.begins) % (DAY_MS / 4) === 0)
      tell(`simulated ${new Date(clock.now).toISOString().slice(0, 16)}, ${seen.size} entries seen`);
    const due = writer.dueFeeds(isoOf(clock), world.feeds.length);
    if (due.length === 0) continue;
    if (clock.now >= from && clock.now < until) polls += due.length;
    for (const url of await pollAll(running, due)) seen.set(url, clock.now);
  }
  return { polls, traffic: difference(before, after), seen };
}

function difference(before: Traffic, after: Traffic): Traffic {
  return { received: after.received - before.received, sent: after.sent - before.sent };
}

/** Polls feeds, commits their ends together, and gives the addresses of the entries that are new. */
async function pollAll({ client, writer, clock }: Running, due: readonly string[]): Promise<string[]> {
  const now = isoOf(clock);
  const left = [...writer.startPolls(due, now)];
  const tasks: StoreTask[] = [];
  const lane = async (): Promise<void> => {
    for (let job = left.pop(); job !== undefined; job = left.pop())
      tasks.push(await pollOne(client, job, now));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return writer.commit(tasks, now).flatMap(({ children }) => children.map(({ url }) => url));
}

/** @throws where a poll ends otherwise than with a feed or as unchanged: this world has no faults */
async function pollOne(client: HttpClient, job: FetchJob, now: string): Promise<StoreTask> {
  const outcome = await fetchDocument(job, { client, bytes: null, now });
  if (outcome.kind !== 'done') throw new Error(`The poll of ${job.url} ended as ${outcome.kind}`);
  const fetched = outcome.value;
  const base = { v: job.v, itemId: job.itemId, articleId: job.articleId };
  if (fetched.kind === 'not-modified') return { job: { ...base, end: 'not-modified', poll: fetched.poll } };
  if (fetched.kind !== 'feed') throw new Error(`The poll of ${job.url} found ${fetched.kind}`);
  const { document, entries, poll } = fetched;
  const children = entries.flatMap((entry): NewItem[] => {
    const url = canonicalizeUrl(entry.url);
    if (url === null || entryOf(url) === null) return [];
    const { hints } = entry;
    return [
      {
        id: itemIdOf(url),
        url,
        kind: 'page',
        kindForced: true,
        source: sourceOf(url),
        ...(hints && { hints }),
      },
    ];
  });
  const end = { ...base, end: 'expanded', kind: 'feed', document, ...(poll && { poll }) } as const;
  return { job: end, entries, children };
}

function isoOf(clock: Clock): string {
  return new Date(clock.now).toISOString();
}
