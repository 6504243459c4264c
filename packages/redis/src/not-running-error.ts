/** No private Redis runs in the data folder, and the caller asked for none to be started. */
export class NotRunningError extends Error {
  override readonly name = 'NotRunningError';
  readonly dataDir: string;

  constructor(dataDir: string) {
    super(
      `No private Redis runs in ${dataDir}. Start one with \`wirefold worker\`, name another folder with --data, ` +
        'or name a Redis with REDIS_URL.',
    );
    this.dataDir = dataDir;
  }
}
