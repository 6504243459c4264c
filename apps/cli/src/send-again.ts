import type { FetchJob } from '@wirefold/contracts/jobs';
import type { Context } from './context.ts';

/**
 * Sends jobs of retried items to the fetch queue at once and gives how many were sent. Today none are: a
 * home that runs (`worker`, `ingest`) finds them in the ledger within `reconcileEveryMs` and sends them.
 */
export async function sendAgain(_jobs: readonly FetchJob[], _context: Context): Promise<number> {
  return 0;
}
