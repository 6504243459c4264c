import { QuarantineError } from '@wirefold/contracts/outcome';
import type { HttpClient } from '@wirefold/fetch';
import { DeferError } from '@wirefold/fetch/defer-error';
import type { HopGate } from '@wirefold/fetch/hop-gate';
import { askRobots, type RobotsAnswer } from '@wirefold/fetch/robots';
import type { RobotsRules } from '@wirefold/fetch/robots-rules';
import type { RobotsBoard, RobotsNote } from './robots-board.ts';

/** Answers for the robots.txt of every origin. */
export interface RobotsKeeper {
  /**
   * Gives an origin's rules for us: out of this process's memory, from the board, or asked for through `gate`.
   * @throws DeferError while it is unavailable; QuarantineError `robots-unavailable` where it has been for a day;
   * what `askRobots` throws
   */
  rules(origin: string, gate: HopGate): Promise<RobotsRules>;
}

export interface RobotsKeeperOptions {
  readonly client: Pick<HttpClient, 'get'>;
  readonly board: RobotsBoard;
  readonly token: string;
  readonly now: () => string;
  readonly notice: (origin: string, text: string) => void;
}

const NO_RULES: RobotsRules = { rules: [] };
const DAY_MS = 86_400_000;
/** Milliseconds, origins and rules of one file that a process keeps at hand, so that few pages cost a look at Redis. */
const MEMORY = { ms: 300_000, origins: 2_000, rules: 500 } as const;

/** Makes a keeper; of requests for one file that come together in this process only one goes out. */
export function createRobotsKeeper(options: RobotsKeeperOptions): RobotsKeeper {
  const { board, client, token, now, notice } = options;
  const memory = new Map<string, { readonly rules: RobotsRules; readonly until: number }>();
  const asking = new Map<string, Promise<RobotsNote>>();

  const ask = async (origin: string, gate: HopGate): Promise<RobotsNote> => {
    const known = await board.find(origin);
    if (known !== null) return known;
    let leaveLast = async () => {};
    const lookingAgain: HopGate = {
      enter: async (url, redirects) => {
        await leaveLast();
        const leave = await gate.enter(url, redirects);
        leaveLast = () => leave({ kind: 'unasked' });
        if (redirects.length === 0 && (await board.find(origin)) !== null)
          throw new DeferError(1, `robots.txt of ${origin} was read meanwhile`);
        return async (end) => {
          leaveLast = () => leave(end);
        };
      },
    };
    const request = { client, origin, token, gate: lookingAgain, now: now() };
    try {
      // The turn ends when the note is up: whoever has the next one finds it.
      return await noted(origin, await askRobots(request));
    } finally {
      await leaveLast();
    }
  };
  const noted = async (origin: string, answer: RobotsAnswer): Promise<RobotsNote> => {
    const note = await board.put(origin, answer);
    if (answer.kind === 'unavailable')
      notice(origin, `${origin}: its pages wait until its robots.txt can be read: ${answer.why}`);
    return note;
  };
  const askOnce = (origin: string, gate: HopGate): Promise<RobotsNote> => {
    const running = asking.get(origin) ?? ask(origin, gate).finally(() => asking.delete(origin));
    asking.set(origin, running);
    return running;
  };

  return {
    async rules(origin, gate) {
      const held = memory.get(origin);
      if (held !== undefined && held.until > performance.now()) return held.rules;
      const note = await askOnce(origin, gate);
      const rules = rulesOf(origin, note);
      memory.delete(origin);
      const until = performance.now() + Math.min(note.forMs, MEMORY.ms);
      if (rules.rules.length <= MEMORY.rules) memory.set(origin, { rules, until });
      for (const oldest of memory.keys()) if (memory.size > MEMORY.origins) memory.delete(oldest);
      return rules;
    },
  };
}

function rulesOf(origin: string, { answer, forMs, unavailableMs }: RobotsNote): RobotsRules {
  if (answer.kind === 'file') return answer.rules;
  if (answer.kind === 'none') return NO_RULES;
  if (unavailableMs > DAY_MS)
    throw new QuarantineError('robots-unavailable', `robots.txt of ${origin}, for over a day: ${answer.why}`);
  throw new DeferError(spread(forMs), `robots.txt of ${origin}: ${answer.why}`);
}

/** So that what waits for one thing does not come back all at once: up to a tenth longer. */
function spread(ms: number): number {
  return Math.ceil(Math.max(ms, 1) * (1 + Math.random() / 10));
}
