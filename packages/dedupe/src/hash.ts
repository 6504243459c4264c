/** FNV-1a's first value and its factor: `mix` of what comes out of it by code units is `hashOf` their text. */
export const HASH_START = 0x811c9dc5;
export const HASH_FACTOR = 0x01000193;

/** FNV-1a over UTF-16 code units with a final mix (MurmurHash3's), unsigned 32 bit. */
export function hashOf(text: string): number {
  let hash = HASH_START;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), HASH_FACTOR);
  }
  return mix(hash);
}

/** MurmurHash3's 32-bit finaliser: spreads each bit of a number over all bits. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** One hash out of two, in which their order counts. */
export function pairHash(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) ^ second);
}
