/** A stream of bytes that can be looked at ahead of where it is read; what is held is what was asked to be seen. */
export interface ByteWindow {
  /** Place of the first byte of the window in the stream. */
  readonly offset: number;
  /** Waits until `size` bytes are there, or the stream has ended, and gives what is there; valid until the next call. */
  peek(size: number): Promise<Buffer>;
  /** Passes over bytes that were seen. */
  skip(size: number): void;
  /** All that is left, as a stream. */
  rest(): AsyncGenerator<Uint8Array>;
}

/** Makes a window on a stream; an error of the stream comes out of `peek`. */
export function createByteWindow(stream: AsyncIterable<Uint8Array>): ByteWindow {
  const source = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let offset = 0;
  let hasEnded = false;

  async function peek(size: number): Promise<Buffer> {
    const parts = [held];
    let length = held.length;
    while (length < size && !hasEnded) {
      const { value, done } = await source.next();
      if (done === true) hasEnded = true;
      else {
        parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
        length += value.byteLength;
      }
    }
    if (parts.length > 1) held = Buffer.concat(parts, length);
    return held;
  }
  function skip(size: number): void {
    offset += Math.min(size, held.length);
    held = held.subarray(size);
  }
  return {
    get offset() {
      return offset;
    },
    peek,
    skip,
    async *rest() {
      for (let part = await peek(1); part.length > 0; part = await peek(1)) {
        skip(part.length);
        yield part;
      }
    },
  };
}
