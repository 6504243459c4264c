export { ServerMissingError } from './server-missing-error.ts';
