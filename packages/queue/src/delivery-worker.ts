import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, type JobJson, Worker } from 'bullmq';
import { BACKOFF_TYPE, MAX_DELAY_MS } from './names.ts';

/** Milliseconds to wait when Redis refuses to hand out jobs: BullMQ asks again at once, in a tight loop. */
const REFUSED_PAUSE_MS = 500;

/** What BullMQ gives where there is no job, whatever its types say. */
const NO_JOB = undefined as unknown as Job<unknown, void>;

/** BullMQ's worker, made safe against what people put into a queue by hand. */
export class DeliveryWorker extends Worker<unknown, void> {
  /**
   * A payload that is no JSON would throw inside BullMQ and stall for ever: it becomes a JSON string, so
   * that the handler sees and refuses it. Whatever the job's own options say, nothing of it remains: an
   * id that is left in `failed` or `completed` would block the item from ever being sent again.
   */
  protected override createJob(json: JobJson, jobId: string): Job<unknown, void> {
    const data = isJson(json.data) ? json.data : JSON.stringify(json.data);
    const job = super.createJob({ ...json, data, name: String(json.name ?? '') }, jobId);
    job.opts.removeOnComplete = true;
    job.opts.removeOnFail = true;
    return job;
  }

  /**
   * BullMQ, which is spared its look at Redis's version, takes it for one that waits whole seconds, and every
   * deferred job would be up to a second late. The oldest that we run on (6.2) waits for fractions.
   */
  protected override getBlockTimeout(blockUntil: number): number {
    const connection = this.backend.blockingConnection;
    if (connection) connection.capabilities.canDoubleTimeout = true;
    return super.getBlockTimeout(blockUntil);
  }

  /**
   * Stops the clock of the locks, which would keep the process alive: BullMQ's own closing comes to it only after it
   * has waited for the connections, for ever where Redis is away.
   */
  letGo(): Promise<void> {
    return this.lockManager.close();
  }

  /**
   * Puts a job off, at no cost of an attempt. One that was sent with a priority comes back before all that were never
   * tried: a turn at its host would go to waste behind thousands of them. Put off again it comes back behind them, and
   * so on in turns: whatever is sent waits for at most twice as many tries as there are jobs before it. The priority is
   * written by BullMQ's script, with the move: nothing is written of a job that is gone or that another worker has.
   */
  async defer(job: Job, token: string, delayMs: number): Promise<void> {
    const own = Number(job.opts.priority ?? 0);
    const next = Number(job.priority ?? 0) > 0 ? 0 : own;
    const priority = own > 0 ? { fieldsToUpdate: { priority: next } } : {};
    const settings = { skipAttempt: true, ...priority };
    await this.backend.moveToDelayed(job.id ?? '', Date.now(), delayMs, token, settings);
  }

  /** BullMQ's worker, when a job comes that it was waiting for, takes it even if it has been paused since. */
  protected override async moveToActive(token: string, name?: string): Promise<Job<unknown, void>> {
    if (this.isPaused()) return NO_JOB;
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      if (this.closing === undefined) await sleep(REFUSED_PAUSE_MS);
      throw error;
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Decides the wait before the next attempt in milliseconds: the job's own backoff, doubled for each attempt
 * and spread by a quarter, and never less than what the error asks for as `retryAfterMs`.
 */
export function retryDelayOf(attemptsMade: number, type?: string, error?: unknown, job?: unknown): number {
  const base = type === BACKOFF_TYPE ? backoffOf(job) : 1_000;
  const doubled = base * 2 ** Math.min(attemptsMade - 1, 20);
  const spread = doubled * (0.75 + Math.random() / 2);
  return Math.round(Math.min(Math.max(spread, retryAfterOf(error)), MAX_DELAY_MS));
}

function retryAfterOf(error: unknown): number {
  const asked = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : 0;
  return typeof asked === 'number' && asked > 0 ? asked : 0;
}

function backoffOf(job: unknown): number {
  const backoff = (job as Job | undefined)?.opts?.backoff;
  const delay = typeof backoff === 'object' ? backoff.delay : undefined;
  return typeof delay === 'number' && delay >= 0 ? delay : 1_000;
}
