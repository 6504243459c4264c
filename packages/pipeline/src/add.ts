import type { Acceptance } from '@wirefold/contracts/ports';
import { gather } from './accept/gather.ts';
import type { Input, Nothing } from './accept/inputs.ts';
import type { Home } from './home.ts';

export interface AddResult {
  readonly counts: Readonly<Record<Acceptance['result'], number>>;
  readonly problems: readonly Nothing[];
}

/** Accepts inputs and starts no stage: running workers do the rest. */
export async function add(
  home: Home,
  inputs: AsyncIterable<Input | Nothing>,
  signal: AbortSignal,
): Promise<AddResult> {
  const counts = { new: 0, again: 0, 'in-flight': 0, known: 0 };
  const problems: Nothing[] = [];
  for await (const batch of gather(inputs, (nothing) => problems.push(nothing))) {
    if (signal.aborted) break;
    for (const { result } of await home.accept(batch, signal)) counts[result] += 1;
  }
  return { counts, problems };
}
