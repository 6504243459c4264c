import type { QuarantineReason, RejectReason } from './reasons.ts';

/**
 * How a stage ends. A stage that throws `QuarantineError` is not tried again; one that throws
 * anything else is tried again, and quarantined when its attempts are used up.
 */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'dropped'; readonly reason: RejectReason; readonly detail?: string }
  | { readonly kind: 'deferred'; readonly delayMs: number; readonly why: string };

/** The stage has its result. */
export function done<T>(value: T): Outcome<T> {
  return { kind: 'done', value };
}

/** The input is at fault: the item ends as rejected. */
export function dropped(reason: RejectReason, detail?: string): Outcome<never> {
  return detail === undefined ? { kind: 'dropped', reason } : { kind: 'dropped', reason, detail };
}

/** Not yet: the job waits `delayMs` milliseconds, and this costs it no attempt. */
export function deferred(delayMs: number, why: string): Outcome<never> {
  return { kind: 'deferred', delayMs, why };
}

/** Trying again soon cannot help: the runner quarantines the item at once, under `reason`. */
export class QuarantineError extends Error {
  readonly reason: QuarantineReason;

  constructor(reason: QuarantineReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QuarantineError';
    this.reason = reason;
  }
}

/** It may work later: the runner tries again, and quarantines under `reason` when attempts are used up. */
export class RetryError extends Error {
  readonly reason: QuarantineReason;
  /** Milliseconds that the other side asked us to wait, where it did. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: QuarantineReason, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options);
    this.name = 'RetryError';
    this.reason = reason;
    this.retryAfterMs = options?.retryAfterMs;
  }
}
