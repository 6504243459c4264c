import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { getTestFile } from './test-file.ts';

const tsx = fileURLToPath(import.meta.resolve('tsx'));

/** What a script's process differs in from this one. */
export interface ScriptSettings {
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Text for its standard input; empty where it is left out. */
  readonly input?: string;
}

/** A script's process; awaited, it gives `exitCode`, `signal`, `stdout` and `stderr`, whatever they are. */
export type ScriptProcess = ReturnType<typeof launch>;

/** Runs a TypeScript file in a Node process of its own; it is killed when the file's tests are over. */
export function startScript(
  file: string,
  args: readonly string[] = [],
  settings: ScriptSettings = {},
): ScriptProcess {
  const child = launch(['--import', tsx, file, ...args], settings);
  getTestFile().endings.push(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return child;
}

function launch(command: readonly string[], { env = {}, cwd = process.cwd(), input = '' }: ScriptSettings) {
  return execa(process.execPath, command, { env, cwd, input, reject: false });
}
