/** There is no Redis on this machine; the message ends with the line that installs one. */
export class ServerMissingError extends Error {
  override readonly name = 'ServerMissingError';
  /** The line to type. */
  readonly installLine: string;

  constructor(installLine: string) {
    super(
      `Neither redis-server nor valkey-server is on this machine. Set REDIS_URL, or install one:\n  ${installLine}`,
    );
    this.installLine = installLine;
  }
}
