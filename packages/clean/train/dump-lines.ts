import { normalizeLine } from '../src/characters.ts';
import { parsePage } from '../src/parse-page.ts';
import { BLOCK_TAGS, INLINE_TAGS } from '../src/tags.ts';
import type { PageElement } from '../src/tree.ts';

/** Elements whose text no dump shows. */
const UNSHOWN = new Set(
  'script style template head title svg math canvas object select option textarea iframe noscript noframes'.split(
    ' ',
  ),
);

/** Lines of a page as a browser copies it: one for each block, and for each line that `br` ends. */
export function dumpLines(html: string): string[] {
  const lines: string[] = [];
  let parts: string[] = [];
  const flush = (): void => {
    const line = normalizeLine(parts.join(''));
    if (line !== '') lines.push(line);
    parts = [];
  };
  const isBlock = (tag: string): boolean => BLOCK_TAGS.has(tag) || !INLINE_TAGS.has(tag) || tag === 'br';
  const stack: { node: PageElement | string; leaving: boolean }[] = [
    { node: parsePage(html), leaving: false },
  ];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, leaving } = top;
    if (typeof node === 'string') {
      parts.push(node);
      continue;
    }
    if (UNSHOWN.has(node.tag)) continue;
    if (isBlock(node.tag)) flush();
    if (leaving) continue;
    stack.push({ node, leaving: true });
    for (const child of node.children.toReversed()) stack.push({ node: child, leaving: false });
  }
  flush();
  return lines;
}
