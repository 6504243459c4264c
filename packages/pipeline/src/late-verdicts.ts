import { catchUp, type ReindexParts } from './reindex.ts';
import type { WantedWeights } from './snapshots.ts';

/** How long after an index was lost verdicts may still be stored that were under way then. */
const LATE_MS = 30_000;

/**
 * Compares once more what is stored shortly after an index was lost and built again: a verdict that was under way
 * then has met neither the old index nor the new one.
 */
export function createLateVerdicts(parts: ReindexParts) {
  let expected: { readonly weights: WantedWeights; readonly from: number } | null = null;
  return {
    /** From `from` (milliseconds) on such verdicts may come. */
    expect(weights: WantedWeights, from: number): void {
      expected = { weights, from };
    },
    /** Looks for them; to be called now and then. */
    async compare(): Promise<void> {
      if (expected === null) return;
      const { weights, from } = expected;
      if (parts.writer.weightsInForce() !== weights.weights.version) {
        // A change of weights looks after what is stored about its time itself (`reindex`).
        expected = null;
        return;
      }
      const isLast = Date.parse(parts.hands.now()) > from + LATE_MS;
      await catchUp(parts, weights, from);
      if (isLast) expected = null;
    },
  };
}
