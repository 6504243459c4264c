import type { Readable, Writable } from 'node:stream';

/** A stream that the program writes to; the fields of a terminal are there where it is one. */
export type Sink = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** The stream that the program reads; `isTTY` where a person may answer on it. */
export type Spring = Readable & { readonly isTTY?: boolean };

/** What a call of the program finds around it; a test lays its own. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Spring;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** The surroundings of this process. */
export function ownSurroundings(): Surroundings {
  const { env, stdin, stdout, stderr } = process;
  return { cwd: process.cwd(), env, stdin, stdout, stderr };
}
