import type { StoreTask } from '@wirefold/contracts/ports';
import { DEFAULT_RULE } from '@wirefold/dedupe/rule';
import { dedupe } from '@wirefold/dedupe/stage';
import type { ReindexParts } from './reindex.ts';
import type { WantedWeights } from './snapshots.ts';
import { dedupeInputOf } from './stages/dedupe-stage.ts';
import { weightsInForce } from './weights-upkeep.ts';

const DAY_MS = 86_400_000;

/**
 * Compares an article once more whose verdict was given by other weights than those in force, after its commit: a worker
 * had not yet heard of a change. The order matters: what was committed before the change came into force is found by
 * `reindex`, which looks after it; what was committed later finds the change here.
 */
export function createRestating({ hands, writer }: Pick<ReindexParts, 'hands' | 'writer'>) {
  let held: WantedWeights | null = null;
  return async (task: StoreTask): Promise<void> => {
    if (!('verdict' in task)) return;
    const version = writer.weightsInForce();
    if (version === null || version === task.verdict.weightsVersion) return;
    if (held?.snapshot.version !== version) held = weightsInForce({ writer });
    if (held === null) return;
    const { weights } = held;
    const { evidence } = await dedupe(
      dedupeInputOf(task.job, task.cleaned),
      hands.indexOf(weights.version),
      weights,
    );
    const now = hands.now();
    const since = new Date(Date.parse(now) - DEFAULT_RULE.nearWindowDays * DAY_MS).toISOString();
    const { articleId } = task.job;
    const compared = {
      articleIds: [articleId],
      weightsVersion: weights.version,
      since,
      others: 'all',
    } as const;
    writer.restate(evidence, compared, now);
  };
}
