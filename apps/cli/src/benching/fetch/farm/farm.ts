import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CliError } from '../../../cli-error.ts';
import type { FarmHost, FarmOrder, FarmWord } from './farm-process.ts';
import type { FarmOptions } from './traits.ts';

type WordOf<S extends FarmWord['said']> = Extract<FarmWord, { said: S }>;

/** Loopback hosts in a process of their own: `FarmOptions` has what they are like. */
export interface Farm {
  readonly hosts: readonly FarmHost[];
  /** Judges every host's own log against the rules that hold where `hostGapMs` is set. */
  judge(hostGapMs: number): Promise<WordOf<'judged'>>;
  /** Each host's feed names so many pages more. */
  publish(pages: number): Promise<void>;
  /** Forgets logs, and which faults are over: the farm is as it was. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./farm-process.mjs', import.meta.url));

/**
 * Starts a farm.
 * @throws CliError where its addresses, 127.1.0.1 and following, cannot be listened on
 */
export async function startFarm(options: FarmOptions): Promise<Farm> {
  const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const say = speaker(child);
  try {
    const { hosts } = await say({ order: 'open', options }, 'open');
    return {
      hosts,
      judge: (hostGapMs) => say({ order: 'judge', hostGapMs }, 'judged'),
      publish: async (pages) => void (await say({ order: 'publish', pages }, 'done')),
      reset: async () => void (await say({ order: 'reset' }, 'done')),
      close: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** One order at a time, each with its answer. */
function speaker(child: ChildProcess) {
  return async <S extends FarmWord['said']>(order: FarmOrder, said: S): Promise<WordOf<S>> => {
    const heard = new AbortController();
    const { signal } = heard;
    const answered = once(child, 'message', { signal }).then(([word]) => word as FarmWord);
    const gone = once(child, 'exit', { signal }).then(
      (): FarmWord => ({ said: 'failed', why: 'its process ended' }),
    );
    for (const either of [answered, gone]) either.catch(() => {});
    child.send(order);
    const word = await Promise.race([answered, gone]).finally(() => heard.abort());
    if (word.said === said) return word as WordOf<S>;
    throw new CliError(
      'The farm of loopback hosts did not do what it was told',
      word.said === 'failed' ? word.why : word.said,
      'It needs the addresses 127.1.0.1 to 127.1.0.250, which Linux has; elsewhere give them to the loopback interface.',
    );
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}
