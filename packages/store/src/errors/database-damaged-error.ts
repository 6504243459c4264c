/** The file at `path` is no database, is another program's, or has damaged pages; `fault` says which. Nothing was written. */
export class DatabaseDamagedError extends Error {
  readonly path: string;
  readonly fault: string;

  constructor(path: string, fault: string, options?: ErrorOptions) {
    super(
      `The database ${path} cannot be trusted: ${fault}. Put a backup in its place (see \`wirefold backup\`), or name another with --db PATH.`,
      options,
    );
    this.name = 'DatabaseDamagedError';
    this.path = path;
    this.fault = fault;
  }
}
