import { QuarantineError } from '@wirefold/contracts/outcome';
import type { HttpClient } from '@wirefold/fetch';
import { DeferError } from '@wirefold/fetch/defer-error';
import type { HopGate } from '@wirefold/fetch/hop-gate';
import { askRobots, type RobotsAnswer } from '@wirefold/fetch/robots';
import type { RobotsRules } from '@wirefold/fetch/robots-rules';
import { createOriginFiles } from './origin-files.ts';
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
/** Rules of one file that a process keeps at hand. */
const KEPT_RULES = 500;

/** Makes a keeper; of requests for one file that come together in this process only one goes out. */
export function createRobotsKeeper(options: RobotsKeeperOptions): RobotsKeeper {
  const { board, client, token, now, notice } = options;
  const files = createOriginFiles<RobotsAnswer>({
    ...{ name: 'robots.txt', board },
    ask: (origin, gate) => askRobots({ client, origin, token, gate, now: now() }),
    isKept: (answer) =>
      answer.kind === 'none' || (answer.kind === 'file' && answer.rules.rules.length <= KEPT_RULES),
    noted: (origin, answer) => {
      if (answer.kind === 'unavailable')
        notice(origin, `${origin}: its pages wait until its robots.txt can be read: ${answer.why}`);
    },
  });
  return { rules: async (origin, gate) => rulesOf(origin, await files.note(origin, gate)) };
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
