import type { Acceptance } from '@wirefold/contracts/ports';
import { gather } from './accept/gather.ts';
import type { Found, Input } from './accept/inputs.ts';
import { ALL_STAGES, type Home } from './home.ts';
import { createRun, finishRun, type IngestOptions, type IngestResult } from './run-account.ts';

/** Accepts all inputs, runs every stage here, and returns when all that was accepted has ended. */
export async function ingest(
  home: Home,
  inputs: AsyncIterable<Found>,
  options: IngestOptions,
): Promise<IngestResult> {
  const run = createRun();
  home.start(ALL_STAGES, (committed) => run.committed(committed));
  for await (const batch of gather(inputs, run.other)) {
    if (options.signal.aborted) break;
    run.expect(batch.map((input) => input.item.id));
    run.accepted(await acceptOrStop(home, batch, options.signal));
    options.onProgress?.(run.progress());
  }
  return finishRun(home, run, options);
}

/** Nothing more is accepted once the signal has come, also where accepting waits for room. */
async function acceptOrStop(home: Home, batch: readonly Input[], signal: AbortSignal): Promise<Acceptance[]> {
  try {
    return await home.accept(batch, signal);
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}
