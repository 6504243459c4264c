/** REDIS_URL, or `--redis`, is no address; the caller has to correct it. Its text is kept out: it may hold a password. */
export class InvalidRedisUrlError extends Error {
  override readonly name = 'InvalidRedisUrlError';

  constructor() {
    super(
      'REDIS_URL is not the address of a Redis. Write redis://host:6379, rediss://user:password@host:6379/0 ' +
        '(special characters in a password as %XX), unix:///path/to/socket, or leave it empty to use a private one.',
    );
  }
}
