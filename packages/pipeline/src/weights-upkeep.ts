import { shippedWeights } from '@wirefold/dedupe/weights';
import type { Settings } from '@wirefold/settings';
import { type Claim, claimRedis } from './claim-redis.ts';
import type { Notice } from './hands.ts';
import { createLateVerdicts } from './late-verdicts.ts';
import { type ReindexParts, type ReindexResult, reindex } from './reindex.ts';
import { type WantedWeights, wantedWeights, weightsIn } from './snapshots.ts';

/**
 * Sees to it that evidence has one measure: the weights in force are published to the workers, the index in Redis
 * holds the articles signed by them, and a program that brings other weights signs the articles again by its own. A
 * changed setting waits for `wirefold reindex`: every program that opens the database would else follow its own.
 */
export function createWeightsUpkeep(
  settings: Settings,
  notice: Notice,
  parts: ReindexParts,
  claim: Claim,
): () => Promise<void> {
  let isTold = false;
  let seenTo: string | null = null;
  const late = createLateVerdicts(parts);
  return async () => {
    const { board } = parts.hands;
    const indexed = await claimRedis(parts.hands, claim, settings.redisPrefix);
    await late.compare();
    if (indexed !== null && indexed === seenTo && parts.writer.weightsInForce() === seenTo) {
      if ((await board.version()) === seenTo) return;
    }
    const inForce = weightsInForce(parts);
    if (inForce === null || inForce.snapshot.basis !== shippedWeights().version) {
      const wanted = wantedWeights(parts.writer.weights(), settings.dayPenalty);
      if (wanted.weights.version !== inForce?.snapshot.version) {
        tellChange(await reindex(parts, wanted), notice);
        return;
      }
      parts.writer.keepWeights(wanted.snapshot, parts.hands.now());
    }
    if (!isTold) tellWaiting(parts, settings, notice);
    isTold = true;
    if (indexed !== inForce.weights.version) {
      const begun = Date.parse(parts.hands.now());
      const { articles } = await reindex(parts, inForce);
      if (articles > 0) notice(`the dedupe index was empty: ${articles} articles were registered again`);
      if (indexed !== null) await parts.hands.indexOf(indexed).clear();
      else late.expect(inForce, begun);
    }
    if ((await board.version()) !== inForce.snapshot.version) await board.publish(inForce.snapshot);
    seenTo = inForce.snapshot.version;
  };
}

/** The weights in force; null where there are none yet. */
export function weightsInForce({ writer }: Pick<ReindexParts, 'writer'>): WantedWeights | null {
  const { inForce } = writer.weights();
  return inForce && { weights: weightsIn(inForce), snapshot: inForce };
}

function tellChange({ articles, weights, weightsBefore }: ReindexResult, notice: Notice): void {
  if (articles === 0) return;
  const before = weightsBefore === null ? '' : ` instead of ${weightsBefore}`;
  notice(`this program brings other weights: ${articles} articles were signed again by ${weights}${before}`);
}

function tellWaiting({ writer }: ReindexParts, { dayPenalty }: Settings, notice: Notice): void {
  const kept = writer.weights();
  const { inForce, latest } = kept;
  if (inForce?.version !== latest?.version) {
    notice(
      `a change to the weights ${latest?.version} was begun and not finished: \`wirefold reindex\` finishes it`,
    );
  } else if (wantedWeights(kept, dayPenalty).weights.version !== inForce?.version) {
    notice(
      'the setting dayPenalty is another than that of the weights in force: it counts from the next `wirefold reindex`',
    );
  }
}
