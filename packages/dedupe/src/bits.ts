/** Writes numbers of so many bits, highest bit first. */
export class BitWriter {
  #bytes = new Uint8Array(2_048);
  #at = 0;

  /** A whole number of at most 32 bits; higher bits are cut off. */
  put(value: number, bits: number): void {
    if (this.#at + bits + 7 > this.#bytes.length * 8) this.#grow();
    for (let left = bits; left > 0; ) {
      const room = 8 - (this.#at & 7);
      const taken = Math.min(room, left);
      const part = (value >>> (left - taken)) & ((1 << taken) - 1);
      const byte = this.#at >>> 3;
      this.#bytes[byte] = (this.#bytes[byte] ?? 0) | (part << (room - taken));
      this.#at += taken;
      left -= taken;
    }
  }

  /**
   * Ascending whole numbers from 0 to `most`, equal ones allowed, as gaps in Golomb-Rice code: for numbers spread
   * evenly at most 2 bits each above what must be.
   */
  ascending(values: ArrayLike<number>, most: number): void {
    const low = lowBits(values.length, most);
    let before = 0;
    for (let n = 0; n < values.length; n += 1) {
      const gap = (values[n] ?? 0) - before;
      before = values[n] ?? 0;
      for (let ones = Math.floor(gap / 2 ** low); ones > 0; ones -= 16) {
        const some = Math.min(ones, 16);
        this.put((1 << some) - 1, some);
      }
      this.put(0, 1);
      this.put(gap, low);
    }
  }

  /** What was written, the last byte filled up with zeros. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, (this.#at + 7) >>> 3);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Bits that lie in four bytes wherever they begin. */
const WHOLE = 25;

/** Reads what a `BitWriter` wrote; zeros after the end. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether what was read takes exactly these bytes. */
  get isAtEnd(): boolean {
    return (this.#at + 7) >>> 3 === this.#bytes.length;
  }

  take(bits: number): number {
    if (bits === 0) return 0;
    if (bits > WHOLE) return this.take(bits - 16) * 0x10000 + this.take(16);
    const value = (this.#window() << (this.#at & 7)) >>> (32 - bits);
    this.#at += bits;
    return value;
  }

  /** Fills `values`. */
  bytes(values: Uint8Array): Uint8Array {
    for (let n = 0; n < values.length; n += 1) values[n] = this.take(8);
    return values;
  }

  /** Fills `values` with as many as `BitWriter.ascending` wrote. */
  ascending(values: Uint32Array, most: number): Uint32Array {
    const low = lowBits(values.length, most);
    const step = 2 ** low;
    let before = 0;
    for (let n = 0; n < values.length; n += 1) {
      before += this.#ones() * step;
      before += this.take(low);
      values[n] = before;
    }
    return values;
  }

  /** The ones up to the next zero, which is read too. */
  #ones(): number {
    let ones = 0;
    for (;;) {
      const some = Math.min(Math.clz32(~(this.#window() << (this.#at & 7))), 16);
      ones += some;
      this.#at += some;
      if (some < 16) break;
    }
    this.#at += 1;
    return ones;
  }

  /** The 32 bits from the byte on in which the next bit lies. */
  #window(): number {
    const byte = this.#at >>> 3;
    const bytes = this.#bytes;
    return (
      ((bytes[byte] ?? 0) << 24) |
      ((bytes[byte + 1] ?? 0) << 16) |
      ((bytes[byte + 2] ?? 0) << 8) |
      (bytes[byte + 3] ?? 0)
    );
  }
}

/** Bits of a gap that are written as they are: those of the mean gap but its highest. */
function lowBits(count: number, most: number): number {
  return count === 0 ? 0 : 31 - Math.clz32(Math.floor(most / count) | 1);
}
