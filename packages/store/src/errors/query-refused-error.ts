/** A query was not run: it is not one reading statement, or SQLite cannot compile it; `why` says which. */
export class QueryRefusedError extends Error {
  readonly why: string;

  constructor(why: string, options?: ErrorOptions) {
    super(`The query was not run: ${why}. The tables are described in README: SELECT * FROM README`, options);
    this.name = 'QueryRefusedError';
    this.why = why;
  }
}
