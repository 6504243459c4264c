import { setTimeout as sleep } from 'node:timers/promises';
import { QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import type { HttpClient } from '@wirefold/fetch';
import { DeferError } from '@wirefold/fetch/defer-error';
import type { HopGate, LeaveGate } from '@wirefold/fetch/hop-gate';
import { RejectError } from '@wirefold/fetch/reject-error';
import { TDM_FILE_PATH } from '@wirefold/fetch/reservations-file';
import { findRule, type RobotsRules } from '@wirefold/fetch/robots-rules';
import type { Bookmarks } from './bookmarks.ts';
import type { HostTurns, Turn } from './host-turns.ts';
import type { RobotsKeeper } from './robots-keeper.ts';
import type { TdmKeeper } from './tdmrep.ts';

/** The way to the web of one item: every request, each redirect among them, waits for its turn and heeds robots.txt. */
export type PoliteClient = Pick<HttpClient, 'get'>;

export interface PoliteParts {
  readonly client: Pick<HttpClient, 'get'>;
  readonly turns: HostTurns;
  readonly robots: RobotsKeeper;
  /** Null where tdmrep.json is not asked for. */
  readonly tdm: TdmKeeper | null;
  readonly bookmarks: Bookmarks;
  /** Milliseconds between the end of one request to a host and the start of the next, at the least. */
  readonly hostGapMs: number;
  /** Hosts, as in `URL.host`, whose robots.txt is not asked for. */
  readonly ignoreRobots: readonly string[];
  /** Turns that are not given back yet. */
  readonly held: Set<Turn>;
  /** True from when the client is about to be closed: then no turn is taken any more. */
  readonly isClosing: () => boolean;
  /** Says something of a host that a person may want to know. */
  readonly notice: (host: string, text: string) => void;
}

/** Longest crawl-delay that is heeded, in milliseconds. */
const MAX_CRAWL_DELAY_MS = 60_000;
/** A turn that comes within so many milliseconds is waited for here: a deferral would cost more. */
const SHORT_WAIT_MS = 100;
/** Milliseconds after which items that meet a dead host are quarantined: it has been tried six times by then. */
const GIVE_UP_DEAD_MS = 3_600_000;
const REDIS_PAUSE_MS = 1_000;
const NO_RULES: RobotsRules = { rules: [] };

/**
 * Makes the client of one item. What it must wait for it throws as DeferError: a turn, a dead host, a robots.txt
 * that is unavailable, Redis. A chain of redirects goes on where it was left.
 */
export function politeClient(parts: PoliteParts, itemId: string): PoliteClient {
  const gate = gateOf(parts, itemId);
  return {
    async get(url, options = {}) {
      const mark = await patient(parts.bookmarks.take(itemId, url));
      const redirects = mark?.redirects ?? [];
      return parts.client.get(mark?.url ?? url, { ...options, redirects, gate });
    },
  };
}

function gateOf(parts: PoliteParts, itemId: string): HopGate {
  return {
    async enter(url, redirects) {
      try {
        const rules = await rulesFor(parts, url, itemId);
        refuse(url, rules);
        await lookForReservations(parts, url, itemId, rules);
        return leaver(parts, url.host, await takeTurn(parts, url.host, itemId, gapOf(parts, rules)));
      } catch (error) {
        const mayComeBack = error instanceof DeferError || error instanceof RetryError;
        if (mayComeBack && redirects.length > 0)
          await patient(parts.bookmarks.put(itemId, url.href, redirects));
        throw error;
      }
    },
  };
}

async function rulesFor(parts: PoliteParts, url: URL, itemId: string): Promise<RobotsRules> {
  if (parts.ignoreRobots.includes(url.host)) return NO_RULES;
  const turnOnly: HopGate = {
    enter: async ({ host }) => leaver(parts, host, await takeTurn(parts, host, itemId, parts.hostGapMs)),
  };
  return patient(parts.robots.rules(url.origin, turnOnly));
}

/** A robots.txt that disallows the file is obeyed: then nothing is known of it. */
async function lookForReservations(
  parts: PoliteParts,
  url: URL,
  itemId: string,
  rules: RobotsRules,
): Promise<void> {
  if (parts.tdm === null || findRule(rules, new URL(TDM_FILE_PATH, url))?.allow === false) return;
  const gapMs = gapOf(parts, rules);
  const turnOnly: HopGate = {
    enter: async ({ host }) => leaver(parts, host, await takeTurn(parts, host, itemId, gapMs)),
  };
  await patient(parts.tdm.look(url.origin, turnOnly));
}

function refuse(url: URL, rules: RobotsRules): void {
  const rule = findRule(rules, url);
  if (rule === null || rule.allow) return;
  const said = `Disallow: ${rule.pattern.slice(0, 200)}`;
  throw new RejectError(
    'robots',
    `robots.txt of ${url.host} disallows ${url.pathname}: ${said} (line ${rule.line}). ` +
      `Where you have leave, name the host in the setting ignoreRobots (WIREFOLD_IGNORE_ROBOTS=${url.host})`,
  );
}

function gapOf({ hostGapMs }: PoliteParts, { crawlDelayMs = 0 }: RobotsRules): number {
  return Math.max(hostGapMs, Math.min(crawlDelayMs, MAX_CRAWL_DELAY_MS));
}

async function takeTurn(parts: PoliteParts, host: string, itemId: string, gapMs: number): Promise<Turn> {
  let waited = 0;
  for (;;) {
    if (parts.isClosing()) throw new DeferError(0, 'this worker is closing');
    const turn = await patient(parts.turns.take(host, itemId, gapMs));
    if (turn.kind === 'turn') return turn;
    if (turn.kind === 'dead' && turn.deadMs > GIVE_UP_DEAD_MS)
      throw new QuarantineError(
        'host-unreachable',
        `no connection to ${host} for ${Math.round(turn.deadMs / 60_000)} minutes`,
      );
    if (turn.kind === 'dead')
      throw new DeferError(turn.afterMs, `no connection to ${host} could be made a moment ago`);
    if (waited + turn.afterMs > SHORT_WAIT_MS) throw new DeferError(turn.afterMs, `not its turn at ${host}`);
    waited += turn.afterMs;
    await sleep(turn.afterMs);
  }
}

/** Redis may be away while a request ends: the lease then ends by itself. */
function leaver({ held, notice }: PoliteParts, host: string, turn: Turn): LeaveGate {
  held.add(turn);
  return async (end) => {
    if (end.kind === 'failed' && !end.connected)
      notice(host, `no connection to ${host} can be made: what else is wanted of it waits ten minutes`);
    await turn.leave(end).catch(() => {});
    held.delete(turn);
  };
}

/** That Redis cannot be asked is no fault of the item. */
async function patient<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isVerdict(error)) throw error;
    throw new DeferError(REDIS_PAUSE_MS, 'manners cannot be asked for in Redis', { cause: error });
  }
}

function isVerdict(error: unknown): boolean {
  return [DeferError, RejectError, RetryError, QuarantineError].some((kind) => error instanceof kind);
}
