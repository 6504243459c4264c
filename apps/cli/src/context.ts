import type { Resolved } from '@wirefold/settings';
import { type CommonOptions, readSettings, readTerminal } from './config.ts';
import { createOutput, type Output } from './output/output.ts';
import type { Surroundings } from './surroundings.ts';

/** What every verb is given beside its inputs and options. */
export interface Context {
  readonly out: Output;
  readonly common: CommonOptions;
  readonly around: Surroundings;
  /** Decides the settings on first use, so that a verb without settings never fails for one. */
  settings(): Resolved;
}

/** A verb: `inputs` are its arguments, `options` its own options; it returns its exit status (default 0). */
export type Verb<O = Record<string, unknown>> = (
  inputs: readonly string[],
  options: O,
  context: Context,
  // biome-ignore lint/suspicious/noConfusingVoidType: a verb without a status ends with 0
) => Promise<0 | 1 | 2 | void>;

/** Lays the context of one call. */
export function createContext(common: CommonOptions, around: Surroundings): Context {
  let resolved: Resolved | undefined;
  return {
    out: createOutput(readTerminal(around), common, around),
    common,
    around,
    settings() {
      resolved ??= readSettings(common, around);
      return resolved;
    },
  };
}
