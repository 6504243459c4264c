import type { Found, Input, LeftOut, Nothing } from './inputs.ts';

/** A batch is sent when it holds so many inputs, or so many bytes. */
const BATCH_INPUTS = 200;
const BATCH_BYTES = 8 * 1024 * 1024;

/** Gathers inputs into batches; what names nothing, and what was left out of a file, is told. */
export async function* gather(
  inputs: AsyncIterable<Found>,
  onOther: (other: Nothing | LeftOut) => void,
): AsyncGenerator<Input[]> {
  let batch: Input[] = [];
  let bytes = 0;
  for await (const input of inputs) {
    if (!('item' in input)) {
      onOther(input);
      continue;
    }
    batch.push(input);
    bytes += input.item.provided?.bytes.length ?? 0;
    if (batch.length >= BATCH_INPUTS || bytes >= BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
