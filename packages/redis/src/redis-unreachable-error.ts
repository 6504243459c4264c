/** A Redis that was named did not answer, or refused us; the address is shown without user and password. */
export class RedisUnreachableError extends Error {
  override readonly name = 'RedisUnreachableError';
  readonly address: string;

  constructor(address: string, what: string, remedy: string, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`Redis at ${address} ${what}: ${detail}. ${remedy}`, { cause });
    this.address = address;
  }
}
