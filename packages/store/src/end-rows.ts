import type { Committed } from '@wirefold/contracts/ports';
import type { Feeds } from './feeds.ts';
import type { End, Ledger } from './ledger.ts';

/** Where ends are written. */
export interface Books {
  readonly ledger: Ledger;
  readonly feeds: Feeds;
}

/** An end about which there is nothing more to say. */
export function endOf(id: string, state: End['state'], now: string): End {
  return { id, state, stage: null, reason: null, detail: null, attempts: 0, documentId: null, now };
}

/** The word of an end that touched nothing else. */
export function committed(itemId: string, state: Committed['state']): Committed {
  return { itemId, state, storyIds: [], children: [] };
}
