import { detect } from 'tinyld';
import { LIMITS } from './limits.ts';
import type { PageFacts } from './page-facts.ts';

const TAG = /^[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?$/i;
/** Fewest characters on which the detector is believed. */
const ENOUGH_CHARS = 60;

/** A language tag in BCP 47's own casing (RFC 5646 2.1.1), or undefined where it is none. */
export function normalizeLanguage(raw: string | undefined): string | undefined {
  const tag = raw?.trim().replaceAll('_', '-');
  if (tag === undefined || !TAG.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Language of a text, or undefined where it is too short to tell. */
export function detectLanguage(text: string): string | undefined {
  if (text.length < ENOUGH_CHARS) return undefined;
  return normalizeLanguage(detect(text.slice(0, LIMITS.languageChars)));
}

/** The page's language: its markup first, else by its text. */
export function findLanguage(facts: PageFacts, text: string): string | undefined {
  const said = [
    facts.language,
    facts.linked?.language,
    facts.meta.get('og:locale')?.[0],
    facts.meta.get('language')?.[0],
    facts.meta.get('content-language')?.[0],
  ];
  for (const raw of said) {
    const tag = normalizeLanguage(raw);
    if (tag !== undefined) return tag;
  }
  return detectLanguage(text);
}
