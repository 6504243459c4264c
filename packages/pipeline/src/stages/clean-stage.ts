import { mayHoldFurniture } from '@wirefold/clean';
import type { PagePrints } from '@wirefold/contracts/article';
import type { CleanJob } from '@wirefold/contracts/jobs';
import type { Bodies, HostMemory } from '@wirefold/contracts/ports';
import type { CleanPool } from '../clean-pool.ts';
import type { SeenPage, ThreadOutcome } from '../clean-thread.ts';
import type { StageBetween } from '../stage-shell.ts';

export interface CleanParts {
  readonly bodies: Bodies;
  readonly pool: CleanPool;
  /** Null where pages are cleaned without regard to their hosts. */
  readonly memory: HostMemory | null;
}

/** Between the clean queue and the dedupe queue; the work is done on a thread with limits. */
export function cleanStage(parts: CleanParts): StageBetween<'clean', Uint8Array, Uint8Array> {
  return {
    stage: 'clean',
    load: (job) => parts.bodies.get(job.itemId, 'document'),
    run: (job, bytes) => cleanOnHost(parts, job, bytes),
    save: async (job, cleaned) => {
      await parts.bodies.put(job.itemId, 'cleaned', cleaned);
      return { stage: 'dedupe', job: dedupeJobOf(job) };
    },
  };
}

/** Cleans on a thread; once more, with the other pages of the host, where the text may hold its furniture. */
async function cleanOnHost(
  { pool, memory }: CleanParts,
  job: CleanJob,
  bytes: Uint8Array,
): Promise<ThreadOutcome> {
  const alone = await pool.run(job, bytes);
  if (memory === null || alone.seen === undefined) return alone;
  const siblings = await siblingsOf(alone.seen, memory);
  return mayHoldFurniture(alone.seen.prints, siblings) ? pool.run(job, bytes, siblings) : alone;
}

/** A memory that cannot be asked is done without: no item may fail for it. */
async function siblingsOf({ host, prints }: SeenPage, memory: HostMemory): Promise<PagePrints[]> {
  try {
    return await memory.meet(host, prints);
  } catch {
    return [];
  }
}

function dedupeJobOf(job: CleanJob) {
  const { hints: _hints, ...rest } = job;
  return rest;
}
