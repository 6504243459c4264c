import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { main } from '../src/main.ts';

const BIN = fileURLToPath(new URL('../bin/wirefold.mjs', import.meta.url));

/** How one call of the real program ended. */
export interface Ended {
  readonly status: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** What a call is given beside its arguments. */
export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/** Runs the program in this process, in surroundings of its own: what a process of its own would show, sooner. */
export async function wirefold(
  args: readonly string[],
  { cwd, env = {}, input = '' }: Surroundings,
): Promise<Ended> {
  const [stdout, stderr] = [createSink(), createSink()];
  const stdin = Readable.from(input.length === 0 ? [] : [Buffer.from(input)]);
  const status = await main(args, {
    ...{ cwd, stdin, stdout, stderr },
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, out: stdout.text(), err: stderr.text() };
}

function createSink() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString() });
}

/** Runs the real program as a child, with an environment of its own: nothing of ours but PATH. */
export async function wirefoldProcess(
  args: readonly string[],
  { cwd, env = {}, input = '' }: Surroundings,
): Promise<Ended> {
  const ended = await execa(process.execPath, [BIN, ...args], {
    cwd,
    input,
    reject: false,
    extendEnv: false,
    stripFinalNewline: false,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  return { status: ended.exitCode, out: ended.stdout, err: ended.stderr };
}

/** Runs a shell line in which `$WIREFOLD` is the program. */
export async function shell(line: string, { cwd, env = {} }: Surroundings): Promise<Ended> {
  const ended = await execa('bash', ['--norc', '-o', 'pipefail', '-c', line], {
    cwd,
    reject: false,
    extendEnv: false,
    stripFinalNewline: false,
    env: { PATH: process.env.PATH ?? '', WIREFOLD: `${process.execPath} ${BIN}`, ...env },
  });
  return { status: ended.exitCode, out: ended.stdout, err: ended.stderr };
}

/** The JSON lines of an output. */
export function records(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
