import { inspectHost, installServer } from './install.ts';
import { installPlan } from './install-plan.ts';
import { findServerBinary } from './server-binary.ts';
import { ServerMissingError } from './server-missing-error.ts';

/** Where to look and whom to tell; the defaults are this machine's. */
export interface EnsureOptions {
  readonly searchPath: string;
  /** Folders looked into after the search path; default the usual ones of package managers. */
  readonly alsoIn?: readonly string[];
  readonly isRoot?: boolean;
  /** Gets the one line that says what is installed. */
  readonly notice: (line: string) => void;
}

/**
 * Sees to it that a server program is on this machine, installing one where that may be done unasked.
 * @throws {ServerMissingError} where it may not, or the package brought no program that could be found.
 * @throws {ServerTooOldError} where there is one, but too old: replacing it is its owner's decision.
 */
export async function ensureServerBinary(options: EnsureOptions): Promise<void> {
  const { searchPath, alsoIn, notice } = options;
  if (await findServerBinary(searchPath, alsoIn)) return;
  const plan = installPlan(await inspectHost(searchPath, options.isRoot));
  if (!plan.mayRun) throw new ServerMissingError(plan.line);
  await installServer(plan, searchPath, notice);
  if (!(await findServerBinary(searchPath, alsoIn))) throw new ServerMissingError(plan.line);
}
