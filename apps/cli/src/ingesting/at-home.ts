import { boundHeapGrowth, type Home, type InputKind, openHome, readInputs } from '@wirefold/pipeline';
import type { Context } from '../context.ts';
import { stopOnSignals } from './stopping.ts';

/** What a person is told while a home is open. */
export interface Telling {
  readonly notice: (text: string) => void;
  /** Printed at the first Ctrl-C. */
  readonly onStop: string;
}

/**
 * Opens a home, does `work` until it ends or the first signal comes, and closes the home within the
 * settings' grace; the second signal ends the process.
 */
export async function atHome<T>(
  context: Context,
  { notice, onStop }: Telling,
  work: (home: Home, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const settings = context.settings().values;
  const stopping = stopOnSignals(() => notice(onStop));
  try {
    boundHeapGrowth();
    const home = await openHome(settings, notice);
    return await work(home, stopping.signal).finally(() => home.close(settings.graceMs));
  } finally {
    stopping.release();
  }
}

/** The inputs that a person has named, read as they are needed. */
export function inputsOf(
  named: readonly string[],
  { as }: { as?: InputKind },
  { around, settings }: Context,
): ReturnType<typeof readInputs> {
  const { maxBodyBytes } = settings().values;
  return readInputs(named, {
    ...{ cwd: around.cwd, stdin: around.stdin, maxBodyBytes },
    ...(as ? { as } : {}),
  });
}
