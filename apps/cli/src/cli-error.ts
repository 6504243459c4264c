/** Exit statuses of the contract. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/**
 * A verb cannot do what it was asked. Printed as `wirefold: <what failed>: <where>. <what to do next>`,
 * without a stack trace; the process ends with `exitStatus`.
 */
export class CliError extends Error {
  readonly exitStatus: ExitStatus;

  constructor(
    what: string,
    where: string,
    next: string,
    options: ErrorOptions & { exitStatus?: ExitStatus } = {},
  ) {
    super(`${what}: ${where}. ${next}`, options);
    this.name = 'CliError';
    this.exitStatus = options.exitStatus ?? EXIT.failed;
  }
}

/** The command line itself is wrong: exit status 2. */
export function usageError(what: string, where: string, next: string): CliError {
  return new CliError(what, where, next, { exitStatus: EXIT.usage });
}
