/** Two clusters that could be joined, with the versions they had when `mean` was taken. */
export interface Pairing {
  readonly mean: number;
  readonly first: number;
  readonly second: number;
  readonly firstVersion: number;
  readonly secondVersion: number;
}

/** True where `a` is to be joined before `b`: higher mean first, then the smaller ids. */
function precedes(a: Pairing, b: Pairing): boolean {
  if (a.mean !== b.mean) return a.mean > b.mean;
  if (a.first !== b.first) return a.first < b.first;
  return a.second < b.second;
}

/** A binary heap of pairings that gives the best one first. */
export class PairHeap {
  readonly #heap: Pairing[] = [];

  push(pairing: Pairing): void {
    const heap = this.#heap;
    let at = heap.push(pairing) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !precedes(pairing, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = pairing;
  }

  pop(): Pairing | undefined {
    const heap = this.#heap;
    const best = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return best;
  }

  #sink(pairing: Pairing): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      if (child === undefined) break;
      const right = heap[below + 1];
      if (right !== undefined && precedes(right, child)) {
        child = right;
        below += 1;
      }
      if (!precedes(child, pairing)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = pairing;
  }
}
