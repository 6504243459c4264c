/** Groups that grow by being joined: the connected components of what was said to belong together. */
export class Groups {
  readonly #parent: Uint32Array;

  constructor(size: number) {
    this.#parent = Uint32Array.from({ length: size }, (_, at) => at);
  }

  join(one: number, other: number): void {
    this.#parent[this.#rootOf(one)] = this.#rootOf(other);
  }

  /** The number of each member's group; members of one group have the same. */
  labels(): number[] {
    return Array.from(this.#parent, (_, at) => this.#rootOf(at));
  }

  #rootOf(member: number): number {
    let at = member;
    for (let up = this.#parent[at] ?? at; up !== at; up = this.#parent[at] ?? at) {
      this.#parent[at] = this.#parent[up] ?? up;
      at = up;
    }
    return at;
  }
}
