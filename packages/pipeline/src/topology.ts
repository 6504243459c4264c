import type { Stage } from '@wirefold/contracts/terms';
import type { Consumer } from '@wirefold/queue';
import type { Hands } from './hands.ts';
import { runDelivery } from './stage-shell.ts';
import { cleanStage } from './stages/clean-stage.ts';
import { dedupeStage } from './stages/dedupe-stage.ts';
import { fetchStage } from './stages/fetch-stage.ts';
import { runStoreDelivery, type StoreParts } from './stages/store-stage.ts';

/**
 * Deliveries that one process works on at a time; cleaning is bound by its threads, the store by its batch. Fetching waits
 * for hosts most of the time: of 200 hosts in parallel, 32 deliveries leave most alone (`wirefold bench fetch`); beyond
 * 128 the event loop is busy already, and more of them only wait for it.
 */
const CONCURRENCY = { fetch: 128, dedupe: 16, store: 1_000 } as const;

/**
 * Lays the whole pipeline, or the stages of it that are named:
 *
 *   accept ──▶ fetch ──▶ clean ──▶ dedupe ──▶ store ──▶ the database
 *                └──────── a feed's entries ────▶┘└──▶ accept
 *
 * Every rejected or quarantined item goes to the store as well: it alone writes the ends.
 */
export function layPipeline(stages: readonly Stage[], hands: Hands, store?: StoreParts): Consumer[] {
  const lay: { readonly [S in Stage]: () => Consumer } = {
    fetch: () => {
      const { bodies, now, excludeReserved } = hands;
      const { clientFor, tdmSaying } = hands.manners();
      const stage = fetchStage({
        ...{ bodies, clientFor, tdmSaying, excludeReserved },
        readFeed: hands.feedPool().read,
        now,
      });
      return hands.consume('fetch', CONCURRENCY.fetch, (it) => runDelivery(stage, hands, it));
    },
    clean: () => {
      const pool = hands.pool();
      const stage = cleanStage({ bodies: hands.bodies, pool, memory: hands.hostMemory() });
      return hands.consume('clean', pool.threads * 2, (it) => runDelivery(stage, hands, it));
    },
    dedupe: () => {
      const stage = dedupeStage({ bodies: hands.bodies, yardstick: hands.yardstick });
      return hands.consume('dedupe', CONCURRENCY.dedupe, (it) => runDelivery(stage, hands, it));
    },
    store: () => {
      if (!store) throw new TypeError('The store stage needs the database: open a home for it');
      return hands.consume('store', CONCURRENCY.store, (it) => runStoreDelivery(store, it));
    },
  };
  return stages.map((stage) => lay[stage]());
}
