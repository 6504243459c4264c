import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished, vi } from 'vitest';
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

/** The program as a child that runs until it ends or the test does. */
export function startWirefold(args: readonly string[], { cwd, env = {} }: Surroundings) {
  const child = execa(process.execPath, [BIN, ...args], {
    ...{ cwd, reject: false, extendEnv: false, stripFinalNewline: false, forceKillAfterDelay: false },
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk.toString();
  });
  const waiting = { timeout: 60_000, interval: 10 };
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return {
    /** Sends a signal. */
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Resolves when standard error has shown these words. */
    told: (words: string) => vi.waitUntil(() => printed.err.includes(words), waiting),
    /** Resolves when standard output has shown these words. */
    shown: (words: string) => vi.waitUntil(() => printed.out.includes(words), waiting),
    ended: async (): Promise<Ended> => {
      const { exitCode, stdout, stderr } = await child;
      return { status: exitCode, out: stdout, err: stderr };
    },
  };
}
