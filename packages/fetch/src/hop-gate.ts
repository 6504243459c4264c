import type { Redirect } from './redirect.ts';

/** How one request ended: what the server said, or why it said nothing. */
export type HopEnd =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'failed';
      readonly fault: Error;
      /** False where no connection to the host came about. */
      readonly connected: boolean;
    }
  /** The request was never made. */
  | { readonly kind: 'unasked' };

/** Tells the gate that the request it let through has ended; never throws. */
export type LeaveGate = (end: HopEnd) => Promise<void>;

/** Stands before every single request, each hop of a chain of redirects among them. */
export interface HopGate {
  /**
   * Lets a request through. `redirects` are the hops that led here, in order.
   * @throws DeferError where it is not its turn; RejectError, RetryError or QuarantineError where it never is
   */
  enter(url: URL, redirects: readonly Redirect[]): Promise<LeaveGate>;
}

/** Lets everything through. */
export const OPEN_GATE: HopGate = { enter: async () => async () => {} };
