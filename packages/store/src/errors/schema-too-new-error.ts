/** A newer Wirefold has migrated the database at `path`; this one does not know its schema and leaves it alone. */
export class SchemaTooNewError extends Error {
  readonly path: string;

  constructor(path: string) {
    super(
      `The database ${path} has a newer schema than this Wirefold knows. Update Wirefold, or name another database with --db PATH.`,
    );
    this.name = 'SchemaTooNewError';
    this.path = path;
  }
}
