import type { Cleaned, CleanInput } from '@wirefold/contracts/article';
import { dropped, type Outcome } from '@wirefold/contracts/outcome';
import { cleanPage } from './clean-page.ts';
import { cleanText } from './clean-text.ts';
import { findFurniture } from './furniture.ts';
import { pagePrints } from './prints.ts';

/** A text that loses more than this share to its host's furniture keeps it: then the furniture is in doubt. */
const LEAST_LEFT = 0.25;

/**
 * Cuts a page or a plain text down to its article, with every removed block and the rule that removed it.
 * Pure and synchronous; time and memory are bounded by `LIMITS`. Rejects `empty` and `no-article`; never throws
 * for anything that a document can contain. What is known of its host only ever takes blocks from an article:
 * it never rejects one.
 */
export function clean(input: CleanInput): Outcome<Cleaned> {
  const alone = cleanAlone(input);
  const { siblings = [], url } = input;
  if (alone.kind !== 'done' || siblings.length === 0 || url === undefined) return alone;
  const furniture = findFurniture(input.format, pagePrints(url, alone.value), alone.value, siblings);
  if (furniture.size === 0) return alone;
  const knowing = cleanAlone({ ...input, furniture });
  if (knowing.kind !== 'done') return alone;
  const left = knowing.value.article.text.length / alone.value.article.text.length;
  return left < LEAST_LEFT ? alone : knowing;
}

function cleanAlone(input: CleanInput): Outcome<Cleaned> {
  if (input.content.trim() === '') return dropped('empty', 'the document holds nothing but white space');
  return input.format === 'html' ? cleanPage(input) : cleanText(input);
}
