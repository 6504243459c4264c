import { loadConfigFile, type Resolved, resolveSettings } from '@wirefold/settings';
import type { Surroundings } from './surroundings.ts';

/** The options that every verb takes, as commander gives them. */
export interface CommonOptions {
  readonly db?: string;
  readonly redis?: string;
  readonly data?: string;
  readonly allowPrivate?: string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** What the terminal can do. */
export interface TerminalTraits {
  /** Standard output takes colours (a terminal, and neither NO_COLOR nor TERM=dumb; or FORCE_COLOR). */
  readonly color: boolean;
  readonly colorOnError: boolean;
  /** Columns of standard output; null where it is no terminal: then nothing is cut. */
  readonly columns: number | null;
  readonly isTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** A person can be asked: standard input and standard error are a terminal that can move its cursor. */
  readonly canAsk: boolean;
}

/** Decides every setting for this call. This file is the only one that reads the environment. */
export function readSettings(options: CommonOptions, { cwd, env }: Surroundings): Resolved {
  const { db, redis, data, allowPrivate } = options;
  return resolveSettings({
    options: { db, redis, data, allowPrivate },
    env,
    file: loadConfigFile(cwd),
    cwd,
  });
}

/** Finds out what the terminal can do (https://no-color.org, https://force-color.org). */
export function readTerminal({ env, stdin, stdout, stderr }: Surroundings): TerminalTraits {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0';
  const allowed = (NO_COLOR ?? '') === '' && TERM !== 'dumb';
  const isTerminal = stdout.isTTY === true;
  const errorIsTerminal = stderr.isTTY === true;
  return {
    color: allowed && (forced || isTerminal),
    colorOnError: allowed && (forced || errorIsTerminal),
    columns: isTerminal ? Math.max(40, stdout.columns || 80) : null,
    isTerminal,
    errorIsTerminal,
    canAsk: errorIsTerminal && stdin.isTTY === true && TERM !== 'dumb',
  };
}
