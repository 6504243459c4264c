import { randomUUID } from 'node:crypto';
import type { HopEnd } from '@wirefold/fetch/hop-gate';
import { parseRetryAfter } from '@wirefold/fetch/retry-after';
import { HOST_SCRIPT } from './host-script.ts';
import { type Connection, scriptOf } from './run-script.ts';

/** The right to put one request to a host. */
export interface Turn {
  readonly kind: 'turn';
  /** The request has ended: the gap until the next begins; where it was never made, the next may go at once. */
  leave(end: HopEnd): Promise<void>;
  /** The request is still under way: the lease begins anew. */
  renew(): Promise<void>;
}

/** Not now; `afterMs` until it makes sense to ask again. */
export type NoTurn =
  | { readonly kind: 'wait'; readonly afterMs: number }
  /** No connection came about `deadMs` ago, nor since. */
  | { readonly kind: 'dead'; readonly afterMs: number; readonly deadMs: number };

/** Who may ask which host, across all workers of one Redis. */
export interface HostTurns {
  /** `host` as in `URL.host`; `gapMs` is the least time between the end of one request and the start of the next. */
  take(host: string, itemId: string, gapMs: number): Promise<Turn | NoTurn>;
}

export interface HostTurnsOptions {
  readonly connection: () => Connection;
  readonly prefix: string;
  /** Milliseconds after which the turn of a worker that fell silent ends, unless it is renewed. */
  readonly leaseMs: number;
  /** Milliseconds for which a host counts as dead where no connection came about; ten minutes, as issue 5 asks. */
  readonly deadMs: number;
  /** Twice the time that a host took is waited before it is asked again, up to so many milliseconds; 0 for no regard to it. */
  readonly maxAdaptedMs: number;
  readonly now: () => string;
}

const runScript = scriptOf(HOST_SCRIPT);

/** Keeps the turns in Redis. Throws what ioredis throws. */
export function createHostTurns(options: HostTurnsOptions): HostTurns {
  const { connection, prefix } = options;
  return {
    async take(host, itemId, gapMs) {
      const keys = [`${prefix}:host:${host}`, `${prefix}:host:${host}:line`];
      const token = randomUUID();
      const call = (...args: (string | number)[]) => runScript(connection(), keys, args.map(String));
      const reply = await call('take', itemId, token, options.leaseMs, gapMs);
      const [kind, afterMs = 0, deadMs = 0] = reply as [string, number?, number?];
      if (kind === 'wait') return { kind, afterMs };
      if (kind === 'dead') return { kind, afterMs, deadMs };
      return {
        kind: 'turn',
        renew: async () => void (await call('renew', itemId, token, options.leaseMs)),
        leave: async (end) => {
          if (end.kind === 'unasked') return void (await call('skip', itemId, token));
          const { holdMs, result } = heard(end, options.now());
          await call('leave', itemId, token, gapMs, options.maxAdaptedMs, holdMs, result, options.deadMs);
        },
      };
    },
  };
}

/** 429 and 503 are a server's word that it is asked too much (RFC 6585 section 4, RFC 9110 section 15.6.4). */
function heard(
  end: Exclude<HopEnd, { kind: 'unasked' }>,
  now: string,
): { holdMs: number; result: 'well' | 'busy' | 'dead' } {
  if (end.kind === 'failed') return { holdMs: 0, result: end.connected ? 'well' : 'dead' };
  if (end.status !== 429 && end.status !== 503) return { holdMs: 0, result: 'well' };
  return { holdMs: parseRetryAfter(end.headers['retry-after'], now) ?? 0, result: 'busy' };
}
