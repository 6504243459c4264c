import { EXIT } from './cli-error.ts';
import type { Context } from './context.ts';
import { layProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { ownSurroundings, type Surroundings } from './surroundings.ts';

/** Runs one call of `wirefold` and gives its exit status: 0 done, 1 it could not be done, 2 wrong usage. */
export async function main(
  argv: readonly string[],
  around: Surroundings = ownSurroundings(),
): Promise<number> {
  endQuietlyOnClosedPipe(around);
  let status: number = EXIT.done;
  let context: Context | undefined;
  const program = layProgram(
    around,
    (one) => {
      context = one;
    },
    (one) => {
      status = one;
    },
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    status = reportError(error, context?.common.debug ?? argv.includes('--debug'), around.stderr);
  }
  return status;
}

/** `wirefold stories | head -1` closes the pipe early: that is no error, and nobody reads any further. */
function endQuietlyOnClosedPipe({ stdout, stderr }: Surroundings): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done);
      throw error;
    });
  }
}
