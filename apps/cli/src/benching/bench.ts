import type { Settings } from '@wirefold/settings';

/** What every measurement of a running pipeline is given. */
export interface Bench {
  readonly settings: Settings;
  /** Progress, for a person. */
  readonly tell: (text: string) => void;
  /** Ends the measurement before its time: it tidies up and throws the signal's reason. */
  readonly signal: AbortSignal;
}
