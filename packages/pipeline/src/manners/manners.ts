import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '@wirefold/fetch';
import type { TdmSaying } from '@wirefold/fetch/reservations';
import type { Settings } from '@wirefold/settings';
import { userAgent } from '../user-agent.ts';
import { createBookmarks } from './bookmarks.ts';
import { createHostTurns, type Turn } from './host-turns.ts';
import { type PoliteClient, politeClient } from './polite-client.ts';
import { createRobotsBoard } from './robots-board.ts';
import { createRobotsKeeper } from './robots-keeper.ts';
import type { Connection } from './run-script.ts';
import { createTdmKeeper } from './tdmrep.ts';

/** What all workers of one Redis keep to when they ask hosts for pages. */
export interface Manners {
  /** The way to the web of one item. */
  clientFor(itemId: string): PoliteClient;
  /** What the origin of an address, whose pages were asked for, reserves by its tdmrep.json. */
  tdmSaying(address: string): Promise<TdmSaying>;
  /** Takes no turn from now on, and resolves when all are given back: the client is closed meanwhile, which cuts what is under way. */
  close(): Promise<void>;
}

export interface MannersOptions {
  readonly settings: Pick<Settings, 'redisPrefix' | 'hostGapMs' | 'ignoreRobots' | 'contact'> &
    Partial<Pick<Settings, 'heedTdmrep'>>;
  readonly client: Pick<HttpClient, 'get'>;
  readonly connection: () => Connection;
  readonly notice: (text: string) => void;
  /** Milliseconds after which a silent worker's turns end. Default 20,000; they are renewed four times as often. */
  readonly leaseMs?: number;
}

const DEAD_MS = 600_000;
const MAX_ADAPTED_MS = 10_000;
/** A worker that is killed holds a host for so long; one whose event loop stands still for longer loses its turns. */
const LEASE_MS = 20_000;
/** Milliseconds after which turns that Redis does not take back are left to run out. */
const SETTLE_MS = 1_000;

/** Lays turns, robots.txt and bookmarks on Redis. A `hostGapMs` of 0 leaves out the gap that a slow answer makes as well. */
export function createManners(options: MannersOptions): Manners {
  const { settings, client, connection, notice, leaseMs = LEASE_MS } = options;
  const { redisPrefix: prefix, hostGapMs, ignoreRobots } = settings;
  const now = () => new Date().toISOString();
  const token = productOf(userAgent(settings.contact ?? undefined));
  const turns = createHostTurns({
    ...{ connection, prefix, now, leaseMs, deadMs: DEAD_MS },
    maxAdaptedMs: hostGapMs === 0 ? 0 : MAX_ADAPTED_MS,
  });
  const board = createRobotsBoard(connection, prefix, token, now);
  const once = onceAnHour(notice);
  const robots = createRobotsKeeper({ client, board, token, now, notice: once });
  const tdm = settings.heedTdmrep ? createTdmKeeper(client, connection, prefix) : null;
  const held = new Set<Turn>();
  const renewing = renewEvery(leaseMs / 4, held);
  const bookmarks = createBookmarks(connection, prefix);
  let closing = false;
  const parts = {
    ...{ client, turns, robots, tdm, bookmarks, hostGapMs, ignoreRobots, held, notice: once },
    isClosing: () => closing,
  };
  return {
    clientFor: (itemId) => politeClient(parts, itemId),
    tdmSaying: async (address) => (await tdm?.saying(address).catch(() => ({}))) ?? {},
    close: async () => {
      closing = true;
      const deadline = performance.now() + SETTLE_MS;
      while (held.size > 0 && performance.now() < deadline) await sleep(5);
      clearInterval(renewing);
    },
  };
}

/** While Redis is away nothing can be renewed, nor can anyone else take a turn. */
function renewEvery(ms: number, held: ReadonlySet<Turn>): NodeJS.Timeout {
  const timer = setInterval(() => {
    for (const turn of held) turn.renew().catch(() => {});
  }, ms);
  return timer.unref();
}

/** A host's trouble is told once an hour. */
function onceAnHour(notice: (text: string) => void) {
  const told = new Map<string, number>();
  return (host: string, text: string): void => {
    const now = performance.now();
    for (const [one, at] of told) if (now - at > 3_600_000) told.delete(one);
    if (told.has(host)) return;
    told.set(host, now);
    notice(text);
  };
}

/** The name by which a robots.txt speaks to us: that of the User-Agent, without its version (RFC 9309 section 2.2.1). */
function productOf(agent: string): string {
  return agent.slice(0, agent.search(/[/ ]|$/));
}
