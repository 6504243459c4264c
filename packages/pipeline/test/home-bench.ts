import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { itemIdOf } from '@wirefold/contracts/ids';
import type { NewFeed } from '@wirefold/contracts/ports';
import { resolveSettings, type Settings } from '@wirefold/settings';
import {
  type OwnServer,
  randomPrefix,
  type ScriptProcess,
  startScript,
  temporaryFolder,
} from '@wirefold/testing';
import { expect, onTestFinished, vi } from 'vitest';
import type { Input } from '../src/accept/inputs.ts';
import { type Home, openHome } from '../src/home.ts';
import { ask, faultsIn } from './stocked-home.ts';

/** A database and a place in a Redis for one test, with what its homes have said. */
export async function homeBench(server: OwnServer, env: Readonly<Record<string, string>> = {}) {
  const all: Record<string, string> = {
    WIREFOLD_DB: join(await temporaryFolder(), 'wirefold.db'),
    REDIS_URL: join(server.folder, 'redis.sock'),
    WIREFOLD_REDIS_PREFIX: randomPrefix(),
    WIREFOLD_ALLOW_PRIVATE: '127.0.0.0/8',
    WIREFOLD_HOST_GAP_MS: '0',
    WIREFOLD_POLL_TICK_MS: '200',
    WIREFOLD_RECONCILE_EVERY_MS: '500',
    WIREFOLD_CLEAN_THREADS: '1',
    ...env,
  };
  const settings: Settings = resolveSettings({ env: all }).values;
  const notices: string[] = [];
  return {
    ...{ settings, notices },
    /** The settings for another process. */
    env: all,
    notice: (text: string) => void notices.push(text),
    async open(): Promise<Home> {
      const home = await openHome(settings, (text) => void notices.push(text));
      let closing: Promise<void> | null = null;
      const close = (graceMs: number): Promise<void> => {
        closing ??= home.close(graceMs);
        return closing;
      };
      onTestFinished(() => close(100));
      return { ...home, close };
    },
    ask: (query: string) => ask(settings.db, query),
    /** One cell of the answer. */
    cell: (query: string) => ask(settings.db, query)[0]?.[0],
    /** As if the turns of a killed worker at its hosts had run out, which takes a minute. */
    async endTurns(): Promise<void> {
      const redis = server.connect();
      const keys = await redis.keys(`${settings.redisPrefix}:host:*`);
      if (keys.length > 0) await redis.del(keys);
    },
    faults: () => faultsIn(settings.db),
  };
}

/** A worker with the database in a process of its own. */
export function startWorkerScript(env: Readonly<Record<string, string>>): ScriptProcess {
  return startScript(fileURLToPath(new URL('worker-script.ts', import.meta.url)), [], { env });
}

export function feedOf(url: string, kind: 'feed' | 'sitemap' = 'feed'): NewFeed {
  return { id: itemIdOf(url), url, kind, source: '127.0.0.1' };
}

/** An address as a person names it. */
export function inputOf(url: string, kind: 'page' | 'sitemap' | 'feed' = 'page'): Input {
  return { item: { id: itemIdOf(url), url, kind, kindForced: kind !== 'page', source: '127.0.0.1' } };
}

export async function* each<T>(list: readonly T[]) {
  yield* list;
}

/** Waits until it holds; fails after so many seconds. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  seconds = 30,
  what = 'it holds',
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) expect.fail(`waited ${seconds} s until ${what}`);
    await sleep(25);
  }
}

/** The time of day, to be moved by hand; it goes on as ever meanwhile. */
export function movableClock(): { move(ms: number): void } {
  const base = Date.now() - performance.now();
  let moved = 0;
  vi.useFakeTimers({ toFake: ['Date'] });
  const show = () => void vi.setSystemTime(base + performance.now() + moved);
  const showing = setInterval(show, 5);
  onTestFinished(() => {
    clearInterval(showing);
    vi.useRealTimers();
  });
  return {
    move(ms) {
      moved += ms;
      show();
    },
  };
}
