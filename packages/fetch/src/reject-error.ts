import type { RejectReason } from '@wirefold/contracts/reasons';

/** The address or its answer is at fault: the item ends as rejected under `reason`, and is not tried again. */
export class RejectError extends Error {
  readonly reason: RejectReason;

  constructor(reason: RejectReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RejectError';
    this.reason = reason;
  }
}
