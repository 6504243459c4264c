import Database from 'better-sqlite3';

/** Holds the write lock of a database for a time, as a program of its own: `write-locked.ts PATH MS`. */
const [path = '', milliseconds = '0'] = process.argv.slice(2);
const db = new Database(path);
db.exec('BEGIN IMMEDIATE');
process.stdout.write('locked\n');
setTimeout(() => {
  db.exec('COMMIT');
  db.close();
}, Number(milliseconds));
