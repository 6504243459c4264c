import type { Stage } from '@wirefold/contracts/terms';
import type { Settings } from '@wirefold/settings';
import type { Counters } from './counters.ts';
import { type Notice, openHands } from './hands.ts';
import { openHome } from './home.ts';
import { layPipeline } from './topology.ts';

/** Stages that run until they are stopped. */
export interface RunningWorker {
  readonly stages: readonly Stage[];
  readonly redis: string;
  readonly counters: Counters;
  stop(graceMs: number): Promise<void>;
}

/**
 * Runs stages until it is stopped. With `store` among them this host is the home: it opens the
 * database, reconciles and polls; without it, Redis is all that is needed.
 */
export async function runWorker(
  settings: Settings,
  stages: readonly Stage[],
  notice: Notice,
): Promise<RunningWorker> {
  if (stages.includes('store')) {
    const home = await openHome(settings, notice);
    home.start(stages);
    home.startPolling();
    const { redis, counters } = home.hands;
    return { stages, redis: redis.describe(), counters, stop: (graceMs) => home.close(graceMs) };
  }
  const hands = await openHands(settings, notice);
  const consumers = layPipeline(stages, hands);
  return {
    ...{ stages, redis: hands.redis.describe(), counters: hands.counters },
    stop: async (graceMs) => {
      await Promise.all(consumers.map((consumer) => consumer.close(graceMs)));
      await hands.close();
    },
  };
}
