/**
 * Marks (bits) by hash, at least one to each. It is meant to be used again and again (`clear`): open addressing over
 * typed arrays, which takes a fifth of the time of a `Map`, and room that doubles as it fills.
 */
export class HashMarks {
  #hashes: Uint32Array;
  #marks: Uint8Array;
  /** The slots in use, in the order in which their hashes came. */
  #slots: Int32Array;
  #size = 0;

  /** `room` is a power of two. */
  constructor(room: number) {
    this.#hashes = new Uint32Array(room);
    this.#marks = new Uint8Array(room);
    this.#slots = new Int32Array(room / 2);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    for (let at = 0; at < this.#size; at += 1) this.#marks[this.#slots[at] ?? 0] = 0;
    this.#size = 0;
  }

  /** Adds marks to those of a hash, and says whether it had none before. */
  mark(hash: number, marks: number): boolean {
    if (this.#size === this.#slots.length) this.#grow();
    const slot = this.#slotOf(hash);
    const before = this.#marks[slot] ?? 0;
    this.#marks[slot] = before | marks;
    if (before !== 0) return false;
    this.#hashes[slot] = hash;
    this.#slots[this.#size] = slot;
    this.#size += 1;
    return true;
  }

  has(hash: number): boolean {
    return this.#marks[this.#slotOf(hash)] !== 0;
  }

  /** How many hashes have each sum of marks, for sums below `end`. */
  countsByMarks(end: number): number[] {
    const counts = new Array<number>(end).fill(0);
    for (let at = 0; at < this.#size; at += 1) {
      const marks = this.#marks[this.#slots[at] ?? 0] ?? 0;
      counts[marks] = (counts[marks] ?? 0) + 1;
    }
    return counts;
  }

  #slotOf(hash: number): number {
    const mask = this.#marks.length - 1;
    let slot = hash & mask;
    while (this.#marks[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const before = { hashes: this.#hashes, marks: this.#marks, slots: this.#slots };
    const room = 2 * this.#marks.length;
    this.#hashes = new Uint32Array(room);
    this.#marks = new Uint8Array(room);
    this.#slots = new Int32Array(room / 2);
    this.#size = 0;
    for (const slot of before.slots) this.mark(before.hashes[slot] ?? 0, before.marks[slot] ?? 0);
  }
}
