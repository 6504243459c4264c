const FIRST_SLOTS = 1_024;
const NOBODY: readonly number[] = [];

/**
 * Who holds a key, by unsigned 32-bit keys: open addressing over typed arrays, because most keys have one holder and
 * a `Map` ends at 16.7 million of them. A slot holds nothing (0), its only holder, or the place of a list.
 */
export class Postings {
  #keys = new Uint32Array(FIRST_SLOTS);
  /** 0 free, n > 0 holder n - 1 alone, n < 0 list -n - 1. */
  #values = new Int32Array(FIRST_SLOTS);
  readonly #lists: number[][] = [];
  #used = 0;

  /** The numbers of those that hold a key. */
  holders(key: number): readonly number[] {
    const value = this.#values[this.#slotOf(key)] ?? 0;
    if (value === 0) return NOBODY;
    return value > 0 ? [value - 1] : (this.#lists[-value - 1] ?? NOBODY);
  }

  add(key: number, holder: number): void {
    const slot = this.#slotOf(key);
    const value = this.#values[slot] ?? 0;
    if (value < 0) this.#lists[-value - 1]?.push(holder);
    else if (value > 0) this.#values[slot] = -this.#lists.push([value - 1, holder]);
    else {
      this.#keys[slot] = key;
      this.#values[slot] = holder + 1;
      this.#used += 1;
      if (2 * this.#used > this.#keys.length) this.#grow();
    }
  }

  /** Leaves an empty list behind where nobody is left: keys that were held are held again sooner or later. */
  remove(key: number, holder: number): void {
    const slot = this.#slotOf(key);
    const value = this.#values[slot] ?? 0;
    if (value > 0 && value - 1 === holder) this.#values[slot] = -this.#lists.push([]);
    const list = value < 0 ? this.#lists[-value - 1] : undefined;
    const at = list?.indexOf(holder) ?? -1;
    if (at >= 0) list?.splice(at, 1);
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    // Sampled keys are uneven: a multiplication spreads their bits upwards (Knuth 6.4), the shift brings those back.
    const mixed = Math.imul(key, 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 16)) & mask;
    while (this.#values[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#values = new Int32Array(2 * values.length);
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? 0;
      if (value === 0) continue;
      const key = keys[at] ?? 0;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = value;
    }
  }
}
