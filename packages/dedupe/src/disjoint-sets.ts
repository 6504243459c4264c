/** Disjoint sets of the numbers 0 to `size - 1`. */
export class DisjointSets {
  readonly #above: Int32Array;

  constructor(size: number) {
    this.#above = Int32Array.from({ length: size }, (_, at) => at);
  }

  rootOf(one: number): number {
    let at = one;
    for (let up = this.#above[at] ?? at; up !== at; up = this.#above[at] ?? at) {
      this.#above[at] = this.#above[up] ?? up;
      at = up;
    }
    return at;
  }

  /** The set's root is the smaller of the two roots, which is its smallest number. */
  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one < other) this.#above[other] = one;
    else this.#above[one] = other;
  }

  /** Each set's numbers in order, sets in the order of their first numbers. */
  sets(): number[][] {
    const sets = new Map<number, number[]>();
    for (let one = 0; one < this.#above.length; one += 1) {
      const root = this.rootOf(one);
      const set = sets.get(root);
      if (set === undefined) sets.set(root, [one]);
      else set.push(one);
    }
    return [...sets.values()];
  }
}
