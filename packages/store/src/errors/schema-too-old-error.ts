/** The database at `path` has not had all migrations yet; readers never migrate. */
export class SchemaTooOldError extends Error {
  readonly path: string;

  constructor(path: string) {
    super(
      `The database ${path} has an older schema. Run any writing verb once, such as \`wirefold ingest INPUT\` or \`wirefold worker\`: it migrates the database.`,
    );
    this.name = 'SchemaTooOldError';
    this.path = path;
  }
}
