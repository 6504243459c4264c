import type { CleanJob } from '@wirefold/contracts/jobs';
import type { Bodies } from '@wirefold/contracts/ports';
import type { CleanPool } from '../clean-pool.ts';
import type { StageBetween } from '../stage-shell.ts';

export interface CleanParts {
  readonly bodies: Bodies;
  readonly pool: CleanPool;
}

/** Between the clean queue and the dedupe queue; the work is done on a thread with limits. */
export function cleanStage(parts: CleanParts): StageBetween<'clean', Uint8Array, Uint8Array> {
  return {
    stage: 'clean',
    load: (job) => parts.bodies.get(job.itemId, 'document'),
    run: (job, bytes) => parts.pool.run(job, bytes),
    save: async (job, cleaned) => {
      await parts.bodies.put(job.itemId, 'cleaned', cleaned);
      return { stage: 'dedupe', job: dedupeJobOf(job) };
    },
  };
}

function dedupeJobOf(job: CleanJob) {
  const { hints: _hints, ...rest } = job;
  return rest;
}
