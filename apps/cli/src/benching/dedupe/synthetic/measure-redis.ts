import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DedupeIndex } from '@wirefold/contracts/evidence';
import { signatureOf } from '@wirefold/dedupe/signature';
import { openHome } from '@wirefold/pipeline';
import type { Settings } from '@wirefold/settings';
import { syntheticArticles } from './articles.ts';
import type { SyntheticOptions } from './plan.ts';
import { syntheticWeights } from './term-weights.ts';

/** What the index of so many made-up articles took in Redis. */
export interface RedisFigures {
  /** Growth of `used_memory` (INFO memory) over the articles. */
  readonly bytesPerArticle: number;
  /** Articles registered and looked up a second, as many at once as `AT_ONCE`, signatures not counted. */
  readonly articlesPerSecond: number;
}

/** As many workers as ask at once. */
const AT_ONCE = 4;
const PROGRESS_STEPS = 10;

/** Registers so many made-up articles in the index of a private Redis of its own. */
export async function measureInRedis(
  options: SyntheticOptions,
  settings: Settings,
  tell: (text: string) => void,
): Promise<RedisFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-bench-'));
  const own: Settings = { ...settings, db: join(folder, 'wirefold.db'), data: folder, redis: null };
  try {
    const home = await openHome(own, tell);
    const connection = home.hands.redis.newConnection();
    try {
      const memory = async () => usedMemory(await connection.info('memory'));
      const before = await memory();
      const articlesPerSecond = await registerAll((await home.hands.yardstick()).index, options, tell);
      return { bytesPerArticle: ((await memory()) - before) / options.count, articlesPerSecond };
    } finally {
      connection.disconnect();
      await home.close(settings.graceMs);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function registerAll(
  index: DedupeIndex,
  options: SyntheticOptions,
  tell: (text: string) => void,
): Promise<number> {
  const weights = await syntheticWeights(options);
  const stepOf = (done: number) => Math.floor((done * PROGRESS_STEPS) / options.count);
  let seconds = 0;
  let done = 0;
  for await (const articles of inBatches(syntheticArticles(options), AT_ONCE)) {
    const signatures = articles.map(({ id, title, text, date, source, language }) =>
      signatureOf({ articleId: id, headline: title, text, publishedAt: date, source, language }, weights),
    );
    const begun = performance.now();
    await Promise.all(signatures.map((signature) => index.registerAndFind(signature)));
    seconds += (performance.now() - begun) / 1000;
    const step = stepOf(done);
    done += articles.length;
    if (stepOf(done) > step) tell(`${done.toLocaleString('en')} in Redis`);
  }
  return done / seconds;
}

async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function usedMemory(info: string): number {
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? Number.NaN);
}
