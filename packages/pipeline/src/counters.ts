import { STAGES, type Stage } from '@wirefold/contracts/terms';

/** Counts what became of deliveries, by stage and by result (`done`, `deferred`, or a reason). */
export interface Counters {
  count(stage: Stage, result: string): void;
  /** Deliveries of a stage that ended, whatever the result. */
  total(stage: Stage): number;
  snapshot(): Record<Stage, Record<string, number>>;
}

/** Counters that start at nought and live in this process. */
export function createCounters(): Counters {
  const counts = new Map<Stage, Map<string, number>>(STAGES.map((stage) => [stage, new Map()]));
  return {
    count(stage, result) {
      const row = counts.get(stage);
      row?.set(result, (row.get(result) ?? 0) + 1);
    },
    total(stage) {
      let sum = 0;
      for (const n of counts.get(stage)?.values() ?? []) sum += n;
      return sum;
    },
    snapshot() {
      const entries = STAGES.map((stage) => [stage, Object.fromEntries(counts.get(stage) ?? [])]);
      return Object.fromEntries(entries) as Record<Stage, Record<string, number>>;
    },
  };
}
