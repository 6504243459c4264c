import { STAGES } from '@wirefold/contracts/terms';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { readSettings } from './config.ts';
import { serveWorker } from './serve-worker.ts';
import { parseStages } from './stages-option.ts';

const program = new Command('wirefold-worker')
  .description('Runs stages until it is stopped. Settings come from the environment and wirefold.config.')
  .option('--stages <list>', `stages to run, of ${STAGES.join(',')}`, toStages, [...STAGES])
  .action(async ({ stages }) => {
    const log = pino(pino.destination(2));
    try {
      process.exitCode = await serveWorker(readSettings().values, stages, log);
    } catch (error) {
      log.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    }
  });

function toStages(list: string) {
  try {
    return parseStages(list);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
await program.parseAsync();
