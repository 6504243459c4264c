const FIRST_SLOTS = 1_024;
const NOBODY: readonly number[] = [];

/**
 * Who holds a key, by unsigned 32-bit keys: open addressing over one typed array, because most keys have one holder and
 * a `Map` ends at 16.7 million of them. A slot is a key and next to it, in one line of the processor's cache, its value:
 * nothing (0), its only holder (n - 1 for n > 0), or the place of a list (-n - 1 for n < 0).
 */
export class Postings {
  #slots = new Int32Array(2 * FIRST_SLOTS);
  readonly #lists: number[][] = [];
  #used = 0;

  /** The numbers of those that hold a key. */
  holders(key: number): readonly number[] {
    const value = this.#slots[this.#slotOf(key) + 1] ?? 0;
    if (value === 0) return NOBODY;
    return value > 0 ? [value - 1] : (this.#lists[-value - 1] ?? NOBODY);
  }

  /** Adds one at the place of each holder of each key, and to `met` those at whose place there was 0. */
  count(keys: readonly number[], counts: Uint16Array, met: number[]): void {
    for (let at = 0; at < keys.length; at += 1) {
      const value = this.#slots[this.#slotOf(keys[at] ?? 0) + 1] ?? 0;
      if (value > 0) tick(value - 1, counts, met);
      if (value >= 0) continue;
      const list = this.#lists[-value - 1] ?? NOBODY;
      for (let n = 0; n < list.length; n += 1) tick(list[n] ?? 0, counts, met);
    }
  }

  add(key: number, holder: number): void {
    const slot = this.#slotOf(key);
    const value = this.#slots[slot + 1] ?? 0;
    if (value < 0) this.#lists[-value - 1]?.push(holder);
    else if (value > 0) this.#slots[slot + 1] = -this.#lists.push([value - 1, holder]);
    else {
      this.#slots[slot] = key | 0;
      this.#slots[slot + 1] = holder + 1;
      this.#used += 1;
      if (4 * this.#used > this.#slots.length) this.#grow();
    }
  }

  /** Leaves an empty list behind where nobody is left: keys that were held are held again sooner or later. */
  remove(key: number, holder: number): void {
    const slot = this.#slotOf(key);
    const value = this.#slots[slot + 1] ?? 0;
    if (value > 0 && value - 1 === holder) this.#slots[slot + 1] = -this.#lists.push([]);
    const list = value < 0 ? this.#lists[-value - 1] : undefined;
    const at = list?.indexOf(holder) ?? -1;
    if (at >= 0) list?.splice(at, 1);
  }

  #slotOf(key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const signed = key | 0;
    // Sampled keys are uneven: a multiplication spreads their bits upwards (Knuth 6.4), the shift brings those back.
    const mixed = Math.imul(key, 0x9e3779b1);
    let slot = (2 * ((mixed ^ (mixed >>> 16)) >>> 0)) & mask;
    while (slots[slot + 1] !== 0 && slots[slot] !== signed) slot = (slot + 2) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      const value = old[at + 1] ?? 0;
      if (value === 0) continue;
      const key = old[at] ?? 0;
      const slot = this.#slotOf(key);
      this.#slots[slot] = key;
      this.#slots[slot + 1] = value;
    }
  }
}

function tick(holder: number, counts: Uint16Array, met: number[]): void {
  const before = counts[holder] ?? 0;
  if (before === 0) met.push(holder);
  counts[holder] = before + 1;
}
