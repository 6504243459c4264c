import { clean } from '@wirefold/clean';
import type { CleanJob } from '@wirefold/contracts/jobs';
import { done, type Outcome } from '@wirefold/contracts/outcome';
import { cleanInputOf } from './stages/clean-input.ts';

/**
 * Cleans one document on a thread: bytes in, the cleaned article as JSON bytes out, so that nothing but
 * byte arrays crosses between threads.
 */
export default function cleanOnThread(task: { job: CleanJob; bytes: Uint8Array }): Outcome<Uint8Array> {
  const input = cleanInputOf(task.job, task.bytes);
  if (input.kind !== 'done') return input;
  const outcome = clean(input.value);
  return outcome.kind === 'done' ? done(Buffer.from(JSON.stringify(outcome.value))) : outcome;
}
