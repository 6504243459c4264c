import type { Acceptance } from '@wirefold/contracts/ports';
import { gather } from './accept/gather.ts';
import type { Found, LeftOut, Nothing } from './accept/inputs.ts';
import type { Home } from './home.ts';

export interface AddResult {
  readonly counts: Readonly<Record<Acceptance['result'], number>>;
  /** Those of `in-flight` that came with their document, which is then not looked at. */
  readonly documentsInFlight: number;
  readonly problems: readonly Nothing[];
  /** What of the files was no input, counted by what it was. */
  readonly leftOut: readonly LeftOut[];
}

/** Accepts inputs and starts no stage: running workers do the rest. */
export async function add(home: Home, inputs: AsyncIterable<Found>, signal: AbortSignal): Promise<AddResult> {
  const counts = { new: 0, again: 0, 'in-flight': 0, known: 0 };
  let documentsInFlight = 0;
  const problems: Nothing[] = [];
  const leftOut: LeftOut[] = [];
  const onOther = (other: Nothing | LeftOut) =>
    'problem' in other ? problems.push(other) : leftOut.push(other);
  for await (const batch of gather(inputs, onOther)) {
    if (signal.aborted) break;
    for (const [at, { result }] of (await home.accept(batch, signal)).entries()) {
      counts[result] += 1;
      if (result === 'in-flight' && batch[at]?.item.provided) documentsInFlight += 1;
    }
  }
  return { counts, documentsInFlight, problems, leftOut };
}
