import type { Input } from './inputs.ts';

/** Bytes of documents that wait; beyond them nothing more is read until one has gone on. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Documents of addresses that had an earlier one, as archives have them: they wait here, in the order in which they came. */
export interface LaterCaptures {
  add(input: Input): void;
  /** Item ids of the addresses for which something waits. */
  ids(): string[];
  /** The first that waits for each of these. */
  firsts(ids: readonly string[]): Input[];
  /** Takes the first that waits for this address out. */
  drop(id: string): void;
  /** True where nothing more should be read before something has gone on. */
  isFull(): boolean;
}

export function createLaterCaptures(): LaterCaptures {
  const waiting = new Map<string, Input[]>();
  let bytes = 0;
  const sizeOf = ({ item }: Input): number => item.provided?.bytes.length ?? 0;
  return {
    add(input) {
      const line = waiting.get(input.item.id) ?? [];
      waiting.set(input.item.id, line);
      line.push(input);
      bytes += sizeOf(input);
    },
    ids: () => [...waiting.keys()],
    firsts: (ids) => ids.flatMap((id) => waiting.get(id)?.slice(0, 1) ?? []),
    drop(id) {
      const line = waiting.get(id);
      const first = line?.shift();
      if (first !== undefined) bytes -= sizeOf(first);
      if (line?.length === 0) waiting.delete(id);
    },
    isFull: () => bytes >= MOST_BYTES,
  };
}
