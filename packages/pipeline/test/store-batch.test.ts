import type { Committed, StoreTask } from '@wirefold/contracts/ports';
import { expect, it } from 'vitest';
import { createStoreBatch } from '../src/store-batch.ts';

function task(itemId: string): StoreTask {
  const head = { v: 1, itemId, articleId: 'ar_0', stage: 'fetch' } as const;
  return { job: { ...head, end: 'rejected', reason: 'empty', detail: '' } };
}

const committed = ({ job }: StoreTask): Committed => ({
  itemId: job.itemId,
  state: 'rejected',
  storyIds: [],
  children: [],
});

it('commits what comes together in one transaction, and no more than the size', async () => {
  const sizes: number[] = [];
  const add = createStoreBatch(
    (tasks) => {
      sizes.push(tasks.length);
      return tasks.map(committed);
    },
    10,
    5,
  );
  const results = await Promise.all(Array.from({ length: 25 }, (_, i) => add(task(`it_${i}`))));
  expect(results.map(({ itemId }) => itemId)).toEqual(Array.from({ length: 25 }, (_, i) => `it_${i}`));
  expect(sizes).toEqual([10, 10, 5]);
});

it('finds the one task that fails its batch, and commits the others', async () => {
  const add = createStoreBatch(
    (tasks) => {
      if (tasks.some(({ job }) => job.itemId === 'it_3')) throw new Error('poison');
      return tasks.map(committed);
    },
    10,
    5,
  );
  const results = await Promise.allSettled(Array.from({ length: 6 }, (_, i) => add(task(`it_${i}`))));
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});
