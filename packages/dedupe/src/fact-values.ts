import type { FactValue } from './facts.ts';
import { compareIds } from './fold.ts';

/** Collects the values of one fact: the most frequent first, of equals the smaller text. */
export function valuesOf(
  mentions: Iterable<{ readonly value: string; readonly articleId: string }>,
): FactValue[] {
  const holders = new Map<string, Set<string>>();
  for (const { value, articleId } of mentions) {
    const known = holders.get(value);
    if (known === undefined) holders.set(value, new Set([articleId]));
    else known.add(articleId);
  }
  return [...holders]
    .map(([value, articleIds]) => ({ value, articleIds: [...articleIds].sort(compareIds) }))
    .sort((a, b) => b.articleIds.length - a.articleIds.length || compareIds(a.value, b.value));
}
