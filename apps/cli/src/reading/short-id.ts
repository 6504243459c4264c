/** Characters of an id that lists show: 40 bits of it, and any verb takes that much back. */
const SHORT_LENGTH = 3 + 8;

/** The beginning of an id, as lists show it on a terminal. */
export function shortId(id: string): string {
  return id.slice(0, SHORT_LENGTH);
}
