/** The only Redis on this machine is older than what BullMQ's scripts need; upgrade it. */
export class ServerTooOldError extends Error {
  override readonly name = 'ServerTooOldError';
  readonly path: string;
  readonly version: string;

  constructor(path: string, version: string, oldest: string) {
    super(`${path} is version ${version}; Wirefold needs ${oldest} or newer. Upgrade it, or set REDIS_URL.`);
    this.path = path;
    this.version = version;
  }
}
