import { type AnyJob, JOB_SCHEMAS, type StageJobs, type StoreJob } from '@wirefold/contracts/jobs';
import { type Outcome, QuarantineError, RetryError } from '@wirefold/contracts/outcome';
import type { Delivery, Settled, Transport } from '@wirefold/contracts/ports';
import type { QuarantineReason } from '@wirefold/contracts/reasons';
import type { Stage } from '@wirefold/contracts/terms';
import type { Counters } from './counters.ts';
import { brokenPayloadEnd, quarantinedEnd, rejectedEnd } from './ends.ts';

/** The job that follows, and the queue it goes to. */
export type NextJob = { [S in Stage]: { readonly stage: S; readonly job: StageJobs[S] } }[Stage];

/**
 * A stage between two queues. `load` and `save` move bodies and may throw only what the transport
 * throws; what `run` throws is the stage's own failure and decides the item's end.
 */
export interface StageBetween<S extends Exclude<Stage, 'store'>, Input, Output> {
  readonly stage: S;
  /** Null where the body is gone: the item is left to the reconciler, which starts it anew. */
  load(job: StageJobs[S]): Promise<Input | null>;
  run(job: StageJobs[S], input: Input): Promise<Outcome<Output>>;
  save(job: StageJobs[S], output: Output): Promise<NextJob>;
  /** The delivery is over, however it ended: what it held can be let go. */
  ended?(job: StageJobs[S]): void;
}

export interface ShellParts {
  readonly transport: Transport;
  readonly counters: Counters;
}

const ENDED: Settled = { kind: 'ended' };

/** Runs one delivery through a stage: validate, load, run, map the outcome, count, send on. */
export async function runDelivery<S extends Exclude<Stage, 'store'>, Input, Output>(
  between: StageBetween<S, Input, Output>,
  parts: ShellParts,
  delivery: Delivery,
): Promise<Settled> {
  const { stage } = between;
  const parsed = JOB_SCHEMAS[stage].safeParse(delivery.payload);
  if (!parsed.success) {
    return end(parts, stage, brokenPayloadEnd(stage, delivery, parsed.error.message));
  }
  const job = parsed.data as StageJobs[S];
  try {
    return await runJob(between, parts, job, delivery);
  } finally {
    between.ended?.(job);
  }
}

async function runJob<S extends Exclude<Stage, 'store'>, Input, Output>(
  between: StageBetween<S, Input, Output>,
  parts: ShellParts,
  job: StageJobs[S],
  delivery: Delivery,
): Promise<Settled> {
  const { stage } = between;
  const input = await between.load(job);
  if (input === null) {
    parts.counters.count(stage, 'body-gone');
    return ENDED;
  }
  const outcome = await attempt(between, job, input, delivery);
  if (outcome.kind === 'deferred') {
    parts.counters.count(stage, 'deferred');
    return { kind: 'deferred', delayMs: outcome.delayMs };
  }
  if (outcome.kind === 'dropped') {
    return end(parts, stage, rejectedEnd(stage, job, outcome.reason, outcome.detail));
  }
  if (outcome.kind === 'quarantined') {
    return end(parts, stage, quarantinedEnd(stage, job, outcome.reason, outcome.detail, delivery.attempt));
  }
  const next = await between.save(job, outcome.value);
  await parts.transport.send(next.stage, [next.job] as never);
  parts.counters.count(stage, 'done');
  return ENDED;
}

type Attempted<T> =
  | Outcome<T>
  | { readonly kind: 'quarantined'; readonly reason: QuarantineReason; readonly detail: string };

/** Runs the stage; a failure that may pass is thrown on for another attempt while there are any left. */
async function attempt<S extends Exclude<Stage, 'store'>, Input, Output>(
  between: StageBetween<S, Input, Output>,
  job: StageJobs[S],
  input: Input,
  delivery: Delivery,
): Promise<Attempted<Output>> {
  try {
    return await between.run(job, input);
  } catch (error) {
    const final = error instanceof QuarantineError || delivery.attempt >= delivery.maxAttempts;
    if (!final) throw error;
    return { kind: 'quarantined', reason: reasonOf(error), detail: detailOf(error) };
  }
}

function reasonOf(error: unknown): QuarantineReason {
  return error instanceof QuarantineError || error instanceof RetryError ? error.reason : 'stage-threw';
}

/** One line for the ledger: the message, and what caused it. */
export function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`.slice(0, 500);
}

async function end(parts: ShellParts, stage: Stage, job: StoreJob): Promise<Settled> {
  await parts.transport.send('store', [job]);
  parts.counters.count(stage, 'reason' in job ? job.reason : 'done');
  return ENDED;
}

export type { AnyJob };
