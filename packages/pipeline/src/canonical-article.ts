import type { Article } from '@wirefold/contracts/article';
import { canonicalizeUrl } from '@wirefold/fetch/url';

/** An article whose own address, as its page names it, is written by the rules of every other address; without it where it is none. */
export function withCanonical({ canonicalUrl, ...article }: Article): Article {
  const canonical = canonicalUrl === undefined ? null : canonicalizeUrl(canonicalUrl);
  return canonical === null ? article : { ...article, canonicalUrl: canonical };
}
