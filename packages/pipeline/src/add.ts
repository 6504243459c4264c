import type { Acceptance } from '@wirefold/contracts/ports';
import { gather } from './accept/gather.ts';
import type { Found, LeftOut, Nothing } from './accept/inputs.ts';
import type { Home } from './home.ts';

export interface AddResult {
  readonly counts: Readonly<Record<Acceptance['result'], number>>;
  readonly problems: readonly Nothing[];
  /** What of the files was no input, counted by what it was. */
  readonly leftOut: readonly LeftOut[];
}

/** Accepts inputs and starts no stage: running workers do the rest. */
export async function add(home: Home, inputs: AsyncIterable<Found>, signal: AbortSignal): Promise<AddResult> {
  const counts = { new: 0, again: 0, 'in-flight': 0, known: 0 };
  const problems: Nothing[] = [];
  const leftOut: LeftOut[] = [];
  const onOther = (other: Nothing | LeftOut) =>
    'problem' in other ? problems.push(other) : leftOut.push(other);
  for await (const batch of gather(inputs, onOther)) {
    if (signal.aborted) break;
    for (const { result } of await home.accept(batch, signal)) counts[result] += 1;
  }
  return { counts, problems, leftOut };
}
