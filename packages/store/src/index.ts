export { DatabaseBusyError } from './errors/database-busy-error.ts';
export { DatabaseDamagedError } from './errors/database-damaged-error.ts';
export { DatabaseFullError } from './errors/database-full-error.ts';
export { DatabaseMissingError } from './errors/database-missing-error.ts';
export { QueryRefusedError } from './errors/query-refused-error.ts';
export { SchemaTooNewError } from './errors/schema-too-new-error.ts';
export { SchemaTooOldError } from './errors/schema-too-old-error.ts';
export { openReader, type StoreReader } from './reader.ts';
export { openWriter } from './writer.ts';
