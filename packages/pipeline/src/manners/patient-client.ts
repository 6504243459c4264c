import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '@wirefold/fetch';
import { DeferError } from '@wirefold/fetch/defer-error';
import type { Manners } from './manners.ts';

/** A host would have to be waited for longer than a person waits. */
export class HostKeepsWaitingError extends Error {
  constructor(url: string, seconds: number, cause: DeferError) {
    super(`${url} could not be asked within ${seconds} s: ${cause.message}. Try again later.`, { cause });
    this.name = 'HostKeepsWaitingError';
  }
}

/** Milliseconds between two tries at the least. */
const LEAST_WAIT_MS = 20;
/** Milliseconds that one request waits for its turn in all. */
const LONGEST_WAIT_MS = 120_000;

/**
 * The way to the web of a person who waits for the answer: the same guard, robots.txt and turns, but what must wait is
 * waited for.
 * @throws HostKeepsWaitingError, the signal's reason (within a wait an AbortError, with the reason as its cause), and what
 *   the client throws but DeferError
 */
export function patientClient(
  { clientFor }: Pick<Manners, 'clientFor'>,
  signal: AbortSignal,
  longestWaitMs = LONGEST_WAIT_MS,
): Pick<HttpClient, 'get'> {
  return {
    async get(url, options) {
      const { get } = clientFor(`by-hand-${randomUUID()}`);
      const deadline = performance.now() + longestWaitMs;
      for (;;) {
        signal.throwIfAborted();
        try {
          return await get(url, options);
        } catch (error) {
          if (!(error instanceof DeferError)) throw error;
          if (performance.now() + error.delayMs > deadline)
            throw new HostKeepsWaitingError(url, Math.round(longestWaitMs / 1_000), error);
          await sleep(Math.max(error.delayMs, LEAST_WAIT_MS), undefined, { signal });
        }
      }
    },
  };
}
