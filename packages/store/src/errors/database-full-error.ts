/** The disk (or the database's page limit) is full: the transaction was rolled back; try again when there is space. */
export class DatabaseFullError extends Error {
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(
      `No space to write to the database ${path}; nothing of this transaction was kept. Free disk space: work goes on by itself.`,
      options,
    );
    this.name = 'DatabaseFullError';
    this.path = path;
  }
}
