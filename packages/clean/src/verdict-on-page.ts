import type { Body } from './article.ts';
import { comparable } from './characters.ts';
import type { PageFacts } from './page-facts.ts';

/** Fewest words of an article; a brief of one sentence has about this many. */
const FEWEST_WORDS = 12;
const SHORT_WORDS = 120;
const NOT_FOUND =
  /^(?:error )?(?:404|410)\b|\b(?:page|article|story) (?:not|cannot be|could not be) found\b|\bseite nicht gefunden\b|\bpage introuvable\b|\bpágina no encontrada\b|^not found$|\bno longer (?:available|exists)\b/i;
const CONSENT =
  /\b(?:accept|consent to|agree to)\b.{0,60}\bcookies?\b|\bcookies?\b.{0,80}\b(?:accept|consent|akzeptieren|zustimmen|accepter|aceptar)\b|\bbefore you continue\b/i;
const CHALLENGE =
  /\b(?:verify (?:that )?you are (?:a )?human|checking your browser|enable javascript and cookies|are you a robot|access denied)\b/i;

/** Why a page is no article, in words, or undefined where it is one. */
export function whyNoArticle(
  body: Body,
  words: number,
  headline: string | undefined,
  facts: PageFacts,
): string | undefined {
  if (words === 0) return 'no running text outside navigation';
  const title = `${headline ?? ''} ${facts.title ?? ''}`;
  if (words < SHORT_WORDS) {
    if ([title, headline ?? '', ...facts.headings.slice(0, 5)].some((line) => NOT_FOUND.test(line)))
      return 'the page says that it was not found';
    const all = `${title} ${body.text.slice(0, 1500)}`;
    if (CHALLENGE.test(all)) return 'the page asks to prove that a person is reading';
    if (CONSENT.test(all)) return 'the page is a consent form';
  }
  if (words < FEWEST_WORDS && comparable(body.text) !== comparable(facts.linked?.body ?? '')) {
    return `only ${words} words of running text`;
  }
  return undefined;
}
