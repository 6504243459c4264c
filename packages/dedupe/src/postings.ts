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

  /** Counts each holder of each key. */
  count(keys: readonly number[], counts: HolderCounts): void {
    for (let at = 0; at < keys.length; at += 1) {
      const value = this.#slots[this.#slotOf(keys[at] ?? 0) + 1] ?? 0;
      if (value > 0) counts.add(value - 1);
      if (value >= 0) continue;
      const list = this.#lists[-value - 1] ?? NOBODY;
      for (let n = 0; n < list.length; n += 1) counts.add(list[n] ?? 0);
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

const COUNT_BITS = 8;
const MOST_COUNTED = 2 ** COUNT_BITS - 1;
const LAST_ROUND = 2 ** (32 - COUNT_BITS) - 1;

/**
 * How many keys each holder has, counted in rounds: a count of an earlier round is none, so that nothing has to be
 * cleared and only those with enough are listed. Counts end at 255.
 */
export class HolderCounts {
  #counts = new Uint32Array(FIRST_SLOTS);
  #round = 0;
  #least = 1;
  #enough: number[] = [];

  /** Begins anew, for holders from 0 up to and without `size`, of which those with at least `least` are listed. */
  begin(size: number, least: number): void {
    if (size > this.#counts.length) this.#counts = new Uint32Array(2 * size);
    if (this.#round === LAST_ROUND) this.#counts.fill(0);
    this.#round = (this.#round % LAST_ROUND) + 1;
    this.#least = Math.max(1, least);
    this.#enough = [];
  }

  add(holder: number): void {
    const before = this.of(holder);
    if (before === MOST_COUNTED) return;
    this.#counts[holder] = ((this.#round << COUNT_BITS) | (before + 1)) >>> 0;
    if (before + 1 === this.#least) this.#enough.push(holder);
  }

  of(holder: number): number {
    const count = this.#counts[holder] ?? 0;
    return count >>> COUNT_BITS === this.#round ? count & MOST_COUNTED : 0;
  }

  /** Those who have enough keys, in the order in which they had. */
  get enough(): readonly number[] {
    return this.#enough;
  }
}
