import type { Writable } from 'node:stream';

/** A stream that the program writes to; the fields of a terminal are there where it is one. */
export type Sink = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a call of the program finds around it; a test lays its own. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** The surroundings of this process. */
export function ownSurroundings(): Surroundings {
  const { env, stdin, stdout, stderr } = process;
  return { cwd: process.cwd(), env, stdin, stdout, stderr };
}
