import { articleIdOf, itemIdOf } from '@wirefold/contracts/ids';
import type { Document, StageJobs, StoreJob } from '@wirefold/contracts/jobs';
import type { Delivery } from '@wirefold/contracts/ports';
import type { QuarantineReason, RejectReason } from '@wirefold/contracts/reasons';
import { PAYLOAD_VERSION, type Stage } from '@wirefold/contracts/terms';

type Between = Exclude<Stage, 'store'>;

/** The end of an item whose input is at fault. */
export function rejectedEnd(
  stage: Stage,
  job: StageJobs[Between],
  reason: RejectReason,
  detail = '',
): StoreJob {
  return { ...head(job), end: 'rejected', stage, reason, detail, ...documentOf(job) };
}

/** The end of an item that could not be processed now. */
export function quarantinedEnd(
  stage: Stage,
  job: StageJobs[Between],
  reason: QuarantineReason,
  detail: string,
  attempts: number,
): StoreJob {
  return { ...head(job), end: 'quarantined', stage, reason, detail, attempts, ...documentOf(job) };
}

/** The end of a delivery that is no job of this version: what can be read of its ids is kept. */
export function brokenPayloadEnd(stage: Stage, delivery: Delivery, detail: string): StoreJob {
  const payload = isRecord(delivery.payload) ? delivery.payload : {};
  const named = payload.itemId ?? delivery.jobId;
  const itemId =
    typeof named === 'string' && /^it_[0-9a-z]{16}$/.test(named) ? named : itemIdOf(`job:${String(named)}`);
  const otherVersion = 'v' in payload && payload.v !== PAYLOAD_VERSION;
  return {
    v: PAYLOAD_VERSION,
    itemId,
    articleId: articleIdOf(itemId),
    end: 'quarantined',
    stage,
    reason: otherVersion ? 'payload-version' : 'bad-payload',
    detail: `job ${delivery.jobId}: ${detail}`.slice(0, 500),
    attempts: delivery.attempt,
  };
}

function head(job: StageJobs[Between]) {
  return { v: PAYLOAD_VERSION, itemId: job.itemId, articleId: job.articleId } as const;
}

function documentOf(job: StageJobs[Between]): { document?: Document } {
  return 'document' in job ? { document: job.document } : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
