import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Committed, StoreTask, StoreWriter } from '@wirefold/contracts/ports';

type ListTask = Parameters<StoreWriter['commitList']>[0];

/** A list that names more is taken in by steps; one that names fewer shares its transaction with other ends. */
const MOST_IN_A_BATCH = 500;

/** Commits a task by `commit`, and a long list by `steps`, between which others are let run. */
export function createCommitting(
  commit: (task: StoreTask) => Promise<Committed>,
  steps: (task: ListTask) => ReturnType<StoreWriter['commitList']>,
): (task: StoreTask) => Promise<Committed> {
  return (task) =>
    'children' in task && task.children.length > MOST_IN_A_BATCH ? takeSteps(steps(task)) : commit(task);
}

async function takeSteps(steps: ReturnType<StoreWriter['commitList']>): Promise<Committed> {
  let step = steps.next();
  while (!step.done) {
    await letOthersRun();
    step = steps.next();
  }
  return step.value;
}
