import { inspect } from 'node:util';
import type { SettingsError } from '@wirefold/settings';
import { CommanderError } from 'commander';
import { CliError, EXIT, type ExitStatus } from './cli-error.ts';
import { printable } from './output/printable.ts';
import type { Sink } from './surroundings.ts';

/**
 * Prints an error to `stderr` as `wirefold: <what failed>: <where>. <what to do next>`, with its
 * stack only where `debug`, and gives the exit status it stands for.
 */
export function reportError(error: unknown, debug: boolean, stderr: Sink): ExitStatus {
  if (error instanceof CommanderError) return reportUsage(error, stderr);
  stderr.write(`wirefold: ${messageOf(error, debug)}\n`);
  if (debug) stderr.write(`${inspect(error)}\n`);
  if (error instanceof CliError) return error.exitStatus;
  return isSettingsError(error) ? error.exitCode : EXIT.failed;
}

/** Help and version are no errors; all else that commander throws is wrong usage. */
function reportUsage(error: CommanderError, stderr: Sink): ExitStatus {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return EXIT.done;
  if (error.code === 'commander.help') return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const message = linesOf(error.message.replace(/^error: /, ''));
  stderr.write(`wirefold: ${message}\nRun "wirefold --help" or "wirefold VERB --help".\n`);
  return EXIT.usage;
}

function messageOf(error: unknown, debug: boolean): string {
  const message = linesOf(error instanceof Error ? error.message : String(error));
  if (error instanceof CliError || isSettingsError(error) || hasRemedy(error)) return message;
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  if (isFileError(error)) return `${sentence} Check that path and who may write there, or name another.`;
  return debug ? sentence : `${sentence} Run it again with --debug for the stack trace.`;
}

/** What the file system refused: the message names the path. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

/** By name, so that a call that needs no settings need not load them. */
function isSettingsError(error: unknown): error is SettingsError {
  return error instanceof Error && error.name === 'SettingsError';
}

/** Errors that packages write for people end in what to do next: each is a class that a package exports. */
function hasRemedy(error: unknown): boolean {
  return error instanceof Error && WRITTEN_FOR_PEOPLE.has(error.name);
}

const WRITTEN_FOR_PEOPLE: ReadonlySet<string> = new Set([
  // @wirefold/store
  'DatabaseBusyError',
  'DatabaseDamagedError',
  'DatabaseFullError',
  'DatabaseMissingError',
  'DecisionRefusedError',
  'SchemaTooNewError',
  'SchemaTooOldError',
  'QueryRefusedError',
  // @wirefold/redis
  'EvictingServerError',
  'InvalidRedisUrlError',
  'NotRunningError',
  'RedisUnreachableError',
  'ServerMissingError',
  'ServerStartError',
  'ServerTooOldError',
  // @wirefold/queue, @wirefold/pipeline
  'TransportError',
  'IndexLostError',
  'RedisTakenError',
  'ReindexUnderwayError',
  'TooFewArticlesError',
]);

/** Keeps the lines of a message and makes each printable. */
function linesOf(message: string): string {
  return message.split('\n').map(printable).filter(Boolean).join('\n');
}
