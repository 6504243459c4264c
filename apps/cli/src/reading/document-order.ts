import type { RemovedBlock } from '@wirefold/contracts/article';

/** A part of a document: kept, or removed by a rule. */
export type Part =
  | { readonly kind: 'kept'; readonly text: string }
  | { readonly kind: 'removed'; readonly text: string; readonly rule: string };

/**
 * Puts an article's paragraphs and its removed blocks back in the order of the document: a removed block
 * knows its place among all blocks, and the paragraphs fill the places between. A paragraph of which nothing
 * was left has a place too, and is not shown.
 */
export function partsInOrder(text: string, removed: readonly RemovedBlock[]): Part[] {
  const paragraphs = text.split('\n\n');
  const blocks = removed.toSorted((a, b) => a.position - b.position);
  const parts: Part[] = [];
  let place = 0;
  for (const { position, text: block, rule } of blocks) {
    for (; place < position && paragraphs.length > 0; place++) parts.push(kept(paragraphs.shift()));
    parts.push({ kind: 'removed', text: block, rule });
    place = Math.max(place, position + 1);
  }
  return [...parts, ...paragraphs.map(kept)].filter(
    (part) => part.kind === 'removed' || part.text.trim() !== '',
  );
}

const kept = (text = ''): Part => ({ kind: 'kept', text });
