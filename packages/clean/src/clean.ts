import type { Cleaned, CleanInput } from '@wirefold/contracts/article';
import { dropped, type Outcome } from '@wirefold/contracts/outcome';
import { cleanPage } from './clean-page.ts';
import { cleanText } from './clean-text.ts';

/**
 * Cuts a page or a plain text down to its article, with every removed block and the rule that removed it.
 * Pure and synchronous; time and memory are bounded by `LIMITS`. Rejects `empty` and `no-article`; never throws
 * for anything that a document can contain.
 */
export function clean(input: CleanInput): Outcome<Cleaned> {
  if (input.content.trim() === '') return dropped('empty', 'the document holds nothing but white space');
  return input.format === 'html' ? cleanPage(input) : cleanText(input);
}
