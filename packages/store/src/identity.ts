import type { Connection } from './connection.ts';

/** The id that the database was given when it was made. */
export function databaseIdOf(db: Connection): string {
  const id = db.prepare<[], string>('SELECT id FROM identity').pluck().get();
  if (id === undefined)
    throw new Error('The table identity is empty: the database was changed by another program');
  return id;
}
