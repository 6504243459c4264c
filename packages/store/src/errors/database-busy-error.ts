/** Another process held the database's write lock for longer than `waitedMs` milliseconds; try again later. */
export class DatabaseBusyError extends Error {
  readonly path: string;
  readonly waitedMs: number;

  constructor(path: string, waitedMs: number, options?: ErrorOptions) {
    super(
      `Another process has held the database ${path} for more than ${waitedMs} ms; nothing of this transaction was kept. Stop that process, or try again later.`,
      options,
    );
    this.name = 'DatabaseBusyError';
    this.path = path;
    this.waitedMs = waitedMs;
  }
}
