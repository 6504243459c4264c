import { inspect } from 'node:util';
import { SettingsError } from '@wirefold/settings';
import { CommanderError } from 'commander';
import { CliError, EXIT, type ExitStatus } from './cli-error.ts';
import { printable } from './output/printable.ts';

/**
 * Prints an error to standard error as `wirefold: <what failed>: <where>. <what to do next>`, with its
 * stack only where `debug`, and gives the exit status it stands for.
 */
export function reportError(error: unknown, debug: boolean): ExitStatus {
  if (error instanceof CommanderError) return reportUsage(error);
  process.stderr.write(`wirefold: ${messageOf(error, debug)}\n`);
  if (debug) process.stderr.write(`${inspect(error)}\n`);
  if (error instanceof CliError) return error.exitStatus;
  return error instanceof SettingsError ? error.exitCode : EXIT.failed;
}

/** Help and version are no errors; all else that commander throws is wrong usage. */
function reportUsage(error: CommanderError): ExitStatus {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return EXIT.done;
  if (error.code === 'commander.help') return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const message = linesOf(error.message.replace(/^error: /, ''));
  process.stderr.write(`wirefold: ${message}\nRun "wirefold --help" or "wirefold VERB --help".\n`);
  return EXIT.usage;
}

function messageOf(error: unknown, debug: boolean): string {
  const message = linesOf(error instanceof Error ? error.message : String(error));
  if (error instanceof CliError || error instanceof SettingsError || hasRemedy(error)) return message;
  const next = debug ? '' : ' Run it again with --debug for the stack trace.';
  return `${/[.!?]$/.test(message) ? message : `${message}.`}${next}`;
}

/** Errors of the adapters that are written for people: each is a class of its own, told by its name. */
function hasRemedy(error: unknown): boolean {
  const written = /^(Database|Schema|Server|Query|Store|Redis)[A-Za-z]*Error$/;
  return error instanceof Error && written.test(error.name);
}

/** Keeps the lines of a message and makes each printable. */
function linesOf(message: string): string {
  return message.split('\n').map(printable).filter(Boolean).join('\n');
}
