/** Not the address's turn yet: the stage ends as deferred, which costs the item no attempt. */
export class DeferError extends Error {
  /** Milliseconds until it makes sense to ask again. */
  readonly delayMs: number;

  constructor(delayMs: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeferError';
    this.delayMs = delayMs;
  }
}
