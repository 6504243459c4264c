import type { Acceptance, ItemEnd } from '@wirefold/contracts/ports';
import { gather } from './accept/gather.ts';
import type { Found, Input } from './accept/inputs.ts';
import { createLaterCaptures, type LaterCaptures } from './accept/later-captures.ts';
import { ALL_STAGES, type Home } from './home.ts';
import {
  createRun,
  finishRun,
  type IngestOptions,
  type IngestResult,
  pauseToLook,
  type Run,
} from './run-account.ts';

/** Accepts all inputs, runs every stage here, and returns when all that was accepted has ended. */
export async function ingest(
  home: Home,
  inputs: AsyncIterable<Found>,
  options: IngestOptions,
): Promise<IngestResult> {
  const { signal } = options;
  const run = createRun();
  const intake: Intake = { home, run, later: createLaterCaptures(), signal };
  home.start(ALL_STAGES, (committed) => run.committed(committed));
  for await (const batch of gather(inputs, run.other)) {
    if (signal.aborted) break;
    await acceptNew(intake, batch);
    await acceptLater(intake, (later) => later.isFull());
    options.onProgress?.(run.progress());
  }
  await acceptLater(intake, (later) => later.ids().length > 0, options);
  return finishRun(home, run, options);
}

interface Intake {
  readonly home: Home;
  readonly run: Run;
  readonly later: LaterCaptures;
  readonly signal: AbortSignal;
}

/**
 * A document whose address had one in this run, or has one in flight, is the next capture of a page: it waits its turn,
 * in the order in which they came.
 */
async function acceptNew({ home, run, later, signal }: Intake, batch: readonly Input[]): Promise<void> {
  const waits = new Set<Input>();
  for (const input of batch) {
    const { id, provided } = input.item;
    if (provided && run.hasMet(id)) waits.add(input);
    run.expect([id]);
  }
  const first = batch.filter((input) => !waits.has(input));
  const acceptances = await acceptOrStop(home, first, signal);
  run.accepted(acceptances);
  for (const [at, { result }] of acceptances.entries()) {
    const input = first[at];
    if (result === 'in-flight' && input?.item.provided) waits.add(input);
  }
  for (const input of batch) if (waits.has(input)) later.add(input);
}

/** Accepts what waits and whose turn has come; goes on with that for as long as `mustWait`. */
async function acceptLater(
  { home, run, later, signal }: Intake,
  mustWait: (later: LaterCaptures) => boolean,
  { onProgress }: Pick<IngestOptions, 'onProgress'> = {},
): Promise<void> {
  for (; later.ids().length > 0 && !signal.aborted; await pauseToLook(signal)) {
    const ends = home.writer.ends(later.ids());
    for (const end of ends) run.ended(end);
    const due = later.firsts(await released(home, ends));
    run.expectAgain(due.map(({ item }) => item.id));
    const acceptances = due.length === 0 ? [] : await acceptOrStop(home, due, signal);
    run.accepted(acceptances);
    for (const { id, result } of acceptances) if (result !== 'in-flight') later.drop(id);
    onProgress?.(run.progress());
    if (!mustWait(later)) return;
  }
}

/** Of items that have ended those that no queue holds: what still holds one would drop the next one's body or job. */
async function released({ hands }: Home, ends: readonly ItemEnd[]): Promise<string[]> {
  const ids = ends.map(({ itemId }) => itemId);
  if (ids.length === 0) return ids;
  const held = await hands.transport.holding(ids);
  return ids.filter((id) => !held.has(id));
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
