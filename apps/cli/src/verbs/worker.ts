import { STAGES } from '@wirefold/contracts/terms';
import { parseStages, serveWorker } from '@wirefold/worker';
import { pino } from 'pino';
import { usageError } from '../cli-error.ts';
import type { Verb } from '../context.ts';

/** Runs stages until stopped; all of them where none are named. */
export const run: Verb<{ stages?: string }> = async (_inputs, options, { common, settings }) => {
  const stages = options.stages === undefined ? STAGES : stagesNamed(options.stages);
  const level = common.quiet ? 'error' : common.debug ? 'debug' : 'info';
  const status = await serveWorker(
    settings().values,
    stages,
    pino({ level, base: null }, pino.destination(2)),
  );
  return status === 0 ? 0 : 1;
};

function stagesNamed(list: string) {
  try {
    return parseStages(list);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw usageError('Wrong stages', why, 'Name them parted by commas, such as --stages fetch,clean.');
  }
}
