/** The server would throw away jobs when its memory is full; its settings have to be changed first. */
export class EvictingServerError extends Error {
  override readonly name = 'EvictingServerError';

  constructor(detail: string, remedy: string) {
    super(`This Redis evicts: ${detail}, so queued work could vanish. ${remedy}`);
  }
}
