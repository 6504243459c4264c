import type { Stage } from '@wirefold/contracts/terms';
import { boundHeapGrowth, runWorker } from '@wirefold/pipeline';
import type { Settings } from '@wirefold/settings';
import type { Logger } from 'pino';

/** Milliseconds between two lines that say how much was done; a worker with nothing to do says nothing. */
const REPORT_EVERY_MS = 30_000;

/**
 * Runs stages until SIGTERM or SIGINT: the first lets what is active end within the settings' grace,
 * the second leaves at once. Resolves with the exit status when all is closed.
 */
export async function serveWorker(
  settings: Settings,
  stages: readonly Stage[],
  log: Logger,
): Promise<number> {
  boundHeapGrowth();
  // Before anything is opened: a signal that comes early must find its ear.
  const signalled = firstSignal();
  const worker = await runWorker(settings, stages, (text) => log.warn(text));
  log.info({ stages, redis: worker.redis }, 'worker started');
  const totals = () => Object.fromEntries(stages.map((stage) => [stage, worker.counters.total(stage)]));
  let told = JSON.stringify(totals());
  const reporting = setInterval(() => {
    const now = JSON.stringify(totals());
    if (now !== told) log.info(totals(), 'deliveries ended so far');
    told = now;
  }, REPORT_EVERY_MS);
  const signal = await signalled;
  clearInterval(reporting);
  log.info({ signal, graceMs: settings.graceMs }, 'worker stops; once more stops it at once');
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  await worker.stop(settings.graceMs);
  log.info(totals(), 'worker stopped');
  return 0;
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
