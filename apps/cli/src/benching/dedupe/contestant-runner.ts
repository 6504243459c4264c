import { fileURLToPath } from 'node:url';
import { CliError } from '../../cli-error.ts';
import { runMeasured } from '../measured-process.ts';
import type { ContestantTask, ContestantWord, OrderEnd } from './contestant-process.ts';

const PROGRAM = fileURLToPath(new URL('./contestant-process.mjs', import.meta.url));

/** What a contestant came to in a process of its own. */
export interface ContestantEnd {
  /** Of a set with stories, one for each order. */
  readonly orders: readonly OrderEnd[];
  /** Of a set of pairs, one for each pair. */
  readonly same: readonly boolean[];
  /** Of the whole process, its language and the set included. */
  readonly peakMemoryMb: number;
}

/** Runs a contestant over a set; throws a CliError where its process does not end well. */
export async function runContestant(task: ContestantTask): Promise<ContestantEnd> {
  const orders: OrderEnd[] = [];
  let same: readonly boolean[] = [];
  const { complaint, peakMemoryMb } = await runMeasured([PROGRAM], {
    input: [JSON.stringify(task)],
    onLine(line) {
      const word = JSON.parse(line) as ContestantWord;
      if (word.said === 'order') orders.push(word);
      else same = word.same;
    },
  });
  if (complaint === null) return { orders, same, peakMemoryMb };
  throw new CliError(
    `${task.contestant} did not end well`,
    `${task.file} (${complaint.split('\n').at(-1)})`,
    'Measure the others with --against, or mend it.',
  );
}
