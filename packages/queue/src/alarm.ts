import { isConnectionTrouble } from './transport-error.ts';

/** Reports each kind of trouble once, until it is over. */
export interface Alarm {
  raise(error: unknown): void;
  /** The connection is back: the next loss is news again. */
  clear(): void;
}

/** Kinds remembered: a bound for messages that differ every time. */
const MAX_KINDS = 100;

/** Builds an alarm in front of `report`, which may throw without harm. */
export function createAlarm(report: ((error: Error) => void) | undefined): Alarm {
  const raised = new Set<string>();
  return {
    raise(thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const kind = isConnectionTrouble(error) ? 'connection' : error.message;
      if (raised.has(kind)) return;
      if (raised.size >= MAX_KINDS) raised.clear();
      raised.add(kind);
      try {
        report?.(error);
      } catch {
        // A reporter that fails must not take the worker down.
      }
    },
    clear: () => raised.clear(),
  };
}
