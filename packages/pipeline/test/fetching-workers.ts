import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { FetchJob, PollRequest, StoreJob } from '@wirefold/contracts/jobs';
import { PAYLOAD_VERSION } from '@wirefold/contracts/terms';
import { createHttpClient } from '@wirefold/fetch';
import { extractFeed } from '@wirefold/fetch/feed';
import { consume, createBodies, createTransport } from '@wirefold/queue';
import { randomPrefix, testRedis } from '@wirefold/testing';
import { onTestFinished } from 'vitest';
import { createCounters } from '../src/counters.ts';
import { createManners } from '../src/manners/manners.ts';
import { runDelivery } from '../src/stage-shell.ts';
import { fetchStage } from '../src/stages/fetch-stage.ts';

export interface FetchingOptions {
  readonly workers?: number;
  readonly hostGapMs?: number;
  readonly ignoreRobots?: string[];
  readonly attempts?: number;
  readonly prefix?: string;
  readonly leaseMs?: number;
  readonly heedTdmrep?: boolean;
  readonly excludeReserved?: boolean;
}

/** Workers of the fetch stage, each with connections and a client of its own, on one queue of the run's Redis. */
export function startFetching(options: FetchingOptions = {}) {
  const {
    workers = 1,
    hostGapMs = 0,
    ignoreRobots = [],
    attempts = 1,
    prefix = randomPrefix(),
    leaseMs,
    heedTdmrep = false,
    excludeReserved = false,
  } = options;
  const connect = () => testRedis();
  const transport = createTransport({ connect, prefix, attempts, backoffMs: 10 });
  const notices: string[] = [];
  const redis = testRedis();
  const settings = { redisPrefix: prefix, hostGapMs, ignoreRobots, heedTdmrep, contact: null };
  const made = Array.from({ length: workers }, () => {
    const client = createHttpClient({ userAgent: 'wirefold/0.1', allowPrivate: ['127.0.0.0/8'] });
    const bodies = createBodies(connect, prefix, { expireSeconds: 600 });
    const counters = createCounters();
    const connection = testRedis();
    const { clientFor, tdmSaying } = createManners({
      ...{ settings, client, connection: () => connection, notice: (text) => notices.push(text) },
      ...(leaseMs === undefined ? {} : { leaseMs }),
    });
    const stage = fetchStage({
      ...{ bodies, clientFor, tdmSaying, excludeReserved },
      readFeed: async (task) => extractFeed(task),
      now: () => new Date().toISOString(),
    });
    const handle = (it: Parameters<Parameters<typeof consume>[0]['handle']>[0]) =>
      runDelivery(stage, { transport, counters }, it);
    const consumer = consume({ stage: 'fetch', connect, prefix, concurrency: 8, handle });
    return { client, bodies, counters, consumer };
  });
  onTestFinished(async () => {
    await Promise.all(made.map(({ consumer }) => consumer.close(200)));
    await Promise.all(made.map(({ client }) => client.close()));
    for (const { bodies } of made) bodies.close();
    await transport.close();
  });
  return {
    ...{ prefix, redis, notices },
    send: (urls: readonly string[]) => transport.send('fetch', urls.map(jobOf)),
    poll: (url: string, poll: PollRequest) =>
      transport.send('fetch', [{ ...jobOf(url), kind: 'feed', kindForced: true, poll }]),
    /** Pages that were fetched. */
    fetched: async () => (await transport.depths()).clean.waiting,
    /** Items that wait for their time. */
    waiting: async () => (await transport.depths()).fetch.delayed,
    counted: (result: string) =>
      made.reduce((sum, { counters }) => sum + (counters.snapshot().fetch[result] ?? 0), 0),
    /** How an item ended that goes no further than the store. */
    async endOf(url: string): Promise<StoreJob | null> {
      const data = await redis.hget(`${prefix}:store:${itemIdOf(url)}`, 'data');
      return data === null ? null : (JSON.parse(data) as StoreJob);
    },
  };
}

function jobOf(url: string): FetchJob {
  const itemId = itemIdOf(url);
  const head = { v: PAYLOAD_VERSION, itemId, articleId: articleIdOf(itemId) } as const;
  return { ...head, url, kind: 'page', kindForced: false, source: new URL(url).host };
}
