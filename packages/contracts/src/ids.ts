import { createHash } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 16 characters of Crockford's base 32 (80 bits) of a SHA-256: no `:`, and never all digits alone with its prefix. */
function digest(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  let out = '';
  for (let i = 0; i < 16; i++) {
    const bit = i * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    out += ALPHABET[(pair >> (11 - (bit & 7))) & 31];
  }
  return out;
}

/** Id of the item behind an address: the same input is the same item, whenever it comes. */
export function itemIdOf(url: string): string {
  return `it_${digest(url)}`;
}

/** Id of an item's article. */
export function articleIdOf(itemId: string): string {
  return `ar_${itemId.slice(3)}`;
}

/** Id of a story, named by its earliest article. */
export function storyIdOf(earliestArticleId: string): string {
  return `st_${earliestArticleId.slice(3)}`;
}

/** Id of a document: the same bytes for the same item are the same document. */
export function documentIdOf(itemId: string, sha256: string): string {
  return `do_${digest(`${itemId} ${sha256}`)}`;
}
