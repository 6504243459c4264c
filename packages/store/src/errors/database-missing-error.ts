/** There is no database at `path`: nothing was ever accepted there, or the path is wrong. */
export class DatabaseMissingError extends Error {
  readonly path: string;

  constructor(path: string) {
    super(
      `There is no database at ${path}. Create it with \`wirefold ingest INPUT\`, or name another with --db PATH or WIREFOLD_DB.`,
    );
    this.name = 'DatabaseMissingError';
    this.path = path;
  }
}
