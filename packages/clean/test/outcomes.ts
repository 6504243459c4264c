import type { Cleaned } from '@wirefold/contracts/article';
import type { Outcome } from '@wirefold/contracts/outcome';

/** The value of an outcome that must be done. */
export function done(outcome: Outcome<Cleaned>): Cleaned {
  if (outcome.kind !== 'done') throw new Error(`expected an article, got ${JSON.stringify(outcome)}`);
  return outcome.value;
}
