import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { add, type Home, readInputs } from '@wirefold/pipeline';
import type { Settings } from '@wirefold/settings';
import { mulberry32 } from '../random.ts';
import type { Farm } from './farm/farm.ts';

/** Bytes of an input that comes as a file; none does. */
const MOST_BYTES = 1024;

/** Runs `work` with settings for a database and a private Redis of its own, in a folder that is removed afterwards. */
export async function withOwnPipeline<T>(
  settings: Settings,
  own: Partial<Settings>,
  work: (settings: Settings) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wirefold-bench-'));
  const { allowPrivate } = settings;
  try {
    return await work({
      ...settings,
      ...{ db: join(folder, 'wirefold.db'), data: folder, redis: null },
      allowPrivate: [...allowPrivate, '127.0.0.0/8'],
      ...own,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Addresses of the first pages of every host, as many in all as asked for, in an order that the seed decides. */
export function pagesOf({ hosts }: Farm, count: number, seed: number): string[] {
  const urls = Array.from({ length: count }, (_, i) => {
    const { host } = hosts[i % hosts.length] ?? { host: '' };
    return `http://${host}/page/${Math.floor(i / hosts.length)}`;
  });
  return shuffle(urls, mulberry32(seed));
}

/** Fisher and Yates. */
function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list];
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
  }
  return shuffled;
}

/** Accepts pages as `wirefold add` does: a row in the ledger, then a job. */
export async function acceptPages(home: Home, urls: readonly string[], signal: AbortSignal): Promise<void> {
  const { stdin } = process;
  await add(home, readInputs(urls, { cwd: process.cwd(), stdin, maxBodyBytes: MOST_BYTES }), signal);
}

/** Milliseconds between two looks at the queues. */
const LOOK_EVERY_MS = 25;

/**
 * Waits until so many pages have left the fetch stage: they stand in the queue of the next, or of the store.
 * @throws the signal's reason
 */
export async function untilFetched({ hands }: Home, pages: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { fetch, clean, store } = await hands.transport.depths();
    const left = fetch.waiting + fetch.active + fetch.delayed;
    if (left === 0 && clean.waiting + store.waiting >= pages) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Where other processes find the private Redis of a home. */
export function socketOf({ hands }: Home): string {
  const { path } = hands.redis.options;
  if (path === undefined) throw new TypeError('A private Redis listens on a socket');
  return path;
}
