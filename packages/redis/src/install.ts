import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Host, type InstallPlan, installPlan, type PackageManager } from './install-plan.ts';

const run = promisify(execFile);
const managers: readonly PackageManager[] = ['apt-get', 'dnf', 'apk', 'brew'];

/** Decides how Redis gets onto this machine, by what is on the search path and who we are. */
export async function planForThisHost(searchPath: string): Promise<InstallPlan> {
  return installPlan(await inspectHost(searchPath));
}

/**
 * Runs the plan with one line to `notice`, saying what is done.
 * @throws where no attempt succeeds, with the end of the last one's output and the line to type.
 */
export async function installServer(
  plan: InstallPlan,
  searchPath: string,
  notice: (line: string) => void,
): Promise<void> {
  notice(`No Redis on this machine: installing it (${plan.line})`);
  const env = { ...process.env, PATH: searchPath };
  let failure: unknown;
  for (const attempt of plan.attempts) {
    try {
      await runAll(attempt, env);
      await runAll(plan.afterwards, env).catch(() => {});
      return;
    } catch (error) {
      failure = error;
    }
  }
  throw new Error(`Installing Redis failed: ${endOf(failure)}\nType it yourself:\n  ${plan.line}`, {
    cause: failure,
  });
}

/** Looks at the machine: package managers, rights, distribution. */
export async function inspectHost(searchPath: string, isRoot = process.getuid?.() === 0): Promise<Host> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const found = await Promise.all(managers.map((name) => isOnPath(name, folders)));
  return {
    managers: new Set(managers.filter((_, index) => found[index])),
    isRoot,
    hasFreeSudo: !isRoot && (await succeeds('sudo', ['-n', 'true'], searchPath)),
    distribution: parseOsRelease(await readFile('/etc/os-release', 'utf8').catch(() => '')),
  };
}

/** Reads `ID` and `VERSION_ID` as os-release(5) writes them. */
export function parseOsRelease(text: string): Host['distribution'] {
  const field = (name: string): string => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}=`)) ?? '';
    return line
      .slice(name.length + 1)
      .replaceAll('"', '')
      .trim();
  };
  return { id: field('ID'), version: field('VERSION_ID') };
}

async function runAll(commands: readonly (readonly string[])[], env: NodeJS.ProcessEnv): Promise<void> {
  for (const [program = '', ...args] of commands) {
    await run(program, args, { env, maxBuffer: 64 * 1024 * 1024 });
  }
}

async function isOnPath(name: string, folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) {
    if (
      await access(join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return true;
  }
  return false;
}

function succeeds(program: string, args: readonly string[], searchPath: string): Promise<boolean> {
  return run(program, args, { env: { ...process.env, PATH: searchPath }, timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

function endOf(failure: unknown): string {
  const stderr = (failure as { stderr?: string } | undefined)?.stderr?.trim() ?? '';
  return stderr.split('\n').slice(-3).join(' ') || String(failure);
}
